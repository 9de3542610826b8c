/*
 * The store on a file system that fails: each single write, sync or read of a
 * short story in turn, and everything for a while. What must hold each time:
 * no job is lost, done twice or written in part, the file is whole.
 */
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/mem.h"
#include "store/schema.h"
#include "support/fault_vfs.h"
#include "support/temp_folder.h"

#define JOBS 12
/* More operations than the story has: a sweep that gets here does not end. */
#define SWEEP_MOST 500

struct scene {
	struct temp_folder folder;
	struct loop *loop;
	struct store *store;
	struct error err;
	unsigned done, failed, order_faults, began, ended;
};

/* One row, which says whose it is and fills a page, so that much is written. */
struct row {
	struct scene *scene;
	int number;
};

static const struct store_options quick = {
    .vfs = FAULT_VFS_NAME,
    .batch_ms = 1,
    .max_batch = 3,
    .max_jobs = 100,
    .retry_first_ms = 1,
    .retry_most_ms = 4,
    .stall_ms = 60000,
};

static void
on_change(void *arg, bool is_failing, const struct error *err)
{
	struct scene *scene = arg;

	if (!is_failing) {
		scene->ended++;
		return;
	}
	scene->began++;
	assert_true(err->message[0] != '\0');
}

static bool
open_store(struct scene *scene)
{
	struct store_options options = quick;

	options.directory = scene->folder.path;
	scene->store = store_open(&options, scene->loop, &scene->err);
	if (scene->store == NULL)
		return false;
	store_on_change(scene->store, on_change, scene);
	return true;
}

static void
begin(struct scene *scene)
{
	*scene = (struct scene){0};
	fault_vfs_register();
	fault_vfs_heal();
	temp_folder_make(&scene->folder);
	scene->loop = loop_new();
}

static void
end(struct scene *scene)
{
	fault_vfs_heal();
	store_close(scene->store, 5000);
	loop_free(scene->loop);
	temp_folder_remove(&scene->folder);
}

static bool
write_row(struct db *db, void *arg, struct error *err)
{
	const struct row *row = arg;
	struct db_statement *statement = db_statement(
	    db, "INSERT INTO meta VALUES (?, ? || hex(randomblob(3000)))", err);

	if (statement == NULL)
		return false;
	db_bind_int(statement, 1, 100 + row->number);
	db_bind_int(statement, 2, row->number);
	return db_run(statement, err);
}

static void
row_done(void *arg, bool is_ok, const struct error *err)
{
	struct row *row = arg;
	struct scene *scene = row->scene;

	if (row->number != (int)scene->done)
		scene->order_faults++;
	scene->failed += !is_ok;
	if (++scene->done == JOBS)
		loop_stop(scene->loop);
}

static void
submit(struct scene *scene, struct row rows[JOBS])
{
	for (int i = 0; i < JOBS; i++) {
		const struct store_job job = {
		    .work = write_row,
		    .done = row_done,
		    .arg = &rows[i],
		    .is_durable = i % 2 == 0,
		};

		rows[i] = (struct row){.scene = scene, .number = i};
		assert_true(store_run(scene->store, &job));
	}
}

/* By SQLite's own VFS, after the store has closed it. */
static int64_t
ask(struct scene *scene, const char *sql)
{
	const struct db_options options = {
	    .path = temp_folder_path(&scene->folder, "state.db"),
	    .is_read_only = true,
	};
	CLEANUP(db_close) struct db *db = db_open(&options, &scene->err);
	int64_t value = -1;

	assert_non_null(db);
	assert_true(db_ask_int(db, sql, 0, &value, &scene->err));
	return value;
}

static void
is_whole(struct scene *scene)
{
	assert_int_equal(ask(scene,
			     "SELECT group_concat(integrity_check) = 'ok' "
			     "FROM pragma_integrity_check"),
	    1);
}

static void
has_all_rows(struct scene *scene)
{
	static const char wrong[] =
	    "SELECT count(*) FROM meta WHERE length(value) <= 6000 OR "
	    "name - 100 <> "
	    "CAST(substr(value, 1, length(value) - 6000) AS INTEGER)";

	is_whole(scene);
	assert_int_equal(ask(scene, "SELECT count(*) FROM meta"), JOBS);
	assert_int_equal(ask(scene, wrong), 0);
}

/* false: the story has fewer operations than that, none failed. */
static bool
play(enum fault fault, long after, long many)
{
	struct scene scene;
	struct row rows[JOBS];
	bool is_hit;

	begin(&scene);
	assert_true(open_store(&scene));
	fault_vfs_set(fault, after, many);
	submit(&scene, rows);
	loop_run(scene.loop);
	is_hit = fault_vfs_failed() > 0;
	assert_int_equal(scene.done, JOBS);
	assert_int_equal(scene.failed, 0);
	assert_int_equal(scene.order_faults, 0);
	fault_vfs_heal();
	assert_int_equal(store_close(TAKE(scene.store), 5000), 0);
	assert_true(
	    scene.began == scene.ended || scene.began == scene.ended + 1);
	has_all_rows(&scene);
	end(&scene);
	return is_hit;
}

static void
sweep(enum fault fault, long many, long least)
{
	long after = 0;

	while (play(fault, after, many)) {
		after += many;
		assert_true(after < SWEEP_MOST);
	}
	print_message(
	    "%s: %ld operations failed in turn\n", fault_names[fault], after);
	assert_true(after >= least);
}

static void
any_write_may_find_the_disk_full(void **state)
{
	sweep(FAULT_FULL, 1, 10);
	sweep(FAULT_FULL, 5, 10);
}

static void
any_write_may_fail(void **state)
{
	sweep(FAULT_WRITE, 1, 10);
	sweep(FAULT_WRITE, 5, 10);
}

static void
any_write_may_end_in_its_middle(void **state)
{
	sweep(FAULT_SHORT_WRITE, 1, 10);
	sweep(FAULT_SHORT_WRITE, 5, 10);
}

static void
any_sync_may_fail(void **state)
{
	sweep(FAULT_SYNC, 1, 2);
	sweep(FAULT_SYNC, 2, 2);
}

static void
stop(void *arg)
{
	loop_stop(arg);
}

static void
run_for(struct scene *scene, int64_t ms)
{
	struct loop_timer *timer =
	    loop_timer_new(scene->loop, stop, scene->loop);

	loop_timer_set(timer, ms);
	loop_run(scene->loop);
	loop_timer_free(timer);
}

static void
while_it_fails_nothing_is_done_and_afterwards_all(void **state)
{
	struct scene scene;
	struct row rows[JOBS];

	begin(&scene);
	assert_true(open_store(&scene));
	fault_vfs_set(FAULT_FULL, 0, -1);
	submit(&scene, rows);
	run_for(&scene, 60);
	assert_int_equal(scene.done, 0);
	assert_int_equal(scene.began, 1);
	assert_int_equal(scene.ended, 0);
	assert_true(store_is_failing(scene.store));
	assert_true(fault_vfs_failed() >= 3);

	fault_vfs_heal();
	loop_run(scene.loop);
	assert_int_equal(scene.done, JOBS);
	assert_int_equal(scene.failed, 0);
	assert_int_equal(scene.order_faults, 0);
	store_close(TAKE(scene.store), 5000);
	has_all_rows(&scene);
	end(&scene);
}

static void
what_it_cannot_write_at_the_end_is_counted_and_the_file_whole(void **state)
{
	static const enum fault faults[] = {
	    FAULT_FULL, FAULT_WRITE, FAULT_SHORT_WRITE};

	for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
		struct scene scene;
		struct row rows[JOBS];
		size_t lost;

		begin(&scene);
		assert_true(open_store(&scene));
		fault_vfs_set(faults[i], 7, -1);
		submit(&scene, rows);
		lost = store_close(TAKE(scene.store), 50);
		fault_vfs_heal();
		assert_true(lost > 0);
		assert_int_equal(scene.failed, lost);
		assert_int_equal(scene.done, JOBS);
		is_whole(&scene);
		assert_int_equal(
		    ask(&scene, "SELECT count(*) FROM meta"), JOBS - lost);
		end(&scene);
	}
}

/* Opened while something fails: it works or is refused, and neither way is a
 * good file taken for a corrupt one or changed. false: nothing failed. */
static bool
open_under(enum fault fault, long after, long many)
{
	struct scene scene;
	struct row rows[JOBS];
	bool is_hit, is_open;

	begin(&scene);
	assert_true(open_store(&scene));
	submit(&scene, rows);
	loop_run(scene.loop);
	store_close(TAKE(scene.store), 5000);

	fault_vfs_set(fault, after, many);
	is_open = open_store(&scene);
	is_hit = fault_vfs_failed() > 0;
	fault_vfs_heal();
	if (is_open) {
		assert_null(store_set_aside(scene.store));
		store_close(TAKE(scene.store), 5000);
	} else {
		assert_true(is_hit);
		assert_true(scene.err.message[0] != '\0');
	}
	has_all_rows(&scene);
	assert_true(open_store(&scene));
	assert_null(store_set_aside(scene.store));
	end(&scene);
	return is_hit;
}

static int64_t
stored(struct scene *scene, const char *sql)
{
	int64_t value = -1;

	assert_true(
	    db_ask_int(store_db(scene->store), sql, 0, &value, &scene->err));
	return value;
}

/* before: the file is there, and this is in it. */
static void
begin_while_it_cannot_be_written(enum fault fault, bool is_fresh)
{
	struct scene scene;
	struct row rows[JOBS];

	begin(&scene);
	if (!is_fresh) {
		assert_true(open_store(&scene));
		assert_true(db_exec(store_db(scene.store),
		    "INSERT INTO sink VALUES ('before', 4711)", &scene.err));
		store_close(TAKE(scene.store), 5000);
	}
	fault_vfs_set(fault, 0, -1);
	assert_true(open_store(&scene));
	/* It is read: nobody begins from nothing. */
	assert_int_equal(
	    stored(&scene, "SELECT cursor FROM sink WHERE name = 'before'"),
	    is_fresh ? 0 : 4711);
	assert_int_equal(stored(&scene, "SELECT count(*) FROM incident"), 0);
	submit(&scene, rows);
	run_for(&scene, 60);
	assert_true(store_is_failing(scene.store));
	assert_int_equal(scene.done, 0);

	fault_vfs_heal();
	loop_run(scene.loop);
	assert_false(store_is_failing(scene.store));
	assert_int_equal(scene.failed, 0);
	store_close(TAKE(scene.store), 5000);
	has_all_rows(&scene);
	end(&scene);
}

static void
a_disk_that_cannot_be_written_at_the_start_is_waited_for(void **state)
{
	static const enum fault faults[] = {FAULT_FULL, FAULT_WRITE, FAULT_SHM};

	(void)state;
	for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
		print_message("%s\n", fault_names[faults[i]]);
		begin_while_it_cannot_be_written(faults[i], false);
		begin_while_it_cannot_be_written(faults[i], true);
	}
}

/* Who begins from nothing tells all of it again. */
static void
what_cannot_be_read_is_refused(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	assert_true(open_store(&scene));
	store_close(TAKE(scene.store), 5000);
	fault_vfs_set(FAULT_READ, 0, -1);
	assert_false(open_store(&scene));
	assert_non_null(strstr(scene.err.message, "cannot be read"));
	end(&scene);
}

/* It can be read well, by who wrote it: that is not what is wrong. */
static void
an_upgrade_that_cannot_be_written_is_said_to_be_that(void **state)
{
	struct scene scene;
	struct db *db;

	(void)state;
	begin(&scene);
	db = db_open(&(struct db_options){.path = temp_folder_path(
					      &scene.folder, "state.db")},
	    &scene.err);
	assert_non_null(db);
	assert_true(db_exec(db, "PRAGMA journal_mode = WAL", &scene.err));
	assert_true(schema_migrate_to(db, schema_version() - 1, &scene.err));
	db_close(db);
	fault_vfs_set(FAULT_FULL, 0, -1);
	assert_false(open_store(&scene));
	assert_non_null(strstr(scene.err.message, "cannot be upgraded"));
	assert_non_null(strstr(scene.err.message, "is full"));
	assert_null(strstr(scene.err.message, "cannot be read"));

	fault_vfs_heal();
	assert_true(open_store(&scene));
	assert_int_equal(
	    stored(&scene, "PRAGMA user_version"), schema_version());
	end(&scene);
}

static void
a_fault_while_opening_is_not_taken_for_damage(void **state)
{
	static const enum fault faults[] = {
	    FAULT_READ, FAULT_FULL, FAULT_WRITE, FAULT_SYNC, FAULT_SHM};

	for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
		static const long many[] = {1, -1};

		for (size_t k = 0; k < 2; k++) {
			long after = 0;

			while (open_under(faults[i], after, many[k]))
				assert_true(++after < SWEEP_MOST);
			print_message("opening, %s: %ld operations\n",
			    fault_names[faults[i]], after);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(any_write_may_find_the_disk_full),
	    cmocka_unit_test(any_write_may_fail),
	    cmocka_unit_test(any_write_may_end_in_its_middle),
	    cmocka_unit_test(any_sync_may_fail),
	    cmocka_unit_test(while_it_fails_nothing_is_done_and_afterwards_all),
	    cmocka_unit_test(
		what_it_cannot_write_at_the_end_is_counted_and_the_file_whole),
	    cmocka_unit_test(
		a_disk_that_cannot_be_written_at_the_start_is_waited_for),
	    cmocka_unit_test(what_cannot_be_read_is_refused),
	    cmocka_unit_test(
		an_upgrade_that_cannot_be_written_is_said_to_be_that),
	    cmocka_unit_test(a_fault_while_opening_is_not_taken_for_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
