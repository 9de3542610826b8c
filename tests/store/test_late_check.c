/* A file that is checked when it is in use already. */
#include "store/late_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/temp_folder.h"

#define PAGE 4096

struct scene {
	struct temp_folder folder;
	struct loop *loop;
	struct store_options options;
	struct store *store;
	struct error err, told;
	unsigned changes;
	bool was_read;
};

static void
open_store(struct scene *scene)
{
	scene->store = store_open(&scene->options, scene->loop, &scene->err);
	if (scene->store == NULL)
		fail_msg("%s", scene->err.message);
}

static void
stop_loop(void *arg)
{
	loop_stop(arg);
}

/* Frees it: what it had posted to the loop is called before. */
static size_t
close_store(struct scene *scene)
{
	size_t lost = store_close(TAKE(scene->store), 60000);

	loop_post(scene->loop, stop_loop, scene->loop);
	loop_run(scene->loop);
	return lost;
}

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	temp_folder_make(&scene->folder);
	scene->loop = loop_new();
	scene->options = store_options_default;
	scene->options.directory = scene->folder.path;
	scene->options.batch_ms = 1;
	scene->options.check_first_bytes = PAGE;
	open_store(scene);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	close_store(scene);
	loop_free(scene->loop);
	temp_folder_remove(&scene->folder);
	free(scene);
	return 0;
}

/* The first page of what nothing reads at a start is not what it was. */
static void
damage_events(struct scene *scene)
{
	char page[PAGE];
	int64_t number = 0;
	FILE *file;

	assert_true(db_ask_int(store_db(scene->store),
	    "SELECT rootpage FROM sqlite_schema WHERE name = 'event'", 0,
	    &number, &scene->err));
	close_store(scene);
	file = fopen(temp_folder_path(&scene->folder, "state.db"), "r+b");
	assert_non_null(file);
	memset(page, 0xa5, sizeof page);
	assert_int_equal(
	    fseek(file, (number - 1) * (long)sizeof page, SEEK_SET), 0);
	assert_int_equal(fwrite(page, sizeof page, 1, file), 1);
	assert_int_equal(fclose(file), 0);
}

static void
on_change(void *arg, bool is_failing, const struct error *err)
{
	struct scene *scene = arg;

	assert_true(is_failing);
	scene->changes++;
	scene->told = *err;
	loop_stop(scene->loop);
}

static bool
read_nothing(UNUSED struct db *db, UNUSED void *arg, UNUSED struct error *err)
{
	return true;
}

static void
was_read(void *arg, UNUSED bool is_ok, UNUSED const struct error *err)
{
	struct scene *scene = arg;

	scene->was_read = true;
	loop_stop(scene->loop);
}

/* Until all that was asked for before has been read. */
static void
read_all(struct scene *scene)
{
	const struct store_job job = {
	    .work = read_nothing, .done = was_read, .arg = scene};

	assert_true(store_read(scene->store, &job));
	loop_run(scene->loop);
	assert_true(scene->was_read);
}

static void
written(UNUSED void *arg, bool is_ok, UNUSED const struct error *err)
{
	struct scene *scene = arg;

	assert_true(is_ok);
	loop_stop(scene->loop);
}

static bool
write_something(struct db *db, UNUSED void *arg, struct error *err)
{
	return db_exec(db, "INSERT INTO meta VALUES('late', 1)", err);
}

static void
a_sound_one_goes_on(void **state)
{
	struct scene *scene = *state;
	const struct store_job job = {
	    .work = write_something, .done = written, .arg = scene};

	close_store(scene);
	open_store(scene);
	store_on_change(scene->store, on_change, scene);
	store_check(scene->store);
	read_all(scene);
	assert_true(store_run(scene->store, &job));
	loop_run(scene->loop);
	assert_int_equal(scene->changes, 0);
	assert_false(store_is_failing(scene->store));
	close_store(scene);
	open_store(scene);
	assert_null(store_set_aside(scene->store));
}

static void
a_damaged_one_fails_and_says_so(void **state)
{
	struct scene *scene = *state;

	damage_events(scene);
	open_store(scene);
	assert_null(store_set_aside(scene->store));
	store_on_change(scene->store, on_change, scene);
	store_check(scene->store);
	loop_run(scene->loop);
	assert_int_equal(scene->changes, 1);
	assert_true(store_is_failing(scene->store));
	/* Which the monitor takes for what does not pass by waiting. */
	assert_int_equal(scene->told.kind, ERROR_INVALID);
	assert_non_null(strstr(scene->told.message, "state.db"));
}

static void
what_is_damaged_is_set_aside_by_the_next_start(void **state)
{
	struct scene *scene = *state;

	damage_events(scene);
	open_store(scene);
	store_on_change(scene->store, on_change, scene);
	store_check(scene->store);
	loop_run(scene->loop);
	/* The job that met it was written by nobody. */
	assert_int_equal(close_store(scene), 1);
	open_store(scene);
	assert_non_null(store_set_aside(scene->store));
	close_store(scene);
	open_store(scene);
	assert_null(store_set_aside(scene->store));
}

static void
a_small_one_is_checked_before_it_is_used(void **state)
{
	struct scene *scene = *state;

	damage_events(scene);
	scene->options.check_first_bytes =
	    store_options_default.check_first_bytes;
	open_store(scene);
	assert_non_null(store_set_aside(scene->store));
}

static void
closed_before_it_is_checked_it_is_as_before(void **state)
{
	struct scene *scene = *state;

	damage_events(scene);
	open_store(scene);
	store_check(scene->store);
	close_store(scene);
	scene->options.check_first_bytes = 0;
	open_store(scene);
	assert_non_null(store_set_aside(scene->store));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_sound_one_goes_on),
	    TEST(a_damaged_one_fails_and_says_so),
	    TEST(what_is_damaged_is_set_aside_by_the_next_start),
	    TEST(a_small_one_is_checked_before_it_is_used),
	    TEST(closed_before_it_is_checked_it_is_as_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
