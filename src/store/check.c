/* Is a database sound? See check.h. */
#include "store/check.h"

#include <string.h>

#include "store/schema.h"

static const char whole_sql[] = "PRAGMA quick_check(1)";

/* Of the first version on: it may not have been migrated yet. */
static const char *const state_sql[] = {
    "PRAGMA quick_check(meta)",
    "PRAGMA quick_check(endpoint)",
    "PRAGMA quick_check(target)",
    "PRAGMA quick_check(verdict)",
    "PRAGMA quick_check(certificate)",
    "PRAGMA quick_check(chain)",
    "PRAGMA quick_check(incident)",
    "PRAGMA quick_check(incident_member)",
    "PRAGMA quick_check(sink)",
    "PRAGMA quick_check(delivery)",
};

static bool
ask(struct db *db, const char *sql, bool *ret_is_damaged, struct error *err)
{
	struct db_statement *statement = db_statement(db, sql, err);
	const char *answer;

	if (statement == NULL)
		return false;
	switch (db_step(statement, err)) {
	case DB_FAILED: return false;
	case DB_END: return true;
	case DB_ROW: break;
	}
	answer = db_text(statement, 0);
	if (answer == NULL || strcmp(answer, "ok") != 0) {
		*ret_is_damaged = true;
		error_set(err, ERROR_INVALID, "%s: %s", db_path(db),
		    answer == NULL ? "it cannot be checked" : answer);
	}
	db_reset(statement);
	return !*ret_is_damaged;
}

/* Without a version it has no tables. */
static bool
measure(
    struct db *db, int64_t *ret_bytes, int64_t *ret_version, struct error *err)
{
	return db_ask_int(db,
		   "SELECT page_count * page_size "
		   "FROM pragma_page_count, pragma_page_size",
		   0, ret_bytes, err) &&
	    db_ask_int(db, "PRAGMA user_version", 0, ret_version, err);
}

bool
check_is_long(struct db *db, int64_t first_max_bytes, bool *ret_is_long,
    struct error *err)
{
	int64_t bytes, version;

	if (!measure(db, &bytes, &version, err))
		return false;
	*ret_is_long = first_max_bytes > 0 && bytes > first_max_bytes &&
	    version == schema_version();
	return true;
}

static bool
look(struct db *db, int64_t whole_max_bytes, bool *ret_is_damaged,
    struct error *err)
{
	int64_t bytes, version;

	if (!measure(db, &bytes, &version, err))
		return false;
	if (whole_max_bytes == 0 || bytes <= whole_max_bytes || version == 0)
		return ask(db, whole_sql, ret_is_damaged, err);
	for (size_t i = 0; i < sizeof state_sql / sizeof state_sql[0]; i++) {
		if (!ask(db, state_sql[i], ret_is_damaged, err))
			return false;
	}
	return true;
}

/* What the disk does not give is "damaged" in SQLite's words, too: only what
 * can be read, and is wrong then, is damage. */
bool
check_file(struct db *db, int64_t whole_max_bytes, bool *ret_is_damaged,
    struct error *err)
{
	*ret_is_damaged = false;
	if (look(db, whole_max_bytes, ret_is_damaged, err))
		return true;
	if (!*ret_is_damaged)
		return false;
	*ret_is_damaged = false;
	return db_read_through(db, err) &&
	    look(db, whole_max_bytes, ret_is_damaged, err);
}
