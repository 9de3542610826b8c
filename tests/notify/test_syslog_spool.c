/* From the outbox to a client: all of it, in order, and again until it is known
 * to be delivered. */
#include "notify/syslog_spool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "support/stored_events.h"
#include "support/temp_folder.h"

#define MOST_MS 20000

struct scene {
	struct temp_folder folder;
	struct loop *loop;
	struct loop_timer *deadline;
	struct store *store;
	struct syslog_spool *spool;
	struct strbuf given; /* "1 2 3 " */
	unsigned count, wanted;
	bool is_refusing;
};

static bool
put(void *arg, uint64_t sequence, const char *payload)
{
	struct scene *scene = arg;

	assert_non_null(strstr(payload, "event"));
	strbuf_addf(&scene->given, "%llu ", (unsigned long long)sequence);
	if (++scene->count == scene->wanted)
		loop_stop(scene->loop);
	return !scene->is_refusing;
}

static void
on_deadline(void *arg)
{
	fail_msg("nothing happened");
	(void)arg;
}

static void
open_spool(struct scene *scene)
{
	struct syslog_spool_parts parts = {
	    .loop = scene->loop,
	    .clock = &clock_system,
	    .store = scene->store,
	    .name = "@syslog",
	    .put = put,
	    .arg = scene,
	};

	scene->spool = syslog_spool_new(&parts);
	/* The sink is there once its first look has been. */
	stored_number(scene->store, scene->loop, "SELECT 1");
}

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);
	struct store_options options = store_options_default;
	struct error err = ERROR_INIT;

	temp_folder_make(&scene->folder);
	scene->given = (struct strbuf)STRBUF_INIT(1 << 16);
	scene->loop = loop_new();
	scene->deadline = loop_timer_new(scene->loop, on_deadline, NULL);
	loop_timer_set(scene->deadline, MOST_MS);
	options.directory = scene->folder.path;
	options.batch_ms = 1;
	scene->store = store_open(&options, scene->loop, &err);
	assert_non_null(scene->store);
	open_spool(scene);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	syslog_spool_free(scene->spool);
	store_close(scene->store, 5000);
	loop_timer_free(scene->deadline);
	loop_free(scene->loop);
	strbuf_clear(&scene->given);
	temp_folder_remove(&scene->folder);
	free(scene);
	return 0;
}

static void
keep(struct scene *scene, uint64_t first, uint64_t last)
{
	for (uint64_t i = first; i <= last; i++)
		stored_event(
		    scene->store, scene->loop, i, "config-reloaded", "ok", "");
}

static void
run_until_given(struct scene *scene, unsigned count)
{
	scene->wanted = count;
	if (scene->count < count)
		loop_run(scene->loop);
	assert_int_equal(scene->count, count);
}

static int64_t
pending(struct scene *scene)
{
	return stored_number(
	    scene->store, scene->loop, "SELECT count(*) FROM delivery");
}

static void
what_is_kept_is_given_in_order(void **state)
{
	struct scene *scene = *state;

	keep(scene, 1, 3);
	syslog_spool_wake(scene->spool);
	run_until_given(scene, 3);
	assert_string_equal(strbuf_text(&scene->given), "1 2 3 ");
	assert_false(syslog_spool_is_empty(scene->spool));
}

static void
what_is_delivered_has_no_row(void **state)
{
	struct scene *scene = *state;

	keep(scene, 1, 2);
	syslog_spool_wake(scene->spool);
	run_until_given(scene, 2);
	assert_int_equal(pending(scene), 2);
	syslog_spool_delivered(scene->spool, 1);
	syslog_spool_delivered(scene->spool, 2);
	while (!syslog_spool_is_empty(scene->spool))
		pending(scene);
	assert_int_equal(pending(scene), 0);
	assert_int_equal(scene->count, 2);
}

static void
what_was_not_delivered_comes_again_after_a_restart(void **state)
{
	struct scene *scene = *state;

	keep(scene, 1, 3);
	syslog_spool_wake(scene->spool);
	run_until_given(scene, 3);
	syslog_spool_delivered(scene->spool, 1);
	while (pending(scene) != 2)
		;
	syslog_spool_free(scene->spool);
	open_spool(scene);
	run_until_given(scene, 5);
	assert_string_equal(strbuf_text(&scene->given), "1 2 3 2 3 ");
}

static void
no_more_is_given_than_there_is_room_for(void **state)
{
	struct scene *scene = *state;

	keep(scene, 1, SYSLOG_SPOOL_MAX + 2);
	syslog_spool_wake(scene->spool);
	run_until_given(scene, SYSLOG_SPOOL_MAX);
	pending(scene);
	assert_int_equal(scene->count, SYSLOG_SPOOL_MAX);
	syslog_spool_delivered(scene->spool, 1);
	syslog_spool_delivered(scene->spool, 2);
	run_until_given(scene, SYSLOG_SPOOL_MAX + 2);
}

static void
what_cannot_be_sent_is_a_dead_letter(void **state)
{
	struct scene *scene = *state;

	scene->is_refusing = true;
	keep(scene, 1, 1);
	syslog_spool_wake(scene->spool);
	run_until_given(scene, 1);
	while (!syslog_spool_is_empty(scene->spool))
		pending(scene);
	assert_int_equal(pending(scene), 1);
	assert_int_equal(scene->count, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_is_kept_is_given_in_order),
	    TEST(what_is_delivered_has_no_row),
	    TEST(what_was_not_delivered_comes_again_after_a_restart),
	    TEST(no_more_is_given_than_there_is_room_for),
	    TEST(what_cannot_be_sent_is_a_dead_letter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
