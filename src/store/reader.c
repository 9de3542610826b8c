/* The daemon's store for a command; see reader.h. */
#include "store/reader.h"

#include <unistd.h>

#include "base/mem.h"
#include "store/folder.h"
#include "store/schema.h"

#define BUSY_MS 5000 /* a transaction of the daemon's takes less */

bool
reader_check_version(struct db *db, struct error *err)
{
	int64_t version = 0;

	if (!db_ask_int(db, "PRAGMA user_version", 0, &version, err))
		return false;
	return version == schema_version() ||
	    error_set(err, ERROR_INVALID,
		"%s has version %lld, this program knows %d: it is not that of "
		"the daemon",
		db_path(db), (long long)version, schema_version());
}

struct db *
reader_open(const char *directory, bool is_read_only, struct error *err)
{
	CLEANUP(free)
	char *path = mem_printf("%s/%s", directory, FOLDER_DATABASE);
	const struct db_options options = {
	    .path = path,
	    .is_read_only = is_read_only,
	    .busy_ms = BUSY_MS,
	};

	CLEANUP(db_close) struct db *db = NULL;

	/* It is not for us to make one. */
	if (access(path, is_read_only ? R_OK : R_OK | W_OK) != 0) {
		error_set_errno(err, "%s", path);
		return NULL;
	}
	db = db_open(&options, err);
	if (db == NULL || !reader_check_version(db, err))
		return NULL;
	return TAKE(db);
}
