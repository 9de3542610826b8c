/* The queue, the thread and the retries: on the real loop and a real file. */
#include "store/store.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/mem.h"
#include "support/temp_folder.h"

struct scene {
	struct temp_folder folder;
	struct loop *loop;
	struct store *store;
	struct error err;
	char order[128];
	unsigned waits_for; /* dones until the loop stops */
	unsigned failed, changes;
	bool is_failing;
	struct error last_err;
};

struct work {
	struct scene *scene;
	char name;
	const char *_Atomic sql; /* the store's thread reads it */
	unsigned runs;
	struct db *other;	/* unlocked by the first failure */
	bool is_wrong_for_good; /* its own fault, not the store's */
};

static const struct store_options quick = {
    .batch_ms = 5,
    .max_batch = 100,
    .max_jobs = 100,
    .retry_first_ms = 5,
    .retry_most_ms = 20,
    .stall_ms = 60000,
};

static void
begin(struct scene *scene, struct store_options options)
{
	options.directory = scene->folder.path;
	scene->store = store_open(&options, scene->loop, &scene->err);
	if (scene->store == NULL)
		fail_msg("%s", scene->err.message);
}

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	temp_folder_make(&scene->folder);
	scene->loop = loop_new();
	begin(scene, quick);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	store_close(scene->store, 5000);
	loop_free(scene->loop);
	temp_folder_remove(&scene->folder);
	free(scene);
	return 0;
}

static bool
work(struct db *db, void *arg, struct error *err)
{
	struct work *work = arg;

	work->runs++;
	if (work->is_wrong_for_good)
		return error_set(err, ERROR_INVALID, "wrong for good");
	return db_exec(db, work->sql, err);
}

static void
done(void *arg, bool is_ok, const struct error *err)
{
	struct work *work = arg;
	struct scene *scene = work->scene;

	scene->order[strlen(scene->order)] = work->name;
	if (!is_ok) {
		scene->failed++;
		scene->last_err = *err;
	}
	if (scene->waits_for > 0 && --scene->waits_for == 0)
		loop_stop(scene->loop);
}

static bool
submit(struct scene *scene, struct work *what)
{
	const struct store_job job = {
	    .work = work,
	    .done = done,
	    .arg = what,
	};

	what->scene = scene;
	return store_run(scene->store, &job);
}

static void
wait_for(struct scene *scene, unsigned count)
{
	scene->waits_for = count;
	loop_run(scene->loop);
}

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
jobs_are_written_in_order_and_done_on_the_loop(void **state)
{
	struct scene *scene = *state;
	struct work a = {.name = 'a', .sql = "INSERT INTO meta VALUES('a',1)"};
	struct work b = {
	    .name = 'b', .sql = "UPDATE meta SET value=2 WHERE name='a'"};

	assert_true(submit(scene, &a));
	assert_true(submit(scene, &b));
	assert_string_equal(scene->order, "");
	wait_for(scene, 2);
	assert_string_equal(scene->order, "ab");
	assert_int_equal(scene->failed, 0);
	assert_int_equal(ask(scene, "SELECT value FROM meta"), 2);
}

static void
a_job_at_fault_fails_alone(void **state)
{
	struct scene *scene = *state;
	struct work a = {.name = 'a', .sql = "INSERT INTO meta VALUES('a',1)"};
	struct work b = {
	    .name = 'b', .sql = "INSERT INTO meta VALUES('b',1),('a',2)"};
	struct work c = {.name = 'c', .is_wrong_for_good = true};
	struct work d = {.name = 'd', .sql = "INSERT INTO meta VALUES('d',1)"};

	assert_true(submit(scene, &a));
	assert_true(submit(scene, &b));
	assert_true(submit(scene, &c));
	assert_true(submit(scene, &d));
	wait_for(scene, 4);
	assert_string_equal(scene->order, "abcd");
	assert_int_equal(scene->failed, 2);
	assert_int_equal(b.runs, 2); /* the second time in a savepoint */
	assert_string_equal(scene->last_err.message, "wrong for good");
	assert_false(store_is_failing(scene->store));
	assert_int_equal(
	    ask(scene, "SELECT group_concat(name) = 'a,d' FROM meta"), 1);
}

/* Each page of what is written would be kept as it was, to undo a job. */
static void
jobs_without_fault_have_no_savepoint(void **state)
{
	struct scene *scene = *state;
	struct work a = {.name = 'a', .sql = "INSERT INTO meta VALUES('a',1)"};
	struct work b = {.name = 'b', .sql = "ROLLBACK TO job"};
	struct work c = {.name = 'c', .sql = "INSERT INTO meta VALUES('c',1)"};

	assert_true(submit(scene, &a));
	assert_true(submit(scene, &c));
	wait_for(scene, 2);
	assert_int_equal(a.runs + c.runs, 2);
	/* Fails where there is none, and is then begun anew within one. */
	assert_true(submit(scene, &b));
	wait_for(scene, 1);
	assert_int_equal(b.runs, 2);
}

static void
more_than_the_queue_holds_is_refused(void **state)
{
	struct scene *scene = *state;
	struct work many[101];

	for (size_t i = 0; i < 101; i++)
		many[i] = (struct work){.name = '.', .sql = "SELECT 1"};
	for (size_t i = 0; i < 100; i++)
		assert_true(submit(scene, &many[i]));
	assert_false(submit(scene, &many[100]));
	store_close(TAKE(scene->store), 5000);
}

static void
on_change(void *arg, bool is_failing, const struct error *err)
{
	struct scene *scene = arg;

	scene->changes++;
	scene->is_failing = is_failing;
	scene->last_err = *err;
	loop_stop(scene->loop);
}

/* Full as SQLite says it when the file may not grow. */
static void
a_full_store_keeps_its_jobs_and_catches_up(void **state)
{
	struct scene *scene = *state;
	struct work a = {
	    .name = 'a', .sql = "INSERT INTO meta VALUES('a',zeroblob(90000))"};
	struct work b = {.name = 'b', .sql = "INSERT INTO meta VALUES('b',1)"};

	assert_true(db_exec(
	    store_db(scene->store), "PRAGMA max_page_count = 40", &scene->err));
	store_on_change(scene->store, on_change, scene);
	assert_true(submit(scene, &a));
	loop_run(scene->loop);
	assert_true(scene->is_failing);
	assert_true(store_is_failing(scene->store));
	assert_non_null(strstr(scene->last_err.message, "full"));
	assert_string_equal(scene->order, "");
	assert_true(submit(scene, &b));

	/* Room is made. It is the thread's connection, which waits now. */
	a.sql = "PRAGMA max_page_count = 4000";
	scene->waits_for = 2;
	/* That it works again stops the loop as well, with one or both. */
	while (strlen(scene->order) < 2)
		loop_run(scene->loop);
	assert_string_equal(scene->order, "ab");
	assert_false(store_is_failing(scene->store));
	assert_int_equal(scene->changes, 2);
	assert_int_equal(scene->failed, 0);
	assert_true(a.runs >= 2);
}

static void
what_is_queued_is_written_before_the_end(void **state)
{
	struct scene *scene = *state;
	struct work a = {.name = 'a', .sql = "INSERT INTO meta VALUES('a',1)"};
	struct store_options slow = quick;

	store_close(TAKE(scene->store), 5000);
	slow.batch_ms = 60000;
	begin(scene, slow);
	assert_true(submit(scene, &a));
	assert_int_equal(store_close(TAKE(scene->store), 5000), 0);
	assert_string_equal(scene->order, "a");
	assert_int_equal(ask(scene, "SELECT value FROM meta"), 1);
}

static void
what_cannot_be_written_is_counted_at_the_end(void **state)
{
	struct scene *scene = *state;
	struct work a = {
	    .name = 'a', .sql = "INSERT INTO meta VALUES('a',zeroblob(90000))"};

	assert_true(db_exec(
	    store_db(scene->store), "PRAGMA max_page_count = 40", &scene->err));
	assert_true(submit(scene, &a));
	assert_int_equal(store_close(TAKE(scene->store), 5000), 1);
	assert_string_equal(scene->order, "a");
	assert_int_equal(scene->failed, 1);
	assert_int_equal(ask(scene, "SELECT count(*) FROM meta"), 0);
}

struct gate {
	pthread_mutex_t lock;
};

static bool
work_at_gate(struct db *db, void *arg, struct error *err)
{
	struct gate *gate = arg;

	pthread_mutex_lock(&gate->lock);
	pthread_mutex_unlock(&gate->lock);
	return true;
}

static void
done_at_gate(void *arg, bool is_ok, const struct error *err)
{
}

static void
a_disk_that_hangs_is_a_failure_until_it_answers(void **state)
{
	struct scene *scene = *state;
	struct gate gate = {PTHREAD_MUTEX_INITIALIZER};
	const struct store_job job = {
	    .work = work_at_gate, .done = done_at_gate, .arg = &gate};
	struct store_options hasty = quick;
	struct store_counts counts;

	store_close(TAKE(scene->store), 5000);
	hasty.stall_ms = 20;
	begin(scene, hasty);
	store_on_change(scene->store, on_change, scene);
	pthread_mutex_lock(&gate.lock);
	assert_true(store_run(scene->store, &job));
	loop_run(scene->loop);
	assert_true(scene->is_failing);
	assert_non_null(strstr(scene->last_err.message, "not answered"));
	counts = store_counts(scene->store);
	assert_int_equal(counts.jobs, 1);
	assert_true(counts.age_ms >= 20);
	pthread_mutex_unlock(&gate.lock);
	loop_run(scene->loop);
	assert_false(scene->is_failing);
	counts = store_counts(scene->store);
	assert_int_equal(counts.jobs, 0);
	assert_int_equal(counts.age_ms, 0);
	assert_int_equal(counts.written, 1);
}

static bool
read_events(struct db *db, void *arg, struct error *err)
{
	int64_t sum;

	(void)arg;
	return db_ask_int(
	    db, "SELECT sum(length(payload)) FROM event", 0, &sum, err);
}

static void
events_done(void *arg, bool is_ok, const struct error *err)
{
	(void)arg;
	(void)err;
	assert_false(is_ok);
}

static void
stop_loop(void *arg)
{
	loop_stop(arg);
}

/* In what the check of a large file does not look at. */
static void
what_is_found_corrupt_is_set_aside_by_the_next_start(void **state)
{
	struct scene *scene = *state;
	struct store_options options = quick;
	const struct store_job job = {.work = read_events, .done = events_done};
	char page[4096];
	struct loop_timer *timer;
	int64_t number = 0;
	FILE *file;

	options.check_max_bytes = 1;
	assert_true(db_ask_int(store_db(scene->store),
	    "SELECT rootpage FROM sqlite_schema WHERE name = 'event'", 0,
	    &number, &scene->err));
	store_close(TAKE(scene->store), 1000);
	file = fopen(temp_folder_path(&scene->folder, "state.db"), "r+b");
	assert_non_null(file);
	memset(page, 0xa5, sizeof page);
	assert_int_equal(
	    fseek(file, (number - 1) * (long)sizeof page, SEEK_SET), 0);
	assert_int_equal(fwrite(page, sizeof page, 1, file), 1);
	assert_int_equal(fclose(file), 0);

	begin(scene, options);
	assert_null(store_set_aside(scene->store));
	assert_true(store_run(scene->store, &job));
	assert_int_equal(store_close(TAKE(scene->store), 5000), 1);
	/* The loop had been posted to: only its turn frees the store. */
	timer = loop_timer_new(scene->loop, stop_loop, scene->loop);
	loop_timer_set(timer, 20);
	loop_run(scene->loop);
	loop_timer_free(timer);
	begin(scene, options);
	assert_non_null(store_set_aside(scene->store));
	store_close(TAKE(scene->store), 1000);
	begin(scene, options);
	assert_null(store_set_aside(scene->store));
}

static void
a_second_store_in_the_directory_is_refused(void **state)
{
	struct scene *scene = *state;
	struct store_options options = quick;

	options.directory = scene->folder.path;
	assert_null(store_open(&options, scene->loop, &scene->err));
	assert_non_null(strstr(scene->err.message, "another chainwatchd"));
}

static void
inline_it_writes_on_the_loop(void **state)
{
	struct scene *scene = *state;
	struct work a = {.name = 'a', .sql = "INSERT INTO meta VALUES('a',1)"};
	struct work b = {.name = 'b', .sql = "INSERT INTO meta VALUES('b',1)"};
	struct store_options options = quick;

	store_close(TAKE(scene->store), 5000);
	options.is_inline = true;
	begin(scene, options);
	assert_true(submit(scene, &a));
	wait_for(scene, 1);
	assert_true(submit(scene, &b));
	assert_int_equal(store_close(TAKE(scene->store), 5000), 0);
	assert_string_equal(scene->order, "ab");
	assert_int_equal(ask(scene, "SELECT count(*) FROM meta"), 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(jobs_are_written_in_order_and_done_on_the_loop),
	    TEST(a_job_at_fault_fails_alone),
	    TEST(jobs_without_fault_have_no_savepoint),
	    TEST(more_than_the_queue_holds_is_refused),
	    TEST(a_full_store_keeps_its_jobs_and_catches_up),
	    TEST(what_is_queued_is_written_before_the_end),
	    TEST(what_cannot_be_written_is_counted_at_the_end),
	    TEST(a_disk_that_hangs_is_a_failure_until_it_answers),
	    TEST(what_is_found_corrupt_is_set_aside_by_the_next_start),
	    TEST(a_second_store_in_the_directory_is_refused),
	    TEST(inline_it_writes_on_the_loop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
