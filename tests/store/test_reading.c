/*
 * Reading while writing fails, hangs or has not happened yet: on the real loop
 * and a real file, whose disk is told what to do.
 */
#include "store/reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/mem.h"
#include "support/fault_vfs.h"
#include "support/temp_folder.h"

struct scene {
	struct temp_folder folder;
	struct loop *loop;
	struct store *store;
	struct error err;
	unsigned waits_for; /* dones until the loop stops */
	unsigned corrupt;   /* so often it was told */
	struct error corrupt_err;
};

static const struct store_options quick = {
    .vfs = FAULT_VFS_NAME,
    .batch_ms = 1,
    .max_batch = 100,
    .max_jobs = 100,
    .retry_first_ms = 5,
    .retry_most_ms = 20,
    .late_ms = 500,
    .stall_ms = 60000,
};

struct asked {
	struct scene *scene;
	const char *sql;
	int64_t value;
	bool is_write, is_done, is_ok;
	struct error err;
};

static void
on_corrupt(void *arg, const struct error *err)
{
	struct scene *scene = arg;

	scene->corrupt++;
	scene->corrupt_err = *err;
}

static void
begin_checking(struct scene *scene, int64_t check_max_bytes)
{
	struct store_options options = quick;

	options.directory = scene->folder.path;
	options.check_max_bytes = check_max_bytes;
	scene->store = store_open(&options, scene->loop, &scene->err);
	if (scene->store == NULL)
		fail_msg("%s", scene->err.message);
	store_on_corrupt(scene->store, on_corrupt, scene);
}

static void
begin(struct scene *scene)
{
	begin_checking(scene, 0);
}

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	fault_vfs_register();
	fault_vfs_heal();
	temp_folder_make(&scene->folder);
	scene->loop = loop_new();
	begin(scene);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	fault_vfs_heal();
	store_close(scene->store, 60000);
	loop_free(scene->loop);
	temp_folder_remove(&scene->folder);
	free(scene);
	return 0;
}

static bool
work(struct db *db, void *arg, struct error *err)
{
	struct asked *asked = arg;

	if (asked->is_write)
		return db_exec(db, asked->sql, err);
	return db_ask_int(db, asked->sql, -1, &asked->value, err);
}

static void
done(void *arg, bool is_ok, const struct error *err)
{
	struct asked *asked = arg;

	asked->is_done = true;
	asked->is_ok = is_ok;
	if (!is_ok)
		asked->err = *err;
	if (asked->scene->waits_for > 0 && --asked->scene->waits_for == 0)
		loop_stop(asked->scene->loop);
}

static void
submit(struct scene *scene, struct asked *asked, bool is_write)
{
	const struct store_job job = {.work = work, .done = done, .arg = asked};

	asked->scene = scene;
	asked->is_write = is_write;
	assert_true(is_write ? store_run(scene->store, &job)
			     : store_read(scene->store, &job));
}

static void
wait_for(struct scene *scene, unsigned count)
{
	scene->waits_for = count;
	loop_run(scene->loop);
}

static void
write_now(struct scene *scene, const char *sql)
{
	struct asked asked = {.sql = sql};

	submit(scene, &asked, true);
	wait_for(scene, 1);
	assert_true(asked.is_ok);
}

/* What it gives; it must be read. */
static int64_t
ask(struct scene *scene, const char *sql)
{
	struct asked asked = {.sql = sql};

	submit(scene, &asked, false);
	wait_for(scene, 1);
	if (!asked.is_ok)
		fail_msg("%s", asked.err.message);
	return asked.value;
}

static void
who_writes_and_then_asks_sees_it(void **state)
{
	struct scene *scene = *state;
	struct asked write = {.sql = "INSERT INTO meta VALUES ('a', 7)"};
	struct asked read = {.sql = "SELECT value FROM meta"};

	submit(scene, &write, true);
	submit(scene, &read, false);
	wait_for(scene, 2);
	assert_true(write.is_ok);
	assert_int_equal(read.value, 7);
}

static void
on_change(void *arg, bool is_failing, UNUSED const struct error *err)
{
	struct scene *scene = arg;

	if (is_failing)
		loop_stop(scene->loop);
}

static void
what_was_written_is_read_while_nothing_can_be(void **state)
{
	struct scene *scene = *state;
	struct asked write = {.sql = "UPDATE meta SET value = 8"};

	write_now(scene, "INSERT INTO meta VALUES ('a', 7)");
	assert_int_equal(store_stale_s(scene->store), 0);
	store_on_change(scene->store, on_change, scene);
	fault_vfs_set(FAULT_FULL, 0, -1);
	submit(scene, &write, true);
	loop_run(scene->loop);
	assert_true(store_is_failing(scene->store));
	assert_int_equal(ask(scene, "SELECT value FROM meta"), 7);
	assert_true(store_stale_s(scene->store) > 0);
	assert_false(write.is_done);

	fault_vfs_heal();
	wait_for(scene, 1);
	assert_true(write.is_ok);
	assert_int_equal(ask(scene, "SELECT value FROM meta"), 8);
	assert_int_equal(store_stale_s(scene->store), 0);
}

struct hang {
	pthread_mutex_t lock;
	struct scene *scene;
};

static bool
hang(UNUSED struct db *db, void *arg, UNUSED struct error *err)
{
	struct hang *held = arg;

	pthread_mutex_lock(&held->lock);
	pthread_mutex_unlock(&held->lock);
	return true;
}

static void
hang_done(void *arg, UNUSED bool is_ok, UNUSED const struct error *err)
{
	struct hang *held = arg;

	loop_stop(held->scene->loop);
}

/* It is not known yet that the disk hangs: that takes half a minute. But what
 * is read lacks what waits for it. */
static void
a_disk_that_hangs_holds_readers_for_a_second_and_is_said(void **state)
{
	struct scene *scene = *state;
	struct hang held = {PTHREAD_MUTEX_INITIALIZER, scene};
	const struct store_job job = {
	    .work = hang, .done = hang_done, .arg = &held};

	write_now(scene, "INSERT INTO meta VALUES ('a', 7)");
	pthread_mutex_lock(&held.lock);
	assert_true(store_run(scene->store, &job));
	assert_int_equal(ask(scene, "SELECT value FROM meta"), 7);
	assert_false(store_is_failing(scene->store));
	assert_true(store_stale_s(scene->store) > 0);
	pthread_mutex_unlock(&held.lock);
	loop_run(scene->loop);
	assert_int_equal(store_stale_s(scene->store), 0);
}

static void
nothing_is_written_by_who_reads(void **state)
{
	struct scene *scene = *state;
	struct asked asked = {.sql = "INSERT INTO meta VALUES ('a', 7) "
				     "RETURNING value"};

	submit(scene, &asked, false);
	wait_for(scene, 1);
	assert_false(asked.is_ok);
	assert_non_null(strstr(asked.err.message, "readonly"));
	assert_int_equal(ask(scene, "SELECT count(*) FROM meta"), 0);
}

static void
a_disk_that_cannot_be_read_is_said_and_tried_anew(void **state)
{
	struct scene *scene = *state;
	struct asked asked = {.sql = "SELECT count(*) FROM meta"};

	fault_vfs_set(FAULT_READ, 0, -1);
	submit(scene, &asked, false);
	wait_for(scene, 1);
	assert_false(asked.is_ok);
	fault_vfs_heal();
	assert_int_equal(ask(scene, "SELECT count(*) FROM meta"), 0);
}

/* A page of events, which the check of a large file does not look at. */
static void
begin_with_a_hole(struct scene *scene)
{
	char page[4096];
	int64_t number = 0;
	FILE *file;

	assert_true(db_ask_int(store_db(scene->store),
	    "SELECT rootpage FROM sqlite_schema WHERE name = 'event'", 0,
	    &number, &scene->err));
	assert_int_equal(store_close(TAKE(scene->store), 60000), 0);
	file = fopen(temp_folder_path(&scene->folder, "state.db"), "r+b");
	assert_non_null(file);
	memset(page, 0xa5, sizeof page);
	assert_int_equal(
	    fseek(file, (number - 1) * (long)sizeof page, SEEK_SET), 0);
	assert_int_equal(fwrite(page, sizeof page, 1, file), 1);
	assert_int_equal(fclose(file), 0);
	begin_checking(scene, 1);
	assert_null(store_set_aside(scene->store));
}

/* It can be written all the same, and nobody waits for a restart in vain. */
static void
what_only_a_reader_finds_corrupt_is_told_once_and_at_once(void **state)
{
	struct scene *scene = *state;
	struct asked asked = {.sql = "SELECT sum(length(payload)) FROM event"};
	struct asked again = {.sql = asked.sql};

	begin_with_a_hole(scene);
	submit(scene, &asked, false);
	wait_for(scene, 1);
	assert_false(asked.is_ok);
	assert_int_equal(scene->corrupt, 1);
	assert_int_equal(scene->corrupt_err.kind, ERROR_INVALID);
	assert_non_null(strstr(scene->corrupt_err.message, "malformed"));
	assert_false(store_is_failing(scene->store));
	write_now(scene, "INSERT INTO meta VALUES ('a', 7)");
	submit(scene, &again, false);
	wait_for(scene, 1);
	assert_false(again.is_ok);
	assert_int_equal(scene->corrupt, 1);
	assert_int_equal(ask(scene, "SELECT value FROM meta"), 7);

	assert_int_equal(store_close(TAKE(scene->store), 60000), 0);
	begin_checking(scene, 1);
	assert_non_null(store_set_aside(scene->store));
}

static void
stop_loop(void *arg)
{
	loop_stop(arg);
}

static void
what_a_writer_finds_corrupt_is_told_so_as_well(void **state)
{
	struct scene *scene = *state;
	struct asked asked = {.sql = "UPDATE event SET payload = ''"};

	begin_with_a_hole(scene);
	store_on_change(scene->store, on_change, scene);
	submit(scene, &asked, true);
	loop_run(scene->loop);
	assert_int_equal(scene->corrupt, 1);
	assert_int_equal(scene->corrupt_err.kind, ERROR_INVALID);
	assert_true(store_is_failing(scene->store));
	assert_int_equal(store_close(TAKE(scene->store), 60000), 1);
	assert_false(asked.is_ok);
	/* The loop had been posted to: its turn frees the store. */
	loop_post(scene->loop, stop_loop, scene->loop);
	loop_run(scene->loop);
	begin(scene);
	assert_non_null(store_set_aside(scene->store));
}

static const char endless_sql[] =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    "SELECT count(*) FROM n";

/* The end comes in the middle of what takes for ever, and behind it. */
static void
what_is_being_read_does_not_hold_up_the_end(void **state)
{
	struct scene *scene = *state;
	struct asked endless = {.sql = endless_sql};
	struct asked behind = {.sql = "SELECT count(*) FROM meta"};

	submit(scene, &endless, false);
	submit(scene, &behind, false);
	assert_int_equal(store_close(TAKE(scene->store), 60000), 0);
	assert_true(endless.is_done && behind.is_done);
	assert_false(endless.is_ok || behind.is_ok);
	assert_string_equal(behind.err.message, "the store was closed");
	begin(scene);
}

/* Opened while it could only be read: the connection is the writer's, which
 * would wait for it, too. */
static void
begin_read_only(struct scene *scene, int64_t stall_ms)
{
	struct store_options options = quick;

	store_close(TAKE(scene->store), 60000);
	options.directory = scene->folder.path;
	options.stall_ms = stall_ms;
	fault_vfs_set(FAULT_WRITE, 0, -1);
	scene->store = store_open(&options, scene->loop, &scene->err);
	if (scene->store == NULL)
		fail_msg("%s", scene->err.message);
}

static void
what_takes_for_ever_is_given_up_even_of_who_can_only_read(void **state)
{
	struct scene *scene = *state;
	struct asked endless = {.sql = endless_sql};
	struct asked write = {.sql = "INSERT INTO meta VALUES ('a', 7)"};

	begin_read_only(scene, 200);
	submit(scene, &endless, false);
	wait_for(scene, 1);
	assert_false(endless.is_ok);
	assert_non_null(strstr(endless.err.message, "took longer"));
	/* What is left of it holds up nobody. */
	assert_int_equal(ask(scene, "SELECT count(*) FROM meta"), 0);
	fault_vfs_heal();
	submit(scene, &write, true);
	wait_for(scene, 1);
	assert_true(write.is_ok);
	assert_int_equal(ask(scene, "SELECT value FROM meta"), 7);
}

static void
who_can_only_read_does_not_hold_up_the_end_either(void **state)
{
	struct scene *scene = *state;
	struct asked endless = {.sql = endless_sql};

	begin_read_only(scene, 60000);
	submit(scene, &endless, false);
	assert_int_equal(store_close(TAKE(scene->store), 60000), 0);
	assert_true(endless.is_done);
	assert_false(endless.is_ok);
	fault_vfs_heal();
	begin(scene);
}

struct follower {
	struct store *store;
	struct asked asked; /* is never read */
	bool is_done, is_taken;
};

static bool
write_nothing(UNUSED struct db *db, UNUSED void *arg, UNUSED struct error *err)
{
	return true;
}

static void
ask_on(void *arg, UNUSED bool is_ok, UNUSED const struct error *err)
{
	struct follower *follower = arg;
	const struct store_job job = {
	    .work = work, .done = done, .arg = &follower->asked};

	follower->is_done = true;
	follower->is_taken = store_read(follower->store, &job);
}

/* Who hears only then that something was written. */
static void
who_asks_at_the_end_is_refused(void **state)
{
	struct scene *scene = *state;
	struct follower follower = {.store = scene->store};
	const struct store_job job = {
	    .work = write_nothing, .done = ask_on, .arg = &follower};

	assert_true(store_run(scene->store, &job));
	assert_int_equal(store_close(TAKE(scene->store), 60000), 0);
	assert_true(follower.is_done);
	assert_false(follower.is_taken);
}

static bool
left_open(struct db *db, void *arg, struct error *err)
{
	struct asked *asked = arg;
	struct db_statement *row = db_statement(db, asked->sql, err);

	return row != NULL && db_step(row, err) == DB_ROW;
}

/* Else no checkpoint would come past it any more. */
static void
a_snapshot_ends_with_its_job(void **state)
{
	struct scene *scene = *state;
	struct asked asked = {.scene = scene, .sql = "SELECT name FROM meta"};
	const struct store_job job = {
	    .work = left_open, .done = done, .arg = &asked};

	write_now(scene, "INSERT INTO meta VALUES ('a', 1), ('b', 2)");
	assert_true(store_read(scene->store, &job));
	wait_for(scene, 1);
	assert_true(asked.is_ok);
	write_now(scene, "UPDATE meta SET value = 3");
	assert_int_equal(ask(scene, "SELECT min(value) FROM meta"), 3);
}

/* Two that read by turns, so that always one has a snapshot. */
struct crowd {
	struct scene *scene;
	_Atomic bool is_over;
	unsigned turns;
	bool is_ok;
	unsigned left; /* to be written */
};

static void *
read_by_turns(void *arg)
{
	struct crowd *crowd = arg;
	const struct db_options options = {
	    .path = temp_folder_path(&crowd->scene->folder, "state.db"),
	    .is_read_only = true,
	    .busy_ms = 60000,
	};
	struct error err = ERROR_INIT;
	struct db *both[] = {db_open(&options, &err), db_open(&options, &err)};
	int64_t count;

	crowd->is_ok = both[0] != NULL && both[1] != NULL;
	while (crowd->is_ok && !crowd->is_over) {
		struct db *next = both[crowd->turns++ % 2];

		crowd->is_ok = db_exec(next, "BEGIN", &err) &&
		    db_ask_int(
			next, "SELECT count(*) FROM meta", 0, &count, &err);
		db_end_reading(both[crowd->turns % 2]);
	}
	db_close(both[0]);
	db_close(both[1]);
	return NULL;
}

static bool
fill(struct db *db, UNUSED void *arg, struct error *err)
{
	return db_exec(db, "UPDATE meta SET value = randomblob(1000000)", err);
}

static void keep_filling(struct crowd *crowd);

static void
on_filled(void *arg, bool is_ok, UNUSED const struct error *err)
{
	struct crowd *crowd = arg;

	assert_true(is_ok);
	if (--crowd->left > 0)
		keep_filling(crowd);
	else
		loop_stop(crowd->scene->loop);
}

static void
keep_filling(struct crowd *crowd)
{
	const struct store_job job = {
	    .work = fill, .done = on_filled, .arg = crowd};

	assert_true(store_run(crowd->scene->store, &job));
}

/* 200 MB are written while always somebody reads. */
static void
readers_without_end_do_not_let_the_log_grow(void **state)
{
	struct scene *scene = *state;
	struct crowd crowd = {.scene = scene, .left = 200};
	pthread_t thread;
	struct stat log;

	write_now(scene, "INSERT INTO meta VALUES ('a', 1)");
	assert_int_equal(
	    pthread_create(&thread, NULL, read_by_turns, &crowd), 0);
	keep_filling(&crowd);
	loop_run(scene->loop);
	crowd.is_over = true;
	pthread_join(thread, NULL);
	assert_true(crowd.is_ok);
	assert_int_equal(
	    stat(temp_folder_path(&scene->folder, "state.db-wal"), &log), 0);
	print_message("%u turns, %lld bytes of WAL\n", crowd.turns,
	    (long long)log.st_size);
	assert_true(log.st_size < 60 << 20);
}

int
main(void)
{
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    CLAIM(who_writes_and_then_asks_sees_it),
	    CLAIM(what_was_written_is_read_while_nothing_can_be),
	    CLAIM(a_disk_that_hangs_holds_readers_for_a_second_and_is_said),
	    CLAIM(nothing_is_written_by_who_reads),
	    CLAIM(a_disk_that_cannot_be_read_is_said_and_tried_anew),
	    CLAIM(what_only_a_reader_finds_corrupt_is_told_once_and_at_once),
	    CLAIM(what_a_writer_finds_corrupt_is_told_so_as_well),
	    CLAIM(what_is_being_read_does_not_hold_up_the_end),
	    CLAIM(what_takes_for_ever_is_given_up_even_of_who_can_only_read),
	    CLAIM(who_can_only_read_does_not_hold_up_the_end_either),
	    CLAIM(who_asks_at_the_end_is_refused),
	    CLAIM(a_snapshot_ends_with_its_job),
	    CLAIM(readers_without_end_do_not_let_the_log_grow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
