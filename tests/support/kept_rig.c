/* A monitor with a store; see kept_rig.h. */
#include "support/kept_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "monitor/numbering.h"
#include "store/load.h"
#include "store/sequence.h"

static void
on_store_change(void *arg, bool is_failing, const struct error *err)
{
	struct kept_rig *kept = arg;

	monitor_store_changed(kept->rig->monitor, is_failing, err);
}

static void
open_store(struct kept_rig *kept, struct loaded *ret_loaded)
{
	struct store_options options = store_options_default;
	struct commit_store_options commits = {.max_events = kept->max_events};
	struct error err = ERROR_INIT;

	options.directory = kept->folder.path;
	options.vfs = FAULT_VFS_NAME;
	options.is_inline = true;
	options.now = clock_wall_s(&kept->rig->clock);
	kept->store = store_open(&options, kept->rig->loop, &err);
	if (kept->store == NULL)
		fail_msg("%s", err.message);
	if (!load_all(store_db(kept->store), ret_loaded, &err))
		fail_msg("%s", err.message);
	commits.last_sequence = ret_loaded->last_sequence;
	commits.reserved = ret_loaded->last_sequence + NUMBERING_RESERVE;
	assert_true(
	    sequence_reserve(store_db(kept->store), commits.reserved, &err));
	kept->commits = commit_store_new(
	    kept->store, kept->rig->loop, &kept->rig->clock, &commits);
	kept->rig->into_store = kept->commits;
}

void
kept_rig_start(struct kept_rig *kept)
{
	struct loaded loaded = {0};

	open_store(kept, &loaded);
	rig_start_monitor(kept->rig);
	store_on_change(kept->store, on_store_change, kept);
	rig_apply(kept->rig);
	monitor_restore(kept->rig->monitor, &loaded);
	loaded_clear(&loaded);
}

/* The order in which the daemon goes down. */
static void
end(struct kept_rig *kept)
{
	if (kept->store == NULL)
		return;
	store_off_change(kept->store, on_store_change, kept);
	rig_stop_monitor(kept->rig);
	commit_store_free(TAKE(kept->commits));
	store_close(TAKE(kept->store), 1000);
	kept->rig->into_store = NULL;
}

void
kept_rig_stop(struct kept_rig *kept)
{
	end(kept);
}

void
kept_rig_kill(struct kept_rig *kept)
{
	fault_vfs_set(FAULT_WRITE, 0, -1);
	end(kept);
	fault_vfs_heal();
}

struct kept_rig *
kept_rig_new(void)
{
	struct kept_rig *kept = MEM_NEW(struct kept_rig);

	fault_vfs_register();
	fault_vfs_heal();
	temp_folder_make(&kept->folder);
	kept->rig = rig_new(NULL);
	rig_stop_monitor(kept->rig);
	return kept;
}

void
kept_rig_free(struct kept_rig *kept)
{
	fault_vfs_heal();
	end(kept);
	rig_free(kept->rig);
	temp_folder_remove(&kept->folder);
	free(kept);
}

static struct db *
open_beside(struct kept_rig *kept)
{
	const struct db_options options = {
	    .path = temp_folder_path(&kept->folder, "state.db"),
	    .is_read_only = true,
	};
	struct error err = ERROR_INIT;
	struct db *db = db_open(&options, &err);

	if (db == NULL)
		fail_msg("%s", err.message);
	return db;
}

int64_t
kept_rig_ask(struct kept_rig *kept, const char *sql)
{
	CLEANUP(db_close) struct db *db = open_beside(kept);
	struct error err = ERROR_INIT;
	int64_t value = -1;

	if (!db_ask_int(db, sql, 0, &value, &err))
		fail_msg("%s", err.message);
	return value;
}

/* What is hushed is kept, and told to nobody. */
void
kept_rig_told_is_stored(struct kept_rig *kept)
{
	CLEANUP(db_close) struct db *db = open_beside(kept);
	struct error err = ERROR_INIT;
	struct db_statement *statement = db_statement(db,
	    "SELECT sequence, id FROM event WHERE hushed IS NULL "
	    "ORDER BY sequence",
	    &err);

	assert_non_null(statement);
	ARRAY_EACH (event, &kept->rig->events) {
		assert_int_equal(db_step(statement, &err), DB_ROW);
		assert_int_equal(db_int(statement, 0), (*event)->sequence);
		assert_string_equal(db_text(statement, 1), (*event)->id);
	}
	assert_int_equal(db_step(statement, &err), DB_END);
}

bool
kept_rig_is_whole(struct kept_rig *kept)
{
	return kept_rig_ask(kept,
		   "SELECT group_concat(integrity_check) = 'ok' "
		   "FROM pragma_integrity_check") == 1;
}

int
kept_rig_set_up(void **state)
{
	*state = kept_rig_new();
	return 0;
}

int
kept_rig_tear_down(void **state)
{
	kept_rig_free(*state);
	return 0;
}
