/*
 * struct db: one connection to an SQLite file, as little of SQLite as the
 * store needs. Statements are parsed once for each text and kept. One thread
 * at a time; the store hands the connection to its own.
 *
 * What went wrong stays told apart after the words have gone into a struct
 * error: a full disk is waited for, a corrupt file is not.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum db_trouble {
	DB_FINE,
	DB_FULL,
	DB_IO,
	DB_BUSY,
	DB_READONLY,
	DB_CANNOT_OPEN,
	DB_NO_MEMORY,
	DB_CORRUPT,
	DB_NOT_A_DATABASE,
	DB_OTHER, /* the statement is at fault: it would fail again */
};

struct db;
struct db_statement;

struct db_options {
	const char *path;
	const char *vfs; /* NULL: the system's own; tests inject faults */
	bool is_read_only;
	int busy_ms; /* how long another's lock is waited for */
};

struct db *db_open(const struct db_options *options, struct error *err);
void db_close(struct db *db);
CLEANUP_DEFINE(struct db, db_close)
/* Of the last thing that failed; DB_FINE: nothing has since db_forget. */
enum db_trouble db_trouble(const struct db *db);
void db_forget_trouble(struct db *db);
/* May it work later, unchanged? */
bool db_trouble_may_pass(enum db_trouble trouble);
/* The file itself is at fault. */
bool db_trouble_is_damage(enum db_trouble trouble);
const char *db_path(const struct db *db);

/* Every byte of its files, past all caches: is it the disk that is at fault
 * rather than what is written there? */
bool db_read_through(struct db *db, struct error *err) MUST_CHECK;
/* Any number of statements without values or results. */
bool db_exec(struct db *db, const char *sql, struct error *err) MUST_CHECK;
bool db_begin(struct db *db, struct error *err) MUST_CHECK;
bool db_commit(struct db *db, struct error *err) MUST_CHECK;
void db_rollback(struct db *db);
/* Lets go of what was read and its snapshot, whatever was not read to its end.
 */
void db_end_reading(struct db *db);
/* Asked now and then while a statement runs: true ends it, and it fails. NULL:
 * nobody is. */
void db_set_limit(struct db *db, bool (*is_over)(void *arg), void *arg);
/* Of who writes: WAL is brought into the file as it grows, and where readers
 * are always in the way they are waited for, for a moment now and then. */
void db_keep_log_short(struct db *db);
bool db_is_in_transaction(const struct db *db);
/* Of the last statement that changed rows. */
int64_t db_changes(const struct db *db);

/* Ready to be bound and run, unbound. sql is a constant: its address is its
 * name. Lent; NULL: it does not parse. */
struct db_statement *db_statement(
    struct db *db, const char *sql, struct error *err);
/* Parameters count from 1. What is bound is lent until the statement has run or
 * was reset. */
void db_bind_int(struct db_statement *statement, int at, int64_t value);
void db_bind_text(struct db_statement *statement, int at, const char *text);
void db_bind_bytes(
    struct db_statement *statement, int at, const void *bytes, size_t len);
void db_bind_null(struct db_statement *statement, int at);
/* To its end, whatever rows it gives; then it is reset. */
bool db_run(struct db_statement *statement, struct error *err) MUST_CHECK;

/* Rows of what is asked, one by one; at the end and on failure it is reset. */
enum db_step {
	DB_ROW,
	DB_END,
	DB_FAILED,
};
enum db_step db_step(struct db_statement *statement, struct error *err);
void db_reset(struct db_statement *statement);
/* Columns count from 0; lent until the next step. */
int64_t db_int(const struct db_statement *statement, int column);
const char *db_text(const struct db_statement *statement, int column);
const uint8_t *db_bytes(
    const struct db_statement *statement, int column, size_t *ret_len);
bool db_is_null(const struct db_statement *statement, int column);
bool db_is_text(const struct db_statement *statement, int column);
/* The one number that sql gives; fallback without a row or for NULL. */
bool db_ask_int(struct db *db, const char *sql, int64_t fallback,
    int64_t *ret_value, struct error *err) MUST_CHECK;
