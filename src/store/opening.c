/* From a directory to a database; see opening.h. */
#include "store/opening.h"

#include <unistd.h>

#include "base/mem.h"
#include "store/check.h"
#include "store/folder.h"
#include "store/schema.h"

#define BUSY_MS 5000 /* a reader's checkpoint, a backup */

/* auto_vacuum counts only before there are tables. */
static const char pragmas[] = "PRAGMA auto_vacuum = INCREMENTAL;"
			      "PRAGMA journal_mode = WAL;"
			      "PRAGMA journal_size_limit = 16777216;"
			      "PRAGMA synchronous = NORMAL;"
			      "PRAGMA temp_store = MEMORY;"
			      "PRAGMA cache_size = -512;";

const struct store_options store_options_default = {
    .batch_ms = 50,
    .max_batch = 512,
    .max_jobs = 4096,
    .retry_first_ms = 250,
    .retry_most_ms = 30000,
    .late_ms = 5000,
    .stall_ms = 30000,
    .check_max_bytes = 256 << 20,
    .check_first_bytes = 8 << 20,
};

static struct db *
open_file(const struct opening *opening, struct error *err)
{
	const struct db_options options = {
	    .path = opening->path,
	    .vfs = opening->vfs,
	    .busy_ms = BUSY_MS,
	};

	return db_open(&options, err);
}

struct outcome {
	bool is_damaged;
	bool may_pass;	   /* the disk's fault rather than the file's */
	bool is_unchecked; /* that may wait */
};

/* Now, unless it may wait. */
static bool
check_now(struct db *db, const struct opening *opening, struct outcome *outcome,
    struct error *err)
{
	if (!check_is_long(
		db, opening->first_max_bytes, &outcome->is_unchecked, err))
		return false;
	return outcome->is_unchecked ||
	    check_file(db, opening->whole_max_bytes, &outcome->is_damaged, err);
}

static struct db *
try_open(const struct opening *opening, struct outcome *ret_outcome,
    struct error *err)
{
	CLEANUP(db_close) struct db *db = open_file(opening, err);

	*ret_outcome = (struct outcome){.may_pass = db == NULL};
	if (db == NULL)
		return NULL;
	if (db_exec(db, pragmas, err) &&
	    check_now(db, opening, ret_outcome, err) &&
	    schema_migrate(db, err)) {
		db_keep_log_short(db);
		return TAKE(db);
	}
	ret_outcome->is_damaged |= db_trouble_is_damage(db_trouble(db));
	ret_outcome->may_pass =
	    !ret_outcome->is_damaged && db_trouble_may_pass(db_trouble(db));
	return NULL;
}

/* What a fresh file would be like, had it been written. */
static struct db *
open_nothing(struct error *err)
{
	const struct db_options options = {.path = ":memory:"};
	CLEANUP(db_close) struct db *db = db_open(&options, err);

	if (db == NULL || !schema_migrate(db, err) ||
	    !db_exec(db, "PRAGMA query_only = 1", err))
		return NULL;
	return TAKE(db);
}

/* Alone with the file SQLite needs no room for what readers would share. What
 * is older has to be written before it is read. */
static struct db *
open_to_read(
    const struct opening *opening, bool *ret_is_older, struct error *err)
{
	CLEANUP(db_close) struct db *db = open_file(opening, err);
	bool is_damaged = false;
	int64_t version;

	*ret_is_older = false;
	if (db == NULL ||
	    !db_exec(db,
		"PRAGMA locking_mode = EXCLUSIVE; PRAGMA query_only = 1;"
		"PRAGMA temp_store = MEMORY",
		err) ||
	    !check_file(db, opening->whole_max_bytes, &is_damaged, err) ||
	    !db_ask_int(db, "PRAGMA user_version", 0, &version, err))
		return NULL;
	if (version == 0)
		return open_nothing(err);
	if (version == schema_version())
		return TAKE(db);
	*ret_is_older = true;
	error_set(
	    err, ERROR_SYSTEM, "%s is of an older version", opening->path);
	return NULL;
}

static bool
open_somehow(struct opening *opening, int64_t now, struct error *err)
{
	struct error second = ERROR_INIT;
	struct outcome outcome;
	bool is_older;

	if (folder_is_suspect(opening->path))
		outcome = (struct outcome){.is_damaged = true};
	else
		opening->db = try_open(opening, &outcome, err);
	if (outcome.is_damaged) {
		opening->set_aside = folder_set_aside(opening->path, now, err);
		if (opening->set_aside == NULL ||
		    !folder_touch(opening->path, err))
			return false;
		opening->db = try_open(opening, &outcome, err);
	}
	if (opening->db == NULL && outcome.may_pass) {
		opening->db = open_to_read(opening, &is_older, &second);
		opening->is_read_only = opening->db != NULL;
		if (opening->db == NULL)
			error_prefix(err,
			    "%s, and a start without it would tell all of it "
			    "again",
			    is_older ? "what was stored cannot be upgraded"
				     : "what was stored cannot be read");
	}
	opening->is_unchecked = outcome.is_unchecked && !opening->is_read_only;
	/* Whoever opens it again has time. */
	opening->first_max_bytes = 0;
	return opening->db != NULL;
}

void
opening_clear(struct opening *opening)
{
	db_close(opening->db);
	if (opening->lock_fd >= 0)
		close(opening->lock_fd);
	free(opening->set_aside);
	free(opening->path);
	free(opening->vfs);
	pthread_mutex_destroy(&opening->guard);
	*opening = (struct opening){.lock_fd = -1};
}

bool
opening_do(const struct store_options *options, struct opening *ret_opening,
    struct error *err)
{
	*ret_opening = (struct opening){.lock_fd = -1};
	if (!folder_take(options->directory, &ret_opening->lock_fd, err))
		return false;
	pthread_mutex_init(&ret_opening->guard, NULL);
	ret_opening->path =
	    mem_printf("%s/%s", options->directory, FOLDER_DATABASE);
	ret_opening->whole_max_bytes = options->check_max_bytes;
	ret_opening->first_max_bytes = options->check_first_bytes;
	if (options->vfs != NULL)
		ret_opening->vfs = mem_strdup(options->vfs);
	if (folder_touch(ret_opening->path, err) &&
	    open_somehow(ret_opening, options->now, err))
		return true;
	opening_clear(ret_opening);
	return false;
}

bool
opening_read_again(struct opening *opening, struct error *err)
{
	bool is_older;

	if (opening->db == NULL)
		opening->db = open_to_read(opening, &is_older, err);
	return opening->db != NULL;
}

void
opening_note_damage(struct opening *opening, const struct error *err)
{
	folder_suspect(opening->path);
	pthread_mutex_lock(&opening->guard);
	opening->is_damaged = true;
	opening->damage = *err;
	opening->damage.kind = ERROR_INVALID;
	pthread_mutex_unlock(&opening->guard);
}

static bool
is_sound(struct opening *opening, struct error *err)
{
	bool is_damaged;

	pthread_mutex_lock(&opening->guard);
	is_damaged = opening->is_damaged;
	if (is_damaged)
		*err = opening->damage;
	pthread_mutex_unlock(&opening->guard);
	return !is_damaged;
}

bool
opening_finish(struct opening *opening, struct error *err)
{
	struct outcome outcome;

	if (!is_sound(opening, err))
		return false;
	if (!opening->is_read_only)
		return true;
	pthread_mutex_lock(&opening->guard);
	/* It holds a lock that would keep us out. */
	db_close(TAKE(opening->db));
	opening->db = try_open(opening, &outcome, err);
	opening->is_read_only = opening->db == NULL;
	if (opening->db == NULL)
		err->kind = outcome.is_damaged ? ERROR_INVALID : ERROR_SYSTEM;
	if (opening->db == NULL && outcome.is_damaged)
		folder_suspect(opening->path);
	pthread_mutex_unlock(&opening->guard);
	return opening->db != NULL;
}
