/* One connection to an SQLite file; see db.h. */
#include "store/db.h"

#include <sqlite3.h>

#include "base/array.h"
#include "base/mem.h"

/* Pages of WAL: a checkpoint is tried; readers are waited for so that it can
 * begin anew, and once more after so many more. */
#define LOG_PAGES 1000
#define LOG_LONG_PAGES 4000
#define LOG_WAIT_MS 250
#define PROGRESS_STEPS 10000 /* of SQLite's machine: about a millisecond */

struct db_statement {
	struct db *db;
	const char *sql;
	sqlite3_stmt *stmt;
	int bind_result; /* of the first binding that failed */
};

struct db {
	sqlite3 *handle;
	char *path;
	enum db_trouble trouble;
	int busy_ms;
	int log_tried; /* pages of WAL when readers were waited for last */
	bool (*is_over)(void *arg); /* NULL: statements take what they take */
	void *over_arg;
	ARRAY(struct db_statement *) statements;
};

static enum db_trouble
trouble_of(int code)
{
	switch (code & 0xff) {
	case SQLITE_OK: return DB_FINE;
	case SQLITE_FULL: return DB_FULL;
	case SQLITE_IOERR: return DB_IO;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL: return DB_BUSY;
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH: return DB_READONLY;
	case SQLITE_CANTOPEN: return DB_CANNOT_OPEN;
	case SQLITE_NOMEM: return DB_NO_MEMORY;
	case SQLITE_CORRUPT: return DB_CORRUPT;
	case SQLITE_NOTADB: return DB_NOT_A_DATABASE;
	default: return DB_OTHER;
	}
}

bool
db_trouble_may_pass(enum db_trouble trouble)
{
	switch (trouble) {
	case DB_FULL:
	case DB_IO:
	case DB_BUSY:
	case DB_READONLY:
	case DB_CANNOT_OPEN:
	case DB_NO_MEMORY: return true;
	case DB_FINE:
	case DB_CORRUPT:
	case DB_NOT_A_DATABASE:
	case DB_OTHER: return false;
	}
	return false;
}

bool
db_trouble_is_damage(enum db_trouble trouble)
{
	return trouble == DB_CORRUPT || trouble == DB_NOT_A_DATABASE;
}

static enum error_kind
error_kind_of(enum db_trouble trouble)
{
	return trouble == DB_OTHER || db_trouble_is_damage(trouble)
	    ? ERROR_INVALID
	    : ERROR_SYSTEM;
}

/* SQLite's words where it has some for this code, with the system's reason. */
static bool
fail(struct db *db, int code, struct error *err)
{
	const char *words = sqlite3_errstr(code);

	db->trouble = trouble_of(code);
	if (db->handle != NULL &&
	    (sqlite3_errcode(db->handle) & 0xff) == (code & 0xff))
		words = sqlite3_errmsg(db->handle);
	return error_set(err, error_kind_of(db->trouble), "%s: %s (code %d)",
	    db->path, words, code);
}

struct db *
db_open(const struct db_options *options, struct error *err)
{
	CLEANUP(db_close) struct db *db = MEM_NEW(struct db);
	int flags = SQLITE_OPEN_NOMUTEX |
	    (options->is_read_only
		    ? SQLITE_OPEN_READONLY
		    : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
	int code;

	db->path = mem_strdup(options->path);
	db->busy_ms = options->busy_ms;
	code = sqlite3_open_v2(options->path, &db->handle, flags, options->vfs);
	if (db->handle != NULL)
		sqlite3_extended_result_codes(db->handle, 1);
	if (code != SQLITE_OK) {
		fail(db, code, err);
		return NULL;
	}
	sqlite3_busy_timeout(db->handle, options->busy_ms);
	return TAKE(db);
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	ARRAY_EACH (statement, &db->statements) {
		sqlite3_finalize((*statement)->stmt);
		free(*statement);
	}
	ARRAY_CLEAR(&db->statements);
	sqlite3_close(db->handle);
	free(db->path);
	free(db);
}

enum db_trouble
db_trouble(const struct db *db)
{
	return db->trouble;
}

void
db_forget_trouble(struct db *db)
{
	db->trouble = DB_FINE;
}

const char *
db_path(const struct db *db)
{
	return db->path;
}

bool
db_exec(struct db *db, const char *sql, struct error *err)
{
	int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

	return code == SQLITE_OK || fail(db, code, err);
}

bool
db_begin(struct db *db, struct error *err)
{
	return db_exec(db, "BEGIN IMMEDIATE", err);
}

bool
db_commit(struct db *db, struct error *err)
{
	return db_exec(db, "COMMIT", err);
}

/* SQLite may have rolled back by itself: then there is nothing to do. */
void
db_rollback(struct db *db)
{
	if (db_is_in_transaction(db))
		sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

void
db_end_reading(struct db *db)
{
	ARRAY_EACH (statement, &db->statements)
		db_reset(*statement);
	db_rollback(db);
}

/* What it does not get done it does another time: the commit stands. */
static int
on_log(void *arg, sqlite3 *handle, const char *name, int pages)
{
	struct db *db = arg;

	if (pages < LOG_LONG_PAGES)
		db->log_tried = 0;
	if (pages < LOG_LONG_PAGES || pages < db->log_tried + LOG_PAGES) {
		if (pages >= LOG_PAGES)
			sqlite3_wal_checkpoint_v2(handle, name,
			    SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
		return SQLITE_OK;
	}
	db->log_tried = pages;
	sqlite3_busy_timeout(handle, LOG_WAIT_MS);
	sqlite3_wal_checkpoint_v2(
	    handle, name, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
	sqlite3_busy_timeout(handle, db->busy_ms);
	return SQLITE_OK;
}

void
db_keep_log_short(struct db *db)
{
	sqlite3_wal_hook(db->handle, on_log, db);
}

static int
on_progress(void *arg)
{
	const struct db *db = arg;

	return db->is_over(db->over_arg);
}

void
db_set_limit(struct db *db, bool (*is_over)(void *arg), void *arg)
{
	db->is_over = is_over;
	db->over_arg = arg;
	sqlite3_progress_handler(db->handle, PROGRESS_STEPS,
	    is_over == NULL ? NULL : on_progress, db);
}

bool
db_is_in_transaction(const struct db *db)
{
	return sqlite3_get_autocommit(db->handle) == 0;
}

int64_t
db_changes(const struct db *db)
{
	return sqlite3_changes(db->handle);
}

struct db_statement *
db_statement(struct db *db, const char *sql, struct error *err)
{
	struct db_statement *statement;
	sqlite3_stmt *stmt = NULL;
	int code;

	ARRAY_EACH (known, &db->statements) {
		if ((*known)->sql == sql)
			return *known;
	}
	code = sqlite3_prepare_v3(
	    db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
	if (code != SQLITE_OK) {
		fail(db, code, err);
		return NULL;
	}
	statement = MEM_NEW(struct db_statement);
	statement->db = db;
	statement->sql = sql;
	statement->stmt = stmt;
	*ARRAY_ADD(&db->statements) = statement;
	return statement;
}

static void
note_binding(struct db_statement *statement, int code)
{
	if (statement->bind_result == SQLITE_OK)
		statement->bind_result = code;
}

void
db_bind_int(struct db_statement *statement, int at, int64_t value)
{
	note_binding(statement, sqlite3_bind_int64(statement->stmt, at, value));
}

void
db_bind_text(struct db_statement *statement, int at, const char *text)
{
	note_binding(statement,
	    sqlite3_bind_text(statement->stmt, at, text, -1, SQLITE_STATIC));
}

void
db_bind_bytes(
    struct db_statement *statement, int at, const void *bytes, size_t len)
{
	/* No bytes at all would be NULL. */
	note_binding(statement,
	    len == 0 ? sqlite3_bind_zeroblob(statement->stmt, at, 0)
		     : sqlite3_bind_blob64(
			   statement->stmt, at, bytes, len, SQLITE_STATIC));
}

void
db_bind_null(struct db_statement *statement, int at)
{
	note_binding(statement, sqlite3_bind_null(statement->stmt, at));
}

void
db_reset(struct db_statement *statement)
{
	sqlite3_reset(statement->stmt);
	sqlite3_clear_bindings(statement->stmt);
	statement->bind_result = SQLITE_OK;
}

enum db_step
db_step(struct db_statement *statement, struct error *err)
{
	int code = statement->bind_result;

	if (code == SQLITE_OK)
		code = sqlite3_step(statement->stmt);
	if (code == SQLITE_ROW)
		return DB_ROW;
	if (code != SQLITE_DONE)
		fail(statement->db, code, err);
	db_reset(statement);
	return code == SQLITE_DONE ? DB_END : DB_FAILED;
}

bool
db_run(struct db_statement *statement, struct error *err)
{
	enum db_step step;

	do
		step = db_step(statement, err);
	while (step == DB_ROW);
	return step == DB_END;
}

int64_t
db_int(const struct db_statement *statement, int column)
{
	return sqlite3_column_int64(statement->stmt, column);
}

const char *
db_text(const struct db_statement *statement, int column)
{
	return (const char *)sqlite3_column_text(statement->stmt, column);
}

const uint8_t *
db_bytes(const struct db_statement *statement, int column, size_t *ret_len)
{
	const uint8_t *bytes = sqlite3_column_blob(statement->stmt, column);

	*ret_len = (size_t)sqlite3_column_bytes(statement->stmt, column);
	return bytes;
}

bool
db_is_null(const struct db_statement *statement, int column)
{
	return sqlite3_column_type(statement->stmt, column) == SQLITE_NULL;
}

bool
db_is_text(const struct db_statement *statement, int column)
{
	return sqlite3_column_type(statement->stmt, column) == SQLITE_TEXT;
}

/* which: SQLITE_FCNTL_FILE_POINTER, or ..._JOURNAL_POINTER for the WAL. */
static int
read_file_through(struct db *db, int which)
{
	uint8_t bytes[4096];
	sqlite3_file *file = NULL;
	sqlite3_int64 size = 0;
	int code = sqlite3_file_control(db->handle, "main", which, &file);

	if (code != SQLITE_OK || file == NULL || file->pMethods == NULL)
		return code;
	code = file->pMethods->xFileSize(file, &size);
	for (sqlite3_int64 at = 0; code == SQLITE_OK && at < size;
	     at += (int)sizeof bytes) {
		code =
		    file->pMethods->xRead(file, bytes, (int)sizeof bytes, at);
		/* The last piece may be shorter. */
		if (code == SQLITE_IOERR_SHORT_READ)
			code = SQLITE_OK;
	}
	return code;
}

bool
db_read_through(struct db *db, struct error *err)
{
	int code = read_file_through(db, SQLITE_FCNTL_FILE_POINTER);

	if (code == SQLITE_OK)
		code = read_file_through(db, SQLITE_FCNTL_JOURNAL_POINTER);
	return code == SQLITE_OK || fail(db, code, err);
}

bool
db_ask_int(struct db *db, const char *sql, int64_t fallback, int64_t *ret_value,
    struct error *err)
{
	struct db_statement *statement = db_statement(db, sql, err);
	int64_t value = fallback;

	if (statement == NULL)
		return false;
	switch (db_step(statement, err)) {
	case DB_FAILED: return false;
	case DB_END: break;
	case DB_ROW:
		if (!db_is_null(statement, 0))
			value = db_int(statement, 0);
		db_reset(statement);
		break;
	}
	*ret_value = value;
	return true;
}
