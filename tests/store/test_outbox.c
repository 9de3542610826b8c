/* What a sink has still to be told: cursor, order, retries, dead letters. */
#include "store/outbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "support/stored_events.h"
#include "support/temp_folder.h"

struct scene {
	struct temp_folder folder;
	struct loop *loop;
	struct store *store;
	struct outbox *outbox;
	char taken[256];	     /* "3 4 " */
	struct outbox_batch batch;   /* without items */
	unsigned attempts, refusals; /* of the first */
	char lacking[100];
	unsigned done_count;
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);
	struct store_options options = store_options_default;
	struct error err = ERROR_INIT;

	temp_folder_make(&scene->folder);
	scene->loop = loop_new();
	options.directory = scene->folder.path;
	options.batch_ms = 1;
	scene->store = store_open(&options, scene->loop, &err);
	assert_non_null(scene->store);
	scene->outbox = outbox_new(scene->store, "ops");
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	outbox_free(scene->outbox);
	store_close(scene->store, 5000);
	loop_free(scene->loop);
	temp_folder_remove(&scene->folder);
	free(scene);
	return 0;
}

static void
on_taken(void *arg, bool is_ok, struct outbox_batch *batch)
{
	struct scene *scene = arg;
	struct strbuf text = STRBUF_INIT(sizeof scene->taken - 1);

	assert_true(is_ok);
	scene->attempts =
	    batch->items.len > 0 ? batch->items.items[0].attempts : 0;
	snprintf(scene->lacking, sizeof scene->lacking, "%s",
	    batch->items.len > 0 && batch->items.items[0].lacking != NULL
		? batch->items.items[0].lacking
		: "");
	scene->refusals =
	    batch->items.len > 0 ? batch->items.items[0].refusals : 0;
	ARRAY_EACH (item, &batch->items)
		strbuf_addf(&text, "%llu ", (unsigned long long)item->sequence);
	memset(scene->taken, 0, sizeof scene->taken);
	memcpy(scene->taken, strbuf_text(&text), text.len);
	strbuf_clear(&text);
	scene->batch = *batch;
	memset(&scene->batch.items, 0, sizeof scene->batch.items);
	loop_stop(scene->loop);
}

static const char *
take(struct scene *scene, int64_t now, uint64_t under_way)
{
	assert_true(outbox_take(scene->outbox, 8, now, &under_way,
	    under_way != 0, on_taken, scene));
	loop_run(scene->loop);
	return scene->taken;
}

static void
on_done(void *arg, bool is_ok)
{
	struct scene *scene = arg;

	assert_true(is_ok);
	scene->done_count++;
	loop_stop(scene->loop);
}

static void
event(struct scene *scene, uint64_t sequence, const char *incident)
{
	stored_event(scene->store, scene->loop, sequence, "incident-opened",
	    "critical", incident);
}

static void
deliver(struct scene *scene, uint64_t sequence)
{
	assert_true(outbox_delivered(scene->outbox, sequence, on_done, scene));
	loop_run(scene->loop);
}

static void
a_new_sink_begins_with_what_happens_from_now_on(void **state)
{
	struct scene *scene = *state;

	event(scene, 1, "");
	assert_string_equal(take(scene, 100, 0), "");
	event(scene, 2, "");
	assert_string_equal(take(scene, 100, 0), "2 ");
}

static void
what_is_not_delivered_is_given_again(void **state)
{
	struct scene *scene = *state;

	take(scene, 100, 0);
	event(scene, 1, "");
	event(scene, 2, "");
	assert_string_equal(take(scene, 100, 0), "1 2 ");
	deliver(scene, 1);
	assert_string_equal(take(scene, 100, 0), "2 ");
	deliver(scene, 2);
	assert_string_equal(take(scene, 100, 0), "");
	assert_int_equal(stored_number(scene->store, scene->loop,
			     "SELECT count(*) FROM delivery"),
	    0);
}

static void
what_is_hushed_is_passed_over(void **state)
{
	struct scene *scene = *state;

	take(scene, 100, 0);
	event(scene, 1, "");
	(void)stored_number(scene->store, scene->loop,
	    "UPDATE event SET hushed = 'silenced' RETURNING 1");
	assert_string_equal(take(scene, 100, 0), "");
	assert_false(scene->batch.has_more);
	event(scene, 2, "");
	assert_string_equal(take(scene, 100, 0), "2 ");
}

static void
what_is_for_others_is_passed_over(void **state)
{
	struct scene *scene = *state;

	take(scene, 100, 0);
	for (uint64_t i = 1; i <= 7; i++)
		event(scene, i, "");
	assert_int_equal(stored_number(scene->store, scene->loop,
			     "UPDATE event SET sinks = CASE sequence "
			     "WHEN 1 THEN 'journal' WHEN 2 THEN 'pager ops' "
			     "WHEN 3 THEN 'ops' WHEN 4 THEN 'op opsx' "
			     "WHEN 5 THEN '' WHEN 6 THEN 'x ops y' "
			     "END RETURNING 1"),
	    1);
	assert_string_equal(take(scene, 100, 0), "2 3 6 7 ");
	assert_int_equal(scene->batch.pending, 4);
	assert_int_equal(stored_number(scene->store, scene->loop,
			     "SELECT count(*) FROM delivery"),
	    4);
	assert_int_equal(
	    stored_number(scene->store, scene->loop, "SELECT cursor FROM sink"),
	    7);
}

/* The syslog receiver's rows are called "@syslog". */
static void
what_is_ours_is_routed_by_its_plain_name(void **state)
{
	struct scene *scene = *state;

	outbox_free(scene->outbox);
	scene->outbox = outbox_new(scene->store, "@syslog");
	take(scene, 100, 0);
	event(scene, 1, "");
	event(scene, 2, "");
	assert_int_equal(
	    stored_number(scene->store, scene->loop,
		"UPDATE event SET sinks = iif(sequence = 1, 'ops', "
		"'ops syslog') RETURNING 1"),
	    1);
	assert_string_equal(take(scene, 100, 0), "2 ");
}

static void
what_is_under_way_is_not_given(void **state)
{
	struct scene *scene = *state;

	take(scene, 100, 0);
	event(scene, 1, "");
	event(scene, 2, "");
	assert_string_equal(take(scene, 100, 1), "2 ");
}

static void
events_of_one_incident_come_in_order(void **state)
{
	struct scene *scene = *state;

	take(scene, 100, 0);
	event(scene, 1, "a");
	event(scene, 2, "a");
	event(scene, 3, "b");
	event(scene, 4, "");
	assert_string_equal(take(scene, 100, 0), "1 3 4 ");
	assert_string_equal(take(scene, 100, 1), "3 4 ");
	deliver(scene, 1);
	assert_string_equal(take(scene, 100, 0), "2 3 4 ");
}

static void
what_the_monitor_says_of_itself_comes_in_order(void **state)
{
	struct scene *scene = *state;

	take(scene, 100, 0);
	event(scene, 1, NULL);
	event(scene, 2, NULL);
	event(scene, 3, "");
	assert_string_equal(take(scene, 100, 0), "1 3 ");
	deliver(scene, 1);
	assert_string_equal(take(scene, 100, 0), "2 3 ");
}

static void
a_retry_waits_and_holds_back_its_incident_only(void **state)
{
	struct scene *scene = *state;

	take(scene, 100, 0);
	event(scene, 1, "a");
	event(scene, 2, "a");
	event(scene, 3, "b");
	take(scene, 100, 0);
	assert_true(outbox_retry(
	    scene->outbox, 1, 160, false, "HTTP status 500", on_done, scene));
	loop_run(scene->loop);
	assert_string_equal(take(scene, 100, 0), "3 ");
	assert_int_equal(scene->batch.next_at, 160);
	assert_string_equal(take(scene, 160, 0), "1 3 ");
	assert_int_equal(scene->attempts, 1);
}

/* What others have already. */
static void
what_some_still_lack_waits_alone(void **state)
{
	struct scene *scene = *state;

	take(scene, 100, 0);
	event(scene, 1, "a");
	event(scene, 2, "a");
	take(scene, 100, 0);
	assert_true(outbox_retry_rest(scene->outbox, 1, 160, "b@example.com",
	    "450 greylisted", on_done, scene));
	loop_run(scene->loop);
	assert_string_equal(take(scene, 100, 0), "2 ");
	assert_string_equal(take(scene, 160, 0), "1 2 ");
	assert_int_equal(scene->refusals, 1);
	assert_string_equal(scene->lacking, "b@example.com");
}

static void
refusals_are_counted_apart_from_attempts(void **state)
{
	struct scene *scene = *state;

	take(scene, 100, 0);
	event(scene, 1, "a");
	take(scene, 100, 0);
	assert_true(outbox_retry(
	    scene->outbox, 1, 0, false, "HTTP status 500", on_done, scene));
	loop_run(scene->loop);
	assert_true(outbox_retry(
	    scene->outbox, 1, 0, true, "HTTP status 400", on_done, scene));
	loop_run(scene->loop);
	take(scene, 100, 0);
	assert_int_equal(scene->attempts, 2);
	assert_int_equal(scene->refusals, 1);
}

static void
a_dead_letter_is_counted_and_holds_nothing_back(void **state)
{
	struct scene *scene = *state;

	take(scene, 100, 0);
	event(scene, 1, "a");
	event(scene, 2, "a");
	take(scene, 100, 0);
	assert_true(outbox_bury(
	    scene->outbox, 1, NULL, "HTTP status 410", on_done, scene));
	loop_run(scene->loop);
	assert_string_equal(take(scene, 100, 0), "2 ");
	assert_int_equal(scene->batch.dead, 1);
	assert_int_equal(scene->batch.pending, 1);
}

static void
hurry_ends_all_waits(void **state)
{
	struct scene *scene = *state;

	take(scene, 100, 0);
	event(scene, 1, "a");
	take(scene, 100, 0);
	assert_true(
	    outbox_retry(scene->outbox, 1, 900, false, "x", on_done, scene));
	loop_run(scene->loop);
	assert_string_equal(take(scene, 100, 0), "");
	assert_true(outbox_hurry(scene->outbox, on_done, scene));
	loop_run(scene->loop);
	assert_string_equal(take(scene, 100, 0), "1 ");
}

static void
a_wait_that_a_wrong_clock_wrote_does_not_last(void **state)
{
	struct scene *scene = *state;

	take(scene, 100, 0);
	event(scene, 1, "a");
	take(scene, 100, 0);
	assert_true(outbox_retry(scene->outbox, 1, 100 + OUTBOX_LATEST_S, false,
	    "x", on_done, scene));
	loop_run(scene->loop);
	assert_string_equal(take(scene, 100, 0), "");
	/* The clock was a day ahead, and is right again a while later. */
	assert_true(
	    outbox_retry(scene->outbox, 1, 86400, false, "x", on_done, scene));
	loop_run(scene->loop);
	assert_string_equal(take(scene, 100, 0), "1 ");
}

static void
sinks_do_not_see_each_others_rows(void **state)
{
	struct scene *scene = *state;
	struct outbox *first = scene->outbox;

	take(scene, 100, 0);
	scene->outbox = outbox_new(scene->store, "other");
	take(scene, 100, 0);
	event(scene, 1, "a");
	assert_string_equal(take(scene, 100, 0), "1 ");
	deliver(scene, 1);
	outbox_free(scene->outbox);
	scene->outbox = first;
	assert_string_equal(take(scene, 100, 0), "1 ");
}

static void
more_than_is_asked_for_is_said(void **state)
{
	struct scene *scene = *state;

	take(scene, 100, 0);
	for (uint64_t i = 1; i <= 9; i++)
		event(scene, i, "");
	assert_string_equal(take(scene, 100, 0), "1 2 3 4 5 6 7 8 ");
	assert_true(scene->batch.has_more);
	assert_int_equal(scene->batch.pending, 9);
}

static void
a_freed_outbox_calls_nobody(void **state)
{
	struct scene *scene = *state;

	assert_true(outbox_delivered(scene->outbox, 1, on_done, scene));
	outbox_free(TAKE(scene->outbox));
	stored_number(scene->store, scene->loop, "SELECT 1");
	assert_int_equal(scene->done_count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_new_sink_begins_with_what_happens_from_now_on),
	    TEST(what_is_not_delivered_is_given_again),
	    TEST(what_is_hushed_is_passed_over),
	    TEST(what_is_for_others_is_passed_over),
	    TEST(what_is_ours_is_routed_by_its_plain_name),
	    TEST(what_is_under_way_is_not_given),
	    TEST(events_of_one_incident_come_in_order),
	    TEST(what_the_monitor_says_of_itself_comes_in_order),
	    TEST(a_retry_waits_and_holds_back_its_incident_only),
	    TEST(what_some_still_lack_waits_alone),
	    TEST(refusals_are_counted_apart_from_attempts),
	    TEST(a_dead_letter_is_counted_and_holds_nothing_back),
	    TEST(hurry_ends_all_waits),
	    TEST(a_wait_that_a_wrong_clock_wrote_does_not_last),
	    TEST(sinks_do_not_see_each_others_rows),
	    TEST(more_than_is_asked_for_is_said),
	    TEST(a_freed_outbox_calls_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
