/*
 * The daemon's store, opened by somebody else than who writes it: for a
 * command, whether the daemon runs or not, and for the daemon's own reading.
 */
#pragma once

#include "store/db.h"

/* Is it of this program's version? */
bool reader_check_version(struct db *db, struct error *err) MUST_CHECK;

/* Of the state directory. NULL: there is none, it cannot be read, or it is of
 * another version than this program's. */
struct db *reader_open(
    const char *directory, bool is_read_only, struct error *err);
