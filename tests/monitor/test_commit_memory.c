/* The commit seam without a store: numbers, ids, order, never at once. */
#include "monitor/commit_memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "support/fake_loop.h"

struct order {
	char text[16];
};

struct mark {
	struct order *order;
	char name;
};

static void
on_done(void *arg)
{
	struct mark *mark = arg;

	mark->order->text[strlen(mark->order->text)] = mark->name;
}

static void
batches_are_kept_in_order_and_never_at_once(void **state)
{
	CLEANUP(loop_free) struct loop *loop = loop_new();
	CLEANUP(commit_memory_free)
	struct commit_memory *memory = commit_memory_new(loop);
	struct commit commit = commit_memory_ops(memory);
	struct order order = {{0}};
	struct mark a = {&order, 'a'}, b = {&order, 'b'};
	struct batch batch = {0};

	commit.commit(commit.arg, &batch, on_done, &a);
	commit.commit(commit.arg, &batch, on_done, &b);
	assert_string_equal(order.text, "");
	loop_run(loop);
	assert_string_equal(order.text, "ab");
}

static void
events_get_running_numbers_and_ids_of_their_own(void **state)
{
	CLEANUP(loop_free) struct loop *loop = loop_new();
	CLEANUP(commit_memory_free)
	struct commit_memory *memory = commit_memory_new(loop);
	struct commit commit = commit_memory_ops(memory);
	struct order order = {{0}};
	struct mark a = {&order, 'a'};
	struct batch batch = {0};
	const struct event *first, *second;

	*ARRAY_ADD(&batch.events) = event_new(EVENT_MONITOR_STARTED, 0);
	*ARRAY_ADD(&batch.events) = event_new(EVENT_MONITOR_STOPPED, 0);
	commit.commit(commit.arg, &batch, on_done, &a);
	loop_run(loop);
	first = batch.events.items[0];
	second = batch.events.items[1];
	assert_int_equal(first->sequence, 1);
	assert_int_equal(second->sequence, 2);
	assert_int_equal(strlen(first->id), EVENT_ID_LEN);
	assert_string_not_equal(first->id, second->id);
	ARRAY_EACH (event, &batch.events)
		event_unref(*event);
	ARRAY_CLEAR(&batch.events);
}

static void
what_waits_when_it_is_freed_is_dropped(void **state)
{
	struct loop *loop = loop_new();
	struct commit_memory *memory = commit_memory_new(loop);
	struct commit commit = commit_memory_ops(memory);
	struct order order = {{0}};
	struct mark a = {&order, 'a'};
	struct batch batch = {0};

	commit.commit(commit.arg, &batch, on_done, &a);
	commit_memory_free(memory);
	loop_free(loop);
	assert_string_equal(order.text, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(batches_are_kept_in_order_and_never_at_once),
	    cmocka_unit_test(events_get_running_numbers_and_ids_of_their_own),
	    cmocka_unit_test(what_waits_when_it_is_freed_is_dropped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
