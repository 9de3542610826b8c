/*
 * A step is made, committed, and when it is kept its events are released to
 * the sinks and its endpoint's next step is made. Nothing is told that is not
 * kept, and no transition builds on one that might still be lost.
 */
#include "monitor/inside.h"

static void
link_kept(struct monitor *monitor, struct step *step)
{
	step->older = monitor->newest_kept;
	if (step->older != NULL)
		step->older->newer = step;
	monitor->newest_kept = step;
}

static void
unlink_kept(struct monitor *monitor, struct step *step)
{
	if (step->newer != NULL)
		step->newer->older = step->older;
	else
		monitor->newest_kept = step->older;
	if (step->older != NULL)
		step->older->newer = step->newer;
}

static void on_kept(void *arg);

static void
make(struct monitor *monitor, struct step *step)
{
	step_make(step, monitor->parts.fleet, monitor->parts.inspector,
	    clock_wall_s(monitor->parts.clock));
	link_kept(monitor, step);
	monitor->parts.commit.commit(
	    monitor->parts.commit.arg, &step->batch, on_kept, step);
}

/* What its being kept sets going. */
static void
follow_up(struct monitor *monitor, struct step *step)
{
	struct watch *watch = step->watch;

	if (watch != NULL && watch->is_removed)
		return;
	switch (step->kind) {
	case STEP_LOOK: look_kept(monitor, step); break;
	case STEP_TARGETS:
	case STEP_RESOLVE_FAILED:
	case STEP_RESOLVE_WORKED:
		pass_leave(monitor, &watch->is_in_pass);
		break;
	case STEP_MADE:
		if (step->kept != NULL)
			step->kept(monitor);
		break;
	}
}

static void
next_of(struct monitor *monitor, struct watch *watch)
{
	if (watch == NULL)
		return;
	watch->steps = watch->steps->next;
	if (watch->steps != NULL)
		make(monitor, watch->steps);
}

static void
on_kept(void *arg)
{
	struct step *step = arg;
	struct monitor *monitor = step->monitor;

	ARRAY_EACH (event, &step->batch.events)
		notify_event(monitor->parts.notify, *event);
	unlink_kept(monitor, step);
	follow_up(monitor, step);
	next_of(monitor, step->watch);
	step_free(step);
	pass_check(monitor);
	if (monitor->is_stopping && monitor->newest_kept == NULL &&
	    monitor->stopped != NULL)
		TAKE(monitor->stopped)(monitor->stopped_arg);
}

void
keep_step(struct monitor *monitor, struct step *take_step)
{
	struct step **last;

	take_step->monitor = monitor;
	if (take_step->watch == NULL) {
		make(monitor, take_step);
		return;
	}
	for (last = &take_step->watch->steps; *last != NULL;
	     last = &(*last)->next)
		;
	*last = take_step;
	if (take_step->watch->steps == take_step)
		make(monitor, take_step);
}

void
keep_batch(struct monitor *monitor, struct batch *take_batch, loop_fn kept)
{
	struct step *step = step_new(STEP_MADE, NULL);

	step->batch = *take_batch;
	step->kept = kept;
	*take_batch = (struct batch){0};
	keep_step(monitor, step);
}

void
keep_forget_waiting(struct watch *watch)
{
	if (watch->steps == NULL)
		return;
	while (watch->steps->next != NULL) {
		struct step *step = watch->steps->next;

		watch->steps->next = step->next;
		step_free(step);
	}
}

void
keep_free_all(struct monitor *monitor)
{
	while (monitor->newest_kept != NULL) {
		struct step *step = monitor->newest_kept;

		if (step->watch != NULL) {
			keep_forget_waiting(step->watch);
			step->watch->steps = NULL;
		}
		monitor->newest_kept = step->older;
		step_free(step);
	}
}
