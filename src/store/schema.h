/*
 * The tables, as numbered migrations: rows of a number and its SQL, each run
 * once, in order, in a transaction of its own. The number of the last one is
 * the file's user_version.
 */
#pragma once

#include "store/db.h"

/* The newest that this program knows. */
int schema_version(void);
/* Brings an empty or older file up to date; refuses a newer one with words for
 * the operator. */
bool schema_migrate(struct db *db, struct error *err) MUST_CHECK;
/* Up to that number only: how tests come by an older file. */
bool schema_migrate_to(struct db *db, int number, struct error *err) MUST_CHECK;
