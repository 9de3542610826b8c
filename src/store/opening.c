/* From a directory to a database; see opening.h. */
#include "store/opening.h"

#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/folder.h"
#include "store/schema.h"

#define BUSY_MS 5000 /* a reader's checkpoint, a backup */

/* auto_vacuum counts only before there are tables. */
static const char pragmas[] = "PRAGMA auto_vacuum = INCREMENTAL;"
			      "PRAGMA journal_mode = WAL;"
			      "PRAGMA journal_size_limit = 16777216;"
			      "PRAGMA synchronous = NORMAL;"
			      "PRAGMA temp_store = MEMORY;"
			      "PRAGMA cache_size = -4096;";

/* The file is sound as a whole, as far as that is cheap to see. */
static bool
quick_check(struct db *db, bool *ret_is_damaged, struct error *err)
{
	struct db_statement *statement =
	    db_statement(db, "PRAGMA quick_check(1)", err);
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

/* What the disk does not give is "damaged" in the check's words, too: only what
 * can be read, and is wrong then, is damage. */
static bool
check(struct db *db, bool *ret_is_damaged, struct error *err)
{
	if (quick_check(db, ret_is_damaged, err))
		return true;
	if (!*ret_is_damaged)
		return false;
	*ret_is_damaged = false;
	return db_read_through(db, err) && quick_check(db, ret_is_damaged, err);
}

static struct db *
try_open(const struct store_options *options, const char *path,
    bool *ret_is_damaged, struct error *err)
{
	const struct db_options db_options = {
	    .path = path,
	    .vfs = options->vfs,
	    .busy_ms = BUSY_MS,
	};
	CLEANUP(db_close) struct db *db = db_open(&db_options, err);

	if (db == NULL)
		return NULL;
	if (db_exec(db, pragmas, err) && check(db, ret_is_damaged, err) &&
	    schema_migrate(db, err))
		return TAKE(db);
	*ret_is_damaged |= db_trouble_is_damage(db_trouble(db));
	return NULL;
}

static struct db *
open_or_set_aside(const struct store_options *options, const char *path,
    char **ret_set_aside, struct error *err)
{
	bool is_damaged = false;
	struct db *db = try_open(options, path, &is_damaged, err);

	if (db != NULL || !is_damaged)
		return db;
	*ret_set_aside = folder_set_aside(path, options->now, err);
	if (*ret_set_aside == NULL || !folder_touch(path, err))
		return NULL;
	is_damaged = false;
	return try_open(options, path, &is_damaged, err);
}

bool
opening_do(const struct store_options *options, struct opening *ret_opening,
    struct error *err)
{
	struct opening opening = {.lock_fd = -1};
	CLEANUP(free) char *path = NULL;

	if (!folder_take(options->directory, &opening.lock_fd, err))
		return false;
	path = mem_printf("%s/%s", options->directory, FOLDER_DATABASE);
	if (folder_touch(path, err))
		opening.db =
		    open_or_set_aside(options, path, &opening.set_aside, err);
	if (opening.db == NULL) {
		close(opening.lock_fd);
		free(opening.set_aside);
		return false;
	}
	*ret_opening = opening;
	return true;
}
