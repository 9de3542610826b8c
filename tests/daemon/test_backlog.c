/* What receivers have not taken: in words, afresh, and who is told of it. */
#include "daemon/backlog.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/config_text.h"
#include "support/inline_store.h"

struct scene {
	struct inline_store kept;
	struct backlog *backlog;
	unsigned resumed;
};

static void
on_resumed(void *arg)
{
	struct scene *scene = arg;

	scene->resumed++;
}

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	inline_store_open(&scene->kept);
	scene->backlog =
	    backlog_new(scene->kept.loop, scene->kept.store, on_resumed, scene);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	backlog_free(scene->backlog);
	inline_store_close(&scene->kept);
	free(scene);
	return 0;
}

static bool
write_nothing(UNUSED struct db *db, UNUSED void *arg, UNUSED struct error *err)
{
	return true;
}

static void
ignore(UNUSED void *arg, UNUSED bool is_ok, UNUSED const struct error *err)
{
}

/* As if the daemon had written it: the store counts its jobs. */
static void
run(struct scene *scene, const char *sql)
{
	const struct store_job job = {.work = write_nothing, .done = ignore};

	inline_store_run(&scene->kept, sql);
	assert_true(store_run(scene->kept.store, &job));
}

static void
expect_words(struct scene *scene, const char *expected)
{
	CLEANUP(strbuf_clear) struct strbuf words = STRBUF_INIT(200);

	fake_loop_run_for(scene->kept.loop, BACKLOG_LATEST_MS + 1000);
	backlog_words(scene->backlog, &words);
	assert_string_equal(strbuf_text(&words), expected);
}

static void
it_is_said_in_words(void **state)
{
	struct scene *scene = *state;

	expect_words(scene, "");
	run(scene,
	    "INSERT INTO sink VALUES ('ops', 9); INSERT INTO delivery (sink, "
	    "sequence) VALUES ('ops', 1)");
	expect_words(scene, "; 1 event to be delivered");
	run(scene,
	    "INSERT INTO delivery (sink, sequence, state) VALUES ('ops', 2, "
	    "'pending'), ('ops', 3, 'dead'), ('ops', 4, 'dead')");
	expect_words(scene, "; 2 events to be delivered; 2 dead letters");
}

static void
dead_letters_that_were_taken_back_are_noticed(void **state)
{
	struct scene *scene = *state;

	run(scene,
	    "INSERT INTO sink VALUES ('ops', 9); INSERT INTO delivery (sink, "
	    "sequence, state) VALUES ('ops', 3, 'dead'), ('ops', 4, 'dead')");
	expect_words(scene, "; 2 dead letters");
	assert_int_equal(scene->resumed, 0);
	/* By another process. */
	inline_store_run(&scene->kept, "UPDATE delivery SET state = 'pending'");
	expect_words(scene, "; 2 events to be delivered");
	assert_int_equal(scene->resumed, 1);
}

static void
a_store_that_writes_nothing_is_asked_nothing(void **state)
{
	struct scene *scene = *state;
	uint64_t written;

	expect_words(scene, "");
	written = store_counts(scene->kept.store).written;
	expect_words(scene, "");
	expect_words(scene, "");
	assert_int_equal(store_counts(scene->kept.store).written, written);
}

static void
sinks_of_the_configuration_are_kept(void **state)
{
	struct scene *scene = *state;
	struct error err = ERROR_INIT;
	int64_t left = -1, kept = -1;
	CLEANUP(config_free)
	struct config *config = config_text_load(
	    "notify:\n"
	    "  syslog: {}\n"
	    "  webhooks:\n"
	    "  - {name: ops, url: 'https://a.example/'}\n"
	    "  - {name: alerts, url: 'http://a.example/', format: "
	    "alertmanager}\n");

	run(scene,
	    "INSERT INTO sink VALUES ('ops', 1), ('old', 1), ('alerts', 1), "
	    "('@syslog', 1), ('@journal', 1)");
	backlog_keep(scene->kept.store, config);
	fake_loop_run_for(scene->kept.loop, 1000);
	assert_true(db_ask_int(store_db(scene->kept.store),
	    "SELECT count(*) FROM sink", 0, &left, &err));
	assert_true(db_ask_int(store_db(scene->kept.store),
	    "SELECT count(*) FROM sink WHERE name IN ('ops', '@syslog', "
	    "'@journal')",
	    0, &kept, &err));
	assert_int_equal(left, 3);
	assert_int_equal(kept, 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(it_is_said_in_words),
	    TEST(dead_letters_that_were_taken_back_are_noticed),
	    TEST(a_store_that_writes_nothing_is_asked_nothing),
	    TEST(sinks_of_the_configuration_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
