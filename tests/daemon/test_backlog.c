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

static void
run(struct scene *scene, const char *sql)
{
	inline_store_run(&scene->kept, sql);
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
	run(scene, "UPDATE delivery SET state = 'pending'");
	expect_words(scene, "; 2 events to be delivered");
	assert_int_equal(scene->resumed, 1);
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
	    TEST(sinks_of_the_configuration_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
