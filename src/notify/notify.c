/* Events to sinks, in order and bounded; see notify.h. */
#include "notify/notify.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "model/sink_names.h"

#define NOTIFY_RETRY_MS 200	     /* how soon a full sink is offered again */
#define NOTIFY_CLOSE_TIMEOUT_MS 5000 /* for all sinks, at the end */

/* A sink and what it could not take yet: a ring, oldest at first. */
struct outlet {
	struct sink *sink;
	struct event **events;
	size_t first, len, cap;
	uint64_t dropped_count; /* since it was last said */
	uint64_t delivered, dropped;
};

struct notify {
	struct loop *loop;
	struct loop_timer *retry;
	size_t max_queued;
	uint64_t newest; /* sequence */
	ARRAY(struct outlet *) outlets;
};

static void
outlet_push(struct outlet *outlet, struct event *event)
{
	if (outlet->len == outlet->cap) {
		size_t cap = outlet->cap == 0 ? 64 : outlet->cap * 2;
		struct event **events = mem_new(cap, sizeof(struct event *));

		for (size_t i = 0; i < outlet->len; i++)
			events[i] =
			    outlet->events[(outlet->first + i) % outlet->cap];
		free(outlet->events);
		outlet->events = events;
		outlet->first = 0;
		outlet->cap = cap;
	}
	outlet->events[(outlet->first + outlet->len++) % outlet->cap] =
	    event_ref(event);
}

static void
outlet_pop(struct outlet *outlet)
{
	event_unref(outlet->events[outlet->first]);
	outlet->first = (outlet->first + 1) % outlet->cap;
	outlet->len--;
}

/* Offers what is queued, oldest first; true: nothing is left. */
static bool
outlet_offer(struct outlet *outlet)
{
	while (outlet->len > 0) {
		struct sink *sink = outlet->sink;

		if (!sink->ops->deliver(sink, outlet->events[outlet->first]))
			return false;
		outlet->delivered++;
		outlet_pop(outlet);
	}
	if (outlet->dropped_count > 0) {
		log_error(outlet->sink->ops->name,
		    "%llu events were dropped: the sink took none for too long",
		    (unsigned long long)outlet->dropped_count);
		outlet->dropped_count = 0;
	}
	return true;
}

static void
retry(void *arg)
{
	struct notify *notify = arg;
	bool is_done = true;

	ARRAY_EACH (outlet, &notify->outlets)
		is_done &= outlet_offer(*outlet);
	if (!is_done)
		loop_timer_set(notify->retry, NOTIFY_RETRY_MS);
}

struct notify *
notify_new(struct loop *loop)
{
	struct notify *notify = MEM_NEW(struct notify);

	notify->loop = loop;
	notify->retry = loop_timer_new(loop, retry, notify);
	notify->max_queued = NOTIFY_MAX_QUEUED;
	return notify;
}

void
notify_set_max_queued(struct notify *notify, size_t max_queued)
{
	notify->max_queued = max_queued;
}

void
notify_add_sink(struct notify *notify, struct sink *take_sink)
{
	struct outlet *outlet = MEM_NEW(struct outlet);

	outlet->sink = take_sink;
	*ARRAY_ADD(&notify->outlets) = outlet;
}

/* What stands before it in the queue goes first; the newest is dropped when
 * the bound is met: the start of a story is worth more than its end. */
static void
outlet_event(struct notify *notify, struct outlet *outlet, struct event *event)
{
	if (outlet->len >= notify->max_queued && !outlet_offer(outlet) &&
	    outlet->len >= notify->max_queued) {
		outlet->dropped_count++;
		outlet->dropped++;
		return;
	}
	outlet_push(outlet, event);
	if (!outlet_offer(outlet))
		loop_timer_set(notify->retry, NOTIFY_RETRY_MS);
}

bool
notify_is_local(const struct event *event)
{
	return event->sinks == NULL ||
	    sink_names_have(event->sinks, SINK_NAME_JOURNAL);
}

/* Standard error stands in for the journal, or beside it. */
static bool
is_for(const struct sink *sink, const struct event *event)
{
	if (event->hush != HUSH_NONE && !sink->ops->takes_hushed)
		return false;
	if (sink->ops->told != NULL)
		return notify_is_local(event);
	return event->sinks == NULL ||
	    sink_names_have(event->sinks, sink->ops->name);
}

void
notify_event(struct notify *notify, struct event *event)
{
	ARRAY_EACH (outlet, &notify->outlets) {
		if (is_for((*outlet)->sink, event))
			outlet_event(notify, *outlet, event);
	}
	/* The others are not asked how far they have come. */
	if (notify_is_local(event) && event->sequence > notify->newest)
		notify->newest = event->sequence;
}

/* A queue that is empty has room for all of it (store/untold.h); one that is
 * stuck from the start has not. */
static void
outlet_again(struct outlet *outlet, const struct untold *untold)
{
	struct sink *sink = outlet->sink;
	uint64_t told = 0;
	size_t lost = untold->left_out;

	ARRAY_EACH (mark, &untold->marks) {
		if (strcmp(mark->sink, sink->ops->name) == 0)
			told = mark->sequence;
	}
	ARRAY_EACH (entry, &untold->entries)
		lost += entry->sequence > told &&
		    !sink->ops->deliver_again(sink, entry);
	if (lost > 0)
		log_warning(sink->ops->name,
		    "%zu events from before the start may never have been "
		    "told here; the store has them",
		    lost);
}

void
notify_again(struct notify *notify, const struct untold *untold)
{
	ARRAY_EACH (outlet, &notify->outlets) {
		if ((*outlet)->sink->ops->deliver_again != NULL)
			outlet_again(*outlet, untold);
	}
	if (untold->entries.len > 0)
		notify->newest =
		    untold->entries.items[untold->entries.len - 1].sequence;
}

size_t
notify_marks(
    const struct notify *notify, struct untold_mark ret_marks[UNTOLD_MAX_SINKS])
{
	size_t count = 0;

	ARRAY_EACH (outlet, &notify->outlets) {
		struct sink *sink = (*outlet)->sink;
		struct untold_mark *mark = &ret_marks[count];

		if (sink->ops->told == NULL || count == UNTOLD_MAX_SINKS)
			continue;
		snprintf(mark->sink, sizeof mark->sink, "%s", sink->ops->name);
		mark->sequence = sink->ops->told(sink);
		count++;
	}
	return count;
}

size_t
notify_sink_count(const struct notify *notify)
{
	return notify->outlets.len;
}

struct notify_counts
notify_counts_at(const struct notify *notify, size_t i)
{
	const struct outlet *outlet = notify->outlets.items[i];

	return (struct notify_counts){
	    .name = outlet->sink->ops->name,
	    .is_local = outlet->sink->ops->told != NULL,
	    .waiting = outlet->len,
	    .delivered = outlet->delivered,
	    .dropped = outlet->dropped,
	};
}

uint64_t
notify_newest(const struct notify *notify)
{
	return notify->newest;
}

/* Until the deadline; what is left then is lost and said. */
static void
outlet_close(struct outlet *outlet, int64_t deadline_ms)
{
	struct sink *sink = outlet->sink;
	int64_t left_ms = deadline_ms - clock_steady_ms(&clock_system);

	while (!outlet_offer(outlet) && left_ms > 0) {
		if (!sink->ops->flush(sink, left_ms))
			break;
		left_ms = deadline_ms - clock_steady_ms(&clock_system);
	}
	if (outlet->len > 0)
		log_error(sink->ops->name,
		    "%zu events were not delivered before the end",
		    outlet->len);
	while (outlet->len > 0)
		outlet_pop(outlet);
	sink->ops->close(sink, left_ms > 0 ? left_ms : 0);
	free(outlet->events);
	free(outlet);
}

void
notify_free(struct notify *notify)
{
	int64_t deadline_ms;

	if (notify == NULL)
		return;
	deadline_ms = clock_steady_ms(&clock_system) + NOTIFY_CLOSE_TIMEOUT_MS;
	ARRAY_EACH (outlet, &notify->outlets)
		outlet_close(*outlet, deadline_ms);
	ARRAY_CLEAR(&notify->outlets);
	loop_timer_free(notify->retry);
	free(notify);
}
