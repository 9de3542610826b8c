/* Events reach each sink in order; a full one holds up nobody. */
#include "notify/notify.h"

#include "base/mem.h"
#include "base/strbuf.h"
#include "support/fake_loop.h"
#include "support/fake_sink.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void
tell(struct notify *notify, const char *text)
{
	struct event *event = event_new(EVENT_CHAIN_CHANGED, 0);

	event->text = mem_strdup(text);
	notify_event(notify, event);
	event_unref(event);
}

static void
every_sink_gets_every_event_in_order(void **state)
{
	struct fake_sink a = fake_sink_of(100), b = fake_sink_of(100);
	struct loop *loop = loop_new();
	struct notify *notify = notify_new(loop);

	notify_add_sink(notify, &a.sink);
	notify_add_sink(notify, &b.sink);
	tell(notify, "1");
	tell(notify, "2");
	tell(notify, "3");
	assert_string_equal(strbuf_text(&a.taken), "1|2|3|");
	assert_string_equal(strbuf_text(&b.taken), "1|2|3|");
	notify_free(notify);
	assert_true(a.is_closed && b.is_closed);
	loop_free(loop);
	strbuf_clear(&a.taken);
	strbuf_clear(&b.taken);
}

/* The journal and standard error say that they do. */
static void
what_is_hushed_reaches_only_who_takes_it(void **state)
{
	struct fake_sink people = fake_sink_of(100), log = fake_sink_of(100);
	struct sink_ops ops = *log.sink.ops;
	struct loop *loop = loop_new();
	struct notify *notify = notify_new(loop);
	struct event *event = event_new(EVENT_INCIDENT_OPENED, 0);

	ops.takes_hushed = true;
	log.sink.ops = &ops;
	notify_add_sink(notify, &people.sink);
	notify_add_sink(notify, &log.sink);
	event->text = mem_strdup("quiet");
	event->hush = HUSH_SILENCED;
	event->hush_words = mem_strdup("by anna");
	notify_event(notify, event);
	tell(notify, "loud");
	assert_string_equal(strbuf_text(&people.taken), "loud|");
	assert_string_equal(strbuf_text(&log.taken), "quiet|loud|");
	event_unref(event);
	notify_free(notify);
	loop_free(loop);
	strbuf_clear(&people.taken);
	strbuf_clear(&log.taken);
}

/* Of local sinks one asks how far they have come. */
static uint64_t
nothing_told(struct sink *sink)
{
	return 0;
}

static void
each_sink_gets_what_is_for_it(void **state)
{
	struct fake_sink other = fake_sink_of(100), local = fake_sink_of(100);
	struct sink_ops local_ops = *local.sink.ops;
	struct loop *loop = loop_new();
	struct notify *notify = notify_new(loop);
	static const char *const sinks[] = {
	    "journal", "ops", "journal fake", ""};

	local_ops.told = nothing_told;
	local.sink.ops = &local_ops;
	notify_add_sink(notify, &other.sink);
	notify_add_sink(notify, &local.sink);
	for (unsigned i = 0; i < 4; i++) {
		struct event *event = event_new(EVENT_CHAIN_CHANGED, 0);

		event->sequence = i + 1;
		event->text = mem_printf("%u", i + 1);
		event->sinks = mem_strdup(sinks[i]);
		notify_event(notify, event);
		event_unref(event);
	}
	assert_string_equal(strbuf_text(&local.taken), "1|3|");
	assert_string_equal(strbuf_text(&other.taken), "3|");
	/* what the local ones were not given is not waited for */
	assert_int_equal(notify_newest(notify), 3);
	notify_free(notify);
	loop_free(loop);
	strbuf_clear(&other.taken);
	strbuf_clear(&local.taken);
}

static void
a_full_sink_is_offered_again_and_holds_up_no_other(void **state)
{
	struct fake_sink full = fake_sink_of(1), free_one = fake_sink_of(100);
	struct loop *loop = loop_new();
	struct notify *notify = notify_new(loop);

	notify_add_sink(notify, &full.sink);
	notify_add_sink(notify, &free_one.sink);
	for (const char *text = "1\0002\0003\0004\0"; *text != '\0'; text += 2)
		tell(notify, text);
	assert_string_equal(strbuf_text(&full.taken), "1|");
	assert_string_equal(strbuf_text(&free_one.taken), "1|2|3|4|");
	full.room = 2;
	fake_loop_run_for(loop, 1000);
	assert_string_equal(strbuf_text(&full.taken), "1|2|3|");
	full.room = 100;
	tell(notify, "5"); /* what waited goes first */
	assert_string_equal(strbuf_text(&full.taken), "1|2|3|4|5|");
	notify_free(notify);
	loop_free(loop);
	strbuf_clear(&full.taken);
	strbuf_clear(&free_one.taken);
}

static size_t dropped_said;

static void
note_line(
    void *arg, enum log_level level, const char *subject, const char *message)
{
	dropped_said += strstr(message, "3 events were dropped") != NULL;
}

static void
beyond_the_bound_events_are_dropped_counted_and_said(void **state)
{
	struct fake_sink full = fake_sink_of(0);
	struct loop *loop = loop_new();
	struct notify *notify = notify_new(loop);

	dropped_said = 0;
	log_set_writer(note_line, NULL);
	notify_set_max_queued(notify, 2);
	notify_add_sink(notify, &full.sink);
	for (const char *text = "1\0002\0003\0004\0005\0"; *text != '\0';
	     text += 2)
		tell(notify, text);
	full.room = 100;
	fake_loop_run_for(loop, 1000);
	assert_string_equal(strbuf_text(&full.taken), "1|2|");
	assert_int_equal(dropped_said, 1);
	assert_int_equal(notify_counts_at(notify, 0).dropped, 3);
	assert_int_equal(notify_counts_at(notify, 0).delivered, 2);
	tell(notify, "6");
	assert_string_equal(strbuf_text(&full.taken), "1|2|6|");
	log_set_writer(NULL, NULL);
	notify_free(notify);
	loop_free(loop);
	strbuf_clear(&full.taken);
}

static void
a_queue_may_grow_and_wrap(void **state)
{
	struct fake_sink sink = fake_sink_of(30);
	struct strbuf wanted = STRBUF_INIT(1 << 16);
	struct loop *loop = loop_new();
	struct notify *notify = notify_new(loop);
	char text[16];

	notify_add_sink(notify, &sink.sink);
	for (int i = 0; i < 500; i++) {
		snprintf(text, sizeof text, "%d", i);
		strbuf_addf(&wanted, "%s|", text);
		tell(notify, text);
		if (i % 50 == 0) {
			sink.room = 20;
			fake_loop_run_for(loop, 1000);
		}
	}
	sink.room = 1000;
	fake_loop_run_for(loop, 1000);
	assert_string_equal(strbuf_text(&sink.taken), strbuf_text(&wanted));
	notify_free(notify);
	loop_free(loop);
	strbuf_clear(&sink.taken);
	strbuf_clear(&wanted);
}

static void
the_end_gives_up_on_a_sink_that_takes_nothing(void **state)
{
	struct fake_sink full = fake_sink_of(0);
	struct loop *loop = loop_new();
	struct notify *notify = notify_new(loop);

	notify_add_sink(notify, &full.sink);
	tell(notify, "1");
	notify_free(notify);
	assert_true(full.is_closed);
	loop_free(loop);
	strbuf_clear(&full.taken);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_sink_gets_every_event_in_order),
	    cmocka_unit_test(what_is_hushed_reaches_only_who_takes_it),
	    cmocka_unit_test(each_sink_gets_what_is_for_it),
	    cmocka_unit_test(
		a_full_sink_is_offered_again_and_holds_up_no_other),
	    cmocka_unit_test(
		beyond_the_bound_events_are_dropped_counted_and_said),
	    cmocka_unit_test(a_queue_may_grow_and_wrap),
	    cmocka_unit_test(the_end_gives_up_on_a_sink_that_takes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
