/*
 * A transition is made, committed, and when it is kept its events are released
 * to the sinks and its endpoint's next transition is made. Nothing is told that
 * is not kept, and no transition builds on one that might still be lost.
 */
#include "incident/routing.h"
#include "monitor/inside.h"

static void
link_kept(struct monitor *monitor, struct transition *transition)
{
	transition->older = monitor->newest_kept;
	if (transition->older != NULL)
		transition->older->newer = transition;
	monitor->newest_kept = transition;
	monitor->keeping++;
}

static void
unlink_kept(struct monitor *monitor, struct transition *transition)
{
	if (transition->newer != NULL)
		transition->newer->older = transition->older;
	else
		monitor->newest_kept = transition->older;
	if (transition->older != NULL)
		transition->older->newer = transition->newer;
	monitor->keeping--;
}

static void on_kept(void *arg);

static void
make(struct monitor *monitor, struct transition *transition)
{
	int64_t now;

	if (transition->kind == TRANSITION_LOOK)
		clock_watch(monitor, false);
	now = clock_wall_s(monitor->parts.clock);
	transition_make(
	    transition, monitor->parts.fleet, monitor->parts.inspector, now);
	if (transition->kind == TRANSITION_LOOK)
		look_made(monitor, transition);
	if (transition->kind == TRANSITION_RESOLVE_FAILED)
		addresses_made(monitor, transition);
	outage_follow(monitor, &transition->batch);
	ARRAY_EACH (event, &transition->batch.events)
		monitor_fault_list_take(&monitor->faults, *event);
	if (monitor->parts.routes != NULL)
		routing_apply(monitor->parts.routes,
		    fleet_hush(monitor->parts.fleet), &transition->batch, now);
	link_kept(monitor, transition);
	monitor->parts.commit.commit(
	    monitor->parts.commit.arg, &transition->batch, on_kept, transition);
	transition_drop_evidence(transition);
}

/* What its being kept sets going. */
static void
follow_up(struct monitor *monitor, struct transition *transition)
{
	struct watch *watch = transition->watch;

	if (watch != NULL && watch->is_removed)
		return;
	switch (transition->kind) {
	case TRANSITION_LOOK: look_kept(monitor, transition); break;
	case TRANSITION_TARGETS:
	case TRANSITION_RESOLVE_FAILED:
	case TRANSITION_RESOLVE_WORKED:
		pass_leave(monitor, &watch->is_in_pass);
		break;
	case TRANSITION_MADE:
		if (transition->kept != NULL)
			transition->kept(monitor);
		break;
	}
}

static void
next_of(struct monitor *monitor, struct watch *watch)
{
	if (watch == NULL)
		return;
	watch->transitions = watch->transitions->next;
	if (watch->transitions != NULL)
		make(monitor, watch->transitions);
}

static void
on_kept(void *arg)
{
	struct transition *transition = arg;
	struct monitor *monitor = transition->monitor;

	ARRAY_EACH (event, &transition->batch.events) {
		monitor->told[(*event)->kind]++;
		notify_event(monitor->parts.notify, *event);
	}
	unlink_kept(monitor, transition);
	follow_up(monitor, transition);
	next_of(monitor, transition->watch);
	transition_free(transition);
	addresses_go_on(monitor);
	pass_check(monitor);
	if (monitor->is_stopping && monitor->newest_kept == NULL &&
	    monitor->stopped != NULL)
		TAKE(monitor->stopped)(monitor->stopped_arg);
}

void
keep_transition(struct monitor *monitor, struct transition *take_transition)
{
	struct transition **last;

	take_transition->monitor = monitor;
	if (take_transition->watch == NULL) {
		make(monitor, take_transition);
		return;
	}
	for (last = &take_transition->watch->transitions; *last != NULL;
	     last = &(*last)->next)
		;
	*last = take_transition;
	if (take_transition->watch->transitions == take_transition)
		make(monitor, take_transition);
}

void
keep_batch(struct monitor *monitor, struct batch *take_batch, loop_fn kept)
{
	struct transition *transition = transition_new(TRANSITION_MADE, NULL);

	transition->batch = *take_batch;
	transition->kept = kept;
	*take_batch = (struct batch){0};
	keep_transition(monitor, transition);
}

void
keep_forget_waiting(struct watch *watch)
{
	if (watch->transitions == NULL)
		return;
	while (watch->transitions->next != NULL) {
		struct transition *transition = watch->transitions->next;

		watch->transitions->next = transition->next;
		transition_free(transition);
	}
}

void
keep_free_all(struct monitor *monitor)
{
	while (monitor->newest_kept != NULL) {
		struct transition *transition = monitor->newest_kept;

		if (transition->watch != NULL) {
			keep_forget_waiting(transition->watch);
			transition->watch->transitions = NULL;
		}
		monitor->newest_kept = transition->older;
		monitor->keeping--;
		transition_free(transition);
	}
}
