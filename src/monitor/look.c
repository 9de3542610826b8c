/*
 * A target is due: it is inspected, the transition is kept, and it is planned
 * again: at the next slot of its phase, sooner after a failure or when the
 * fleet asks for another look.
 */
#include "monitor/inside.h"

#define FAILURES_MAX UINT8_MAX

/*
 * Looks are planned onto a grid, so that those of about the same time are one
 * wake-up: handshakes made together find code and tables in the caches, and
 * cost a fifth less than one at a time. It is a tenth of the interval, a
 * second at most; always later, never sooner, so that a slot is not met twice.
 */
#define GRID_SHARE 10
#define GRID_MAX_MS 1000

/* Not at the look itself: only when it has failed, and never for a file. */
static bool
is_cut_off(const struct monitor *monitor, const struct watch_target *target,
    const struct observation *observation)
{
	return monitor->parts.is_cut_off != NULL &&
	    target->place.address.family != 0 &&
	    failure_is_reachability(observation->failure) &&
	    monitor->parts.is_cut_off(&target->place.address);
}

/* Whoever asks how it stands is told. */
static void
note_look(struct watch_target *target, const struct observation *observation)
{
	target->lasted_ms = observation->total_ms < 0 ? 0
	    : observation->total_ms == 0	      ? 1
					 : (uint32_t)observation->total_ms;
	target->tls_version = observation->tls_version >> 8 == 3
	    ? (uint8_t)(observation->tls_version & 0xff)
	    : 0;
}

static void
note_start(struct monitor *monitor, int64_t late_ms)
{
	monitor_note_lag(monitor, late_ms);
	histogram_note_ms(&monitor->tally.late, late_ms < 0 ? 0 : late_ms);
}

static void
on_inspected(void *arg, const struct inspection *inspection)
{
	struct watch_target *target = arg;
	struct monitor *monitor = target->watch->monitor;
	const struct observation *observation = inspection->observation;
	int64_t now_ms = monitor_now_ms(monitor);
	struct transition *transition =
	    transition_new(TRANSITION_LOOK, target->watch);

	target->inspect = NULL;
	monitor->inspecting--;
	/* The wait in the prober's line counts as late too. */
	if (observation->total_ms >= 0)
		note_start(monitor,
		    now_ms - inspection->waited_ms - observation->total_ms -
			target->due.item.due_ms);
	if (monitor->hooks.inspected != NULL)
		monitor->hooks.inspected(monitor->hooks.arg, inspection);

	note_look(target, observation);
	look_tally_note(&monitor->tally, observation);
	transition->place = target->place;
	if (inspection->verdict != NULL)
		transition->verdict = verdict_ref(inspection->verdict);
	if (inspection->report != NULL)
		transition->report = report_ref(inspection->report);
	transition->is_cut_off = is_cut_off(monitor, target, observation);
	transition->observation = inspect_take_observation(inspection);
	keep_transition(monitor, transition);
	monitor_arm(monitor);
}

void
look_start(struct monitor *monitor, struct watch_target *target)
{
	struct target value;

	if (!turns_take(monitor, target))
		return;
	monitor_unplan(monitor, &target->due);
	watch_target_value(target, &value);
	target->inspect = inspect_start(
	    monitor->parts.inspector, &value, on_inspected, target);
	target_clear(&value);
	monitor->inspecting++;
}

static int64_t
on_grid(const struct watch_target *target, int64_t due_ms)
{
	int64_t grid_ms = watch_interval_ms(target->watch) / GRID_SHARE;
	int64_t beyond_ms;

	if (grid_ms > GRID_MAX_MS)
		grid_ms = GRID_MAX_MS;
	if (grid_ms <= 1)
		return due_ms;
	beyond_ms = due_ms % grid_ms;
	return beyond_ms == 0 ? due_ms : due_ms + grid_ms - beyond_ms;
}

static int64_t
interval_of(const struct watch_target *target)
{
	return target->place.variant == VARIANT_USUAL
	    ? turns_interval_ms(target)
	    : variants_interval_ms(target);
}

static int64_t
regular_ms(const struct watch_target *target, int64_t now_ms)
{
	uint64_t key = watch_target_key(target);
	int64_t interval_ms = interval_of(target);

	if (target->failures > 0)
		return schedule_retry_due(
		    key, interval_ms, target->failures, now_ms);
	return schedule_next_due(key, interval_ms, now_ms);
}

static void
hurry(struct monitor *monitor, struct watch_target *target, int64_t due_ms)
{
	struct due *due = &target->due;

	if (due->item.slot != 0 && due->item.due_ms > due_ms)
		monitor_plan(monitor, due, due_ms);
}

/* The fleet wants to see the other addresses as well, in the same variant; of a
 * variant what its own address shows usually, too. */
static void
hurry_others(struct monitor *monitor, struct watch *watch,
    const struct place *place, int64_t due_ms)
{
	WATCH_LIST_EACH (other, &watch->targets) {
		if (place->variant == VARIANT_USUAL ||
		    place_is_beside(&(*other)->place, place))
			hurry(monitor, *other, due_ms);
	}
	WATCH_LIST_EACH (other, &watch->variants) {
		if ((*other)->place.variant == place->variant)
			hurry(monitor, *other, due_ms);
	}
}

static int64_t
next_ms(const struct watch_target *target, const struct batch *batch,
    int64_t now_ms)
{
	int64_t due_ms = regular_ms(target, now_ms);
	int64_t again_ms = now_ms + batch->look_again_s * 1000;

	if (batch->look_again_s > 0 && again_ms < due_ms)
		due_ms = again_ms;
	return on_grid(target, due_ms);
}

/* When it is due again is stored with what it showed; it is planned then, once
 * that is kept. */
void
look_made(struct monitor *monitor, struct transition *transition)
{
	struct watch_target *target =
	    watch_find(transition->watch, &transition->place);
	int64_t now_ms = monitor_now_ms(monitor);

	if (target == NULL)
		return;
	variants_follow(monitor, target, transition);
	if (transition->verdict != NULL || transition_is_refused(transition))
		target->failures = 0;
	else if (target->failures < FAILURES_MAX)
		target->failures++;
	transition->batch.due_at_ms = clock_wall_ms(monitor->parts.clock) +
	    next_ms(target, &transition->batch, now_ms) - now_ms;
}

void
look_kept(struct monitor *monitor, const struct transition *transition)
{
	struct watch_target *target =
	    watch_find(transition->watch, &transition->place);
	const struct batch *batch = &transition->batch;
	int64_t now_ms = monitor_now_ms(monitor);
	int64_t due_ms;

	if (target == NULL)
		return;
	pass_leave(monitor, &target->is_in_pass);
	if (monitor->options.is_once || monitor->is_stopping)
		return;

	if (batch->look_again_s > 0 && batch->is_look_again_endpoint)
		hurry_others(monitor, transition->watch, &transition->place,
		    now_ms + batch->look_again_s * 1000);
	if (batch->is_file_changed)
		hurry_servers(monitor, transition->watch->endpoint->file);
	/* Under way again since a reload. */
	if (target->inspect != NULL)
		return;
	due_ms = next_ms(target, batch, now_ms);
	if (target->due.item.slot != 0 && target->due.item.due_ms < due_ms)
		due_ms = target->due.item.due_ms;
	monitor_plan(monitor, &target->due, due_ms);
}

static int64_t
most_ms(const struct watch_target *target)
{
	return target->place.variant == VARIANT_USUAL
	    ? turns_most_ms(target)
	    : variants_interval_ms(target);
}

/* What was due while nobody looked is spread like a first pass. So is what is
 * due beyond an interval: a clock was set back, or the interval is another. */
int64_t
look_resume_ms(const struct monitor *monitor, const struct watch_target *target,
    int64_t due_at_ms)
{
	int64_t left_ms = due_at_ms - clock_wall_ms(monitor->parts.clock);

	if (left_ms <= 0 || left_ms > most_ms(target))
		return look_soon_ms(monitor, target);
	return on_grid(target, monitor_now_ms(monitor) + left_ms);
}

int64_t
look_next_ms(const struct watch_target *target)
{
	return on_grid(target,
	    schedule_next_due(watch_target_key(target),
		turns_interval_ms(target),
		monitor_now_ms(target->watch->monitor)));
}

void
look_drop(struct monitor *monitor, struct watch_target *target)
{
	monitor_unplan(monitor, &target->due);
	if (target->inspect != NULL) {
		inspect_cancel(TAKE(target->inspect));
		monitor->inspecting--;
	}
	pass_leave(monitor, &target->is_in_pass);
	if (target->place.variant == VARIANT_USUAL) {
		variants_drop_beside(monitor, target);
		monitor->target_count--;
	}
	watch_drop(target->watch, target);
}

int64_t
look_soon_ms(const struct monitor *monitor, const struct watch_target *target)
{
	int64_t now_ms = monitor_now_ms(monitor);
	int64_t due_ms;

	if (monitor->options.is_once)
		return now_ms;
	if (!turns_is_first(target))
		return look_next_ms(target);
	due_ms = schedule_first_due(watch_target_key(target),
	    watch_interval_ms(target->watch), monitor->pass_spread_ms,
	    monitor->pass_started_ms);
	return due_ms > now_ms ? on_grid(target, due_ms) : now_ms;
}
