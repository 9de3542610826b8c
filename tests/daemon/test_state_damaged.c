/* A store that cannot be read at the start: on the real loop and a real file.
 */
#include "daemon/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "store/store.h"
#include "support/config_text.h"
#include "support/temp_folder.h"

#define PAGE 4096

struct scene {
	struct temp_folder folder;
	struct loop *loop;
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	temp_folder_make(&scene->folder);
	scene->loop = loop_new();
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	loop_free(scene->loop);
	temp_folder_remove(&scene->folder);
	free(scene);
	return 0;
}

static struct config *
config_in(const char *directory)
{
	CLEANUP(free)
	char *yaml = mem_printf("state_directory: %s\n", directory);

	return config_text_load(yaml);
}

static void
stop_loop(void *arg)
{
	loop_stop(arg);
}

/* Freed is it when what it has posted to the loop has been called. */
static void
close_state(struct scene *scene, struct state *kept)
{
	state_close(kept);
	loop_post(scene->loop, stop_loop, scene->loop);
	loop_run(scene->loop);
}

/* Too much for a check before it is used; then the first page of a table that
 * every start reads. */
static void
damage_large(const struct scene *scene)
{
	const struct db_options options = {
	    .path = temp_folder_path(&scene->folder, "large/state.db"),
	};
	CLEANUP(db_close) struct db *db = NULL;
	struct error err = ERROR_INIT;
	char page[PAGE];
	int64_t number = 0;
	FILE *file;

	db = db_open(&options, &err);
	assert_non_null(db);
	assert_true(db_exec(db,
	    "INSERT INTO event (id, time, kind, severity, payload) "
	    "VALUES('a', 1, 'k', 'ok', zeroblob(9 << 20))",
	    &err));
	assert_true(db_ask_int(db,
	    "SELECT rootpage FROM sqlite_schema WHERE name = 'endpoint'", 0,
	    &number, &err));
	db_close(TAKE(db));
	file = fopen(options.path, "r+b");
	assert_non_null(file);
	memset(page, 0xa5, sizeof page);
	assert_int_equal(fseek(file, (number - 1) * PAGE, SEEK_SET), 0);
	assert_int_equal(fwrite(page, sizeof page, 1, file), 1);
	assert_int_equal(fclose(file), 0);
}

static void
a_large_one_that_cannot_be_read_is_set_aside_at_once(void **state)
{
	struct scene *scene = *state;
	CLEANUP(config_free)
	struct config *config =
	    config_in(temp_folder_path(&scene->folder, "large"));
	struct state kept = {0};
	struct error err = ERROR_INIT;

	assert_true(state_open(&kept, config, scene->loop, &err));
	close_state(scene, &kept);
	damage_large(scene);
	if (!state_open(&kept, config, scene->loop, &err))
		fail_msg("%s", err.message);
	assert_non_null(store_set_aside(kept.store));
	assert_int_equal(kept.loaded.endpoints.len, 0);
	close_state(scene, &kept);
	assert_true(state_open(&kept, config, scene->loop, &err));
	assert_null(store_set_aside(kept.store));
	close_state(scene, &kept);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_large_one_that_cannot_be_read_is_set_aside_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
