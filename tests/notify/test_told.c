/* A kill between the commit of an event and the line in the journal: the next
 * start tells it, and nothing that was told. */
#include "notify/told.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "notify/journal_fields.h"
#include "support/fake_loop.h"
#include "support/temp_folder.h"

/* Takes all, and is as slow in telling as the test wants. */
struct local_sink {
	struct sink sink; /* first */
	struct sink_ops ops;
	struct strbuf given; /* "1 2 again:3 " */
	uint64_t last, told;
	bool is_stuck, is_full;
};

struct scene {
	struct temp_folder folder;
	struct loop *loop;
	struct store *store;
	struct local_sink journal, stream;
	struct local_sink next_journal, next_stream; /* after a reload */
	struct notify *notify;
	struct told *told;
};

static void
give(struct local_sink *local, const char *how, uint64_t sequence)
{
	strbuf_addf(
	    &local->given, "%s%llu ", how, (unsigned long long)sequence);
	local->last = sequence;
	if (!local->is_stuck)
		local->told = sequence;
}

static bool
local_deliver(struct sink *sink, struct event *event)
{
	give((struct local_sink *)sink, "", event->sequence);
	return true;
}

static bool
local_deliver_again(struct sink *sink, const struct untold_entry *entry)
{
	struct local_sink *local = (struct local_sink *)sink;
	struct journal_field fields[JOURNAL_FIELDS_MAX];
	size_t count =
	    journal_fields_split(entry->fields, entry->fields_len, fields);

	assert_true(count > 5);
	assert_int_equal(strncmp(entry->line, "<5>chain-changed: ", 18), 0);
	if (local->is_full)
		return false;
	give(local, "again:", entry->sequence);
	return true;
}

static uint64_t
local_told(struct sink *sink)
{
	return ((struct local_sink *)sink)->told;
}

static bool
local_flush(struct sink *sink, int64_t timeout_ms)
{
	(void)sink;
	(void)timeout_ms;
	return true;
}

static void
local_close(struct sink *sink, int64_t timeout_ms)
{
	(void)sink;
	(void)timeout_ms;
}

static void
make_sink(struct local_sink *local, const char *name)
{
	*local = (struct local_sink){
	    .ops =
		{
		    .name = name,
		    .deliver = local_deliver,
		    .deliver_again = local_deliver_again,
		    .told = local_told,
		    .flush = local_flush,
		    .close = local_close,
		},
	    .given = STRBUF_INIT(4096),
	};
	local->sink.ops = &local->ops;
}

/* A process begins. */
static void
start(struct scene *scene)
{
	struct store_options options = store_options_default;
	struct untold untold = {0};
	struct error err = ERROR_INIT;

	options.directory = scene->folder.path;
	options.is_inline = true;
	scene->store = store_open(&options, scene->loop, &err);
	assert_non_null(scene->store);
	make_sink(&scene->journal, "journal");
	make_sink(&scene->stream, "stderr");
	scene->notify = notify_new(scene->loop);
	notify_add_sink(scene->notify, &scene->journal.sink);
	notify_add_sink(scene->notify, &scene->stream.sink);
	assert_true(untold_load(store_db(scene->store), &untold, &err));
	scene->told =
	    told_new(scene->loop, scene->store, scene->notify, &untold);
	untold_clear(&untold);
}

/* In good order: what was told is saved. */
static void
stop(struct scene *scene)
{
	told_free(TAKE(scene->told));
	store_close(TAKE(scene->store), 1000);
	notify_free(TAKE(scene->notify));
	strbuf_clear(&scene->journal.given);
	strbuf_clear(&scene->stream.given);
	strbuf_clear(&scene->next_journal.given);
	strbuf_clear(&scene->next_stream.given);
}

/* As if nothing had been told since the last save. */
static void
kill(struct scene *scene)
{
	scene->journal.told = scene->stream.told = 0;
	stop(scene);
}

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	temp_folder_make(&scene->folder);
	scene->loop = loop_new();
	start(scene);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	stop(scene);
	loop_free(scene->loop);
	temp_folder_remove(&scene->folder);
	free(scene);
	return 0;
}

/* Stored, and released unless the kill comes before. */
static void
happen(struct scene *scene, uint64_t sequence, bool is_released)
{
	CLEANUP(event_unref)
	struct event *event = event_new(EVENT_CHAIN_CHANGED, 1000);
	struct rows rows = {0};
	struct error err = ERROR_INIT;

	event->text = mem_strdup("it happened");
	event->severity = SEVERITY_NOTICE;
	event->sequence = sequence;
	told_add_row(&rows, event);
	assert_true(rows_write(&rows, store_db(scene->store), &err));
	rows_clear(&rows);
	if (!is_released)
		return;
	notify_event(scene->notify, event);
	told_wake(scene->told);
}

static void
pass(struct scene *scene)
{
	fake_loop_run_for(scene->loop, 2000);
}

static int64_t
count(struct scene *scene, const char *sql)
{
	struct error err = ERROR_INIT;
	int64_t value = -1;

	assert_true(db_ask_int(store_db(scene->store), sql, 0, &value, &err));
	return value;
}

#define GIVEN(sink_name, text) \
	assert_string_equal(strbuf_text(&scene->sink_name.given), text)

static void
what_was_stored_and_not_told_is_told_at_the_start(void **state)
{
	struct scene *scene = *state;

	happen(scene, 1, true);
	pass(scene);
	happen(scene, 2, false);
	happen(scene, 3, false);
	kill(scene);
	start(scene);
	GIVEN(journal, "again:2 again:3 ");
	GIVEN(stream, "again:2 again:3 ");
	happen(scene, 4, true);
	GIVEN(journal, "again:2 again:3 4 ");
}

static void
what_was_told_is_not_told_again(void **state)
{
	struct scene *scene = *state;

	happen(scene, 1, true);
	happen(scene, 2, true);
	pass(scene);
	assert_int_equal(count(scene, "SELECT count(*) FROM untold"), 0);
	kill(scene);
	start(scene);
	GIVEN(journal, "");
	GIVEN(stream, "");
}

static void
an_orderly_end_saves_what_was_told_last(void **state)
{
	struct scene *scene = *state;

	happen(scene, 1, true);
	stop(scene);
	start(scene);
	GIVEN(journal, "");
}

static void
again_and_again_until_it_is_told(void **state)
{
	struct scene *scene = *state;

	happen(scene, 1, false);
	for (int i = 0; i < 3; i++) {
		kill(scene);
		start(scene);
		GIVEN(journal, "again:1 ");
	}
	pass(scene);
	kill(scene);
	start(scene);
	GIVEN(journal, "");
}

static void
a_stuck_sink_gets_its_own_and_the_other_not_twice(void **state)
{
	struct scene *scene = *state;

	scene->stream.is_stuck = true;
	happen(scene, 1, true);
	happen(scene, 2, true);
	assert_false(told_is_done(scene->told));
	pass(scene);
	assert_int_equal(count(scene, "SELECT count(*) FROM untold"), 2);
	kill(scene);
	start(scene);
	GIVEN(journal, "");
	GIVEN(stream, "again:1 again:2 ");
	assert_true(told_is_done(scene->told));
	pass(scene);
	assert_int_equal(count(scene, "SELECT count(*) FROM untold"), 0);
}

/* Events all the time must not put it off. */
static void
it_is_saved_while_events_flow(void **state)
{
	struct scene *scene = *state;

	for (uint64_t sequence = 1; sequence <= 40; sequence++) {
		happen(scene, sequence, true);
		fake_loop_run_for(scene->loop, TOLD_SAVE_MS / 2);
	}
	assert_in_range(count(scene, "SELECT count(*) FROM untold"), 0, 5);
}

static void
other_sinks_after_a_reload_go_on_from_there(void **state)
{
	struct scene *scene = *state;
	struct notify *old = scene->notify;

	happen(scene, 1, true);
	pass(scene);
	scene->notify = notify_new(scene->loop);
	make_sink(&scene->next_journal, "journal");
	make_sink(&scene->next_stream, "other");
	notify_add_sink(scene->notify, &scene->next_journal.sink);
	notify_add_sink(scene->notify, &scene->next_stream.sink);
	told_set_notify(scene->told, scene->notify);
	notify_free(old);
	assert_true(told_is_done(scene->told));
	happen(scene, 2, true);
	pass(scene);
	assert_int_equal(count(scene, "SELECT count(*) FROM untold"), 0);
	assert_int_equal(
	    count(scene, "SELECT count(*) FROM told WHERE sequence = 2"), 2);
}

static void
nothing_is_written_while_nothing_happens(void **state)
{
	struct scene *scene = *state;
	int64_t before;

	happen(scene, 1, true);
	pass(scene);
	before = count(scene, "SELECT total_changes()");
	fake_loop_run_for(scene->loop, 3600000);
	assert_int_equal(count(scene, "SELECT total_changes()"), before);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_was_stored_and_not_told_is_told_at_the_start),
	    TEST(what_was_told_is_not_told_again),
	    TEST(an_orderly_end_saves_what_was_told_last),
	    TEST(again_and_again_until_it_is_told),
	    TEST(a_stuck_sink_gets_its_own_and_the_other_not_twice),
	    TEST(it_is_saved_while_events_flow),
	    TEST(other_sinks_after_a_reload_go_on_from_there),
	    TEST(nothing_is_written_while_nothing_happens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
