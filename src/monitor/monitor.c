/* The monitor's life, and the one timer over the one heap; see monitor.h. */
#include "monitor/monitor.h"

#include "base/duration.h"
#include "base/log.h"
#include "base/mem.h"
#include "monitor/inside.h"

const struct monitor_options monitor_options_default = {
    .spread_ms = 30000,
    .late_s = 60,
};

int64_t
monitor_now_ms(const struct monitor *monitor)
{
	return clock_steady_ms(monitor->parts.clock);
}

void
monitor_arm(struct monitor *monitor)
{
	const struct schedule_item *first = schedule_first(monitor->schedule);
	int64_t due_ms = first == NULL ? INT64_MAX : first->due_ms;
	int64_t delay_ms;

	if (monitor->is_stopping ||
	    monitor->inspecting >= MONITOR_MAX_INSPECTIONS)
		due_ms = INT64_MAX;
	if (due_ms == monitor->armed_for_ms)
		return;
	monitor->armed_for_ms = due_ms;
	if (due_ms == INT64_MAX) {
		loop_timer_stop(monitor->due_timer);
		return;
	}
	delay_ms = due_ms - monitor_now_ms(monitor);
	loop_timer_set(monitor->due_timer, delay_ms > 0 ? delay_ms : 0);
}

void
monitor_plan(struct monitor *monitor, struct due *due, int64_t due_ms)
{
	schedule_set(monitor->schedule, &due->item, due_ms);
	monitor_arm(monitor);
}

void
monitor_unplan(struct monitor *monitor, struct due *due)
{
	schedule_remove(monitor->schedule, &due->item);
}

static void
start(struct monitor *monitor, struct due *due)
{
	switch ((enum due_kind)due->item.kind) {
	case DUE_ADDRESSES: addresses_ask(monitor, (struct watch *)due); break;
	case DUE_LOOK: look_start(monitor, (struct watch_target *)due); break;
	}
}

/* Bounded in one turn, so that what the started ones cause is served too. */
static void
on_due(void *arg)
{
	struct monitor *monitor = arg;
	int64_t now_ms = monitor_now_ms(monitor);

	asleep_check(monitor);
	monitor->armed_for_ms = INT64_MAX;
	for (unsigned i = 0; i < MONITOR_MAX_STARTS; i++) {
		struct schedule_item *first = schedule_first(monitor->schedule);

		if (first == NULL || first->due_ms > now_ms ||
		    monitor->inspecting >= MONITOR_MAX_INSPECTIONS)
			break;
		start(monitor, (struct due *)first);
	}
	monitor_arm(monitor);
}

static void
tell_lag(struct monitor *monitor, bool is_late)
{
	struct event *event =
	    event_new(EVENT_MONITOR_FAULT, clock_wall_s(monitor->parts.clock));
	char lag[DURATION_TEXT_MAX];

	duration_words(monitor->lag.last_ms / 1000, lag);
	event->finding = FINDING_PROBING_LATE;
	event->severity = is_late ? finding_info(FINDING_PROBING_LATE)->severity
				  : SEVERITY_OK;
	event->text = is_late
	    ? mem_printf("probes start %s later than planned: this monitor "
			 "is falling behind",
		  lag)
	    : mem_strdup("probes start on time again");
	event->detail = mem_printf("%zu targets, %zu probes under way or "
				   "waiting, worst lag %lld ms",
	    monitor->target_count, monitor->inspecting,
	    (long long)monitor->lag.worst_ms);
	monitor_tell(monitor, event);
}

/* What is wrong in the file itself (ERROR_INVALID: store/db.h) does not pass by
 * waiting. */
static const char *
store_words(bool is_failing, const struct error *err)
{
	if (!is_failing)
		return "the store works again: what was not kept is written "
		       "now";
	if (err->kind == ERROR_INVALID)
		return "the store is corrupt: what happens is told, but not "
		       "kept; a restart sets it aside and begins a new one";
	return "the store cannot be written: what happens is told, but not "
	       "kept";
}

void
monitor_store_changed(
    struct monitor *monitor, bool is_failing, const struct error *err)
{
	struct event *event;

	if (monitor->is_store_corrupt)
		return;
	monitor->is_store_corrupt = is_failing && err->kind == ERROR_INVALID;
	event =
	    event_new(EVENT_MONITOR_FAULT, clock_wall_s(monitor->parts.clock));
	event->finding = FINDING_STORE_FAILING;
	event->severity = is_failing
	    ? finding_info(FINDING_STORE_FAILING)->severity
	    : SEVERITY_OK;
	event->text = mem_strdup(store_words(is_failing, err));
	if (is_failing)
		event->detail = mem_strdup(err->message);
	monitor_tell(monitor, event);
}

void
monitor_note_lag(struct monitor *monitor, int64_t lag_ms)
{
	int64_t now_ms = monitor_now_ms(monitor);

	/* Planned before the machine slept: that was no work left undone. */
	if (monitor->woke_at_ms != 0 && now_ms - lag_ms < monitor->woke_at_ms)
		return;
	switch (lag_note(&monitor->lag, lag_ms, now_ms)) {
	case LAG_SAME: break;
	case LAG_BEGAN: tell_lag(monitor, true); break;
	case LAG_ENDED: tell_lag(monitor, false); break;
	}
}

/* Time alone: for the fleet, and to notice that nothing starts at all. */
static void
on_tick(void *arg)
{
	struct monitor *monitor = arg;
	const struct schedule_item *first;
	struct batch batch = {0};
	int64_t overdue_ms;

	if (monitor->is_stopping)
		return;
	asleep_check(monitor);
	first = schedule_first(monitor->schedule);
	clock_watch(monitor, true);
	overdue_ms =
	    first == NULL ? 0 : monitor_now_ms(monitor) - first->due_ms;
	if (overdue_ms > 0)
		monitor_note_lag(monitor, overdue_ms);
	fleet_tick(
	    monitor->parts.fleet, clock_wall_s(monitor->parts.clock), &batch);
	outage_follow(monitor, &batch);
	outage_tick(monitor);
	if (batch.events.len > 0 || batch.incidents.len > 0 ||
	    batch.flaps.len > 0 || batch.unheard.len > 0)
		keep_batch(monitor, &batch, NULL);
	else
		batch_clear(&batch);
	pass_tick(monitor);
	monitor_arm_tick(monitor);
}

void
monitor_arm_tick(struct monitor *monitor)
{
	int64_t at = fleet_tick_at(monitor->parts.fleet);
	int64_t now_ms = clock_wall_ms(monitor->parts.clock);
	int64_t in_ms = MONITOR_TICK_MS;

	/* What waits for nothing goes with what else is done. */
	if (fleet_is_still(monitor->parts.fleet)) {
		loop_timer_set_idle(
		    monitor->tick_timer, MONITOR_TICK_MS, MONITOR_TICK_MS);
		return;
	}
	if (at < now_ms / 1000 + MONITOR_TICK_MS / 1000)
		in_ms = at * 1000 - now_ms;
	if (in_ms < MONITOR_TICK_LEAST_MS)
		in_ms = MONITOR_TICK_LEAST_MS;
	loop_timer_set(monitor->tick_timer, in_ms);
}

struct monitor *
monitor_new(
    const struct monitor_parts *parts, const struct monitor_options *options)
{
	struct monitor *monitor = MEM_NEW(struct monitor);

	monitor->parts = *parts;
	monitor->options = *options;
	monitor->lag.late_ms = options->is_once ? 0 : options->late_s * 1000;
	monitor->armed_for_ms = INT64_MAX;
	monitor->slept_ms = clock_slept_ms(parts->clock);
	monitor->schedule = schedule_new();
	monitor->due_timer = loop_timer_new(parts->loop, on_due, monitor);
	monitor->tick_timer = loop_timer_new(parts->loop, on_tick, monitor);
	loop_timer_set(monitor->tick_timer, MONITOR_TICK_MS);
	return monitor;
}

static void
cancel_looks(struct monitor *monitor, const struct watch_list *list)
{
	WATCH_LIST_EACH (target, list) {
		monitor_unplan(monitor, &(*target)->due);
		inspect_cancel(TAKE((*target)->inspect));
	}
}

/* Ends what is under way; the lists stay. */
static void
cancel_all(struct monitor *monitor)
{
	loop_timer_stop(monitor->due_timer);
	loop_timer_stop(monitor->tick_timer);
	ARRAY_EACH (watch, &monitor->watches) {
		addresses_cancel(monitor, *watch);
		keep_forget_waiting(*watch);
		cancel_looks(monitor, &(*watch)->targets);
		cancel_looks(monitor, &(*watch)->variants);
	}
	monitor->inspecting = 0;
}

void
monitor_free(struct monitor *monitor)
{
	if (monitor == NULL)
		return;
	cancel_all(monitor);
	keep_free_all(monitor);
	ARRAY_EACH (watch, &monitor->watches) {
		while ((*watch)->targets.len > 0)
			look_drop(
			    monitor, *watch_list_items(&(*watch)->targets));
		watch_unref(*watch);
	}
	ARRAY_CLEAR(&monitor->watches);
	monitor_fault_list_clear(&monitor->faults);
	schedule_free(monitor->schedule);
	loop_timer_free(monitor->due_timer);
	loop_timer_free(monitor->tick_timer);
	free(monitor);
}

void
monitor_set_hooks(struct monitor *monitor, const struct monitor_hooks *hooks)
{
	monitor->hooks = *hooks;
}

void
monitor_set_resolver(struct monitor *monitor, struct resolver *resolver)
{
	monitor->parts.resolver = resolver;
	ARRAY_EACH (watch, &monitor->watches) {
		if ((*watch)->expand == NULL)
			continue;
		addresses_cancel(monitor, *watch);
		monitor_plan(monitor, &(*watch)->due, monitor_now_ms(monitor));
	}
}

void
monitor_set_routes(struct monitor *monitor, const struct routes *routes)
{
	monitor->parts.routes = routes;
}

void
monitor_set_notify(struct monitor *monitor, struct notify *notify)
{
	monitor->parts.notify = notify;
}

void
monitor_tell(struct monitor *monitor, struct event *take_event)
{
	struct batch batch = {0};

	*ARRAY_ADD(&batch.events) = take_event;
	keep_batch(monitor, &batch, NULL);
}

void
monitor_stop(struct monitor *monitor, struct event *take_event, loop_fn stopped,
    void *arg)
{
	monitor->is_stopping = true;
	cancel_all(monitor);
	monitor->stopped = stopped;
	monitor->stopped_arg = arg;
	if (take_event != NULL)
		monitor_tell(monitor, take_event);
	else if (monitor->newest_kept == NULL)
		loop_defer(monitor->parts.loop, TAKE(monitor->stopped), arg);
}

static int64_t
overdue_ms(const struct monitor *monitor)
{
	const struct schedule_item *first = schedule_first(monitor->schedule);
	int64_t now_ms = monitor_now_ms(monitor);

	return first == NULL || first->due_ms >= now_ms
	    ? 0
	    : now_ms - first->due_ms;
}

struct monitor_counts
monitor_counts(const struct monitor *monitor)
{
	return (struct monitor_counts){
	    .endpoints = monitor->watches.len,
	    .targets = monitor->target_count,
	    .open_incidents = fleet_incident_count(monitor->parts.fleet),
	    .inspections =
		inspector_counts(monitor->parts.inspector).inspections,
	    .lag_ms = monitor->lag.last_ms,
	    .worst_lag_ms = monitor->lag.worst_ms,
	    .overdue_ms = overdue_ms(monitor),
	};
}
