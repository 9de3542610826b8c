/*
 * Is it the targets, or the monitor's own network (incident/offline.h)? In
 * doubt some others are looked at at once, so that it is known before anybody
 * is told of a server that is well. While nothing can be reached a few are
 * looked at each minute; as soon as one answers, all that failed. It is the
 * same with names and the monitor's DNS.
 */
#include "monitor/inside.h"

#define OTHERS_PER_MINUTE 3
#define BACK_PER_S 100 /* looks at most, when the network is there again */
#define BACK_SPREAD_LEAST_MS 5000

static bool
has_answered(const struct monitor *monitor, const struct watch_target *target)
{
	struct target value;
	const struct target_state *state;
	bool is_reached;

	watch_target_value(target, &value);
	state = fleet_target(monitor->parts.fleet, &value);
	is_reached = state != NULL && state->is_reached;
	target_clear(&value);
	return is_reached;
}

/* It waits for its turn, and can have it sooner. */
static bool
is_waiting(const struct watch_target *target)
{
	return target->due.item.slot != 0 && target->place.address.family != 0;
}

/* One of the watch's that did answer, or did not, and is not due by then. */
static struct watch_target *
find(const struct monitor *monitor, const struct watch *watch,
    bool is_answering, int64_t due_ms)
{
	WATCH_LIST_EACH (at, &watch->targets) {
		if (is_waiting(*at) && (*at)->due.item.due_ms > due_ms &&
		    has_answered(monitor, *at) == is_answering)
			return *at;
	}
	return NULL;
}

/* Of so many endpoints one each, by turns through the fleet. */
static void
look_at_some(struct monitor *monitor, size_t count, bool is_answering)
{
	int64_t now_ms = monitor_now_ms(monitor);

	for (size_t i = 0; i < monitor->watches.len && count > 0; i++) {
		size_t at = monitor->outage_at++ % monitor->watches.len;
		struct watch_target *target = find(
		    monitor, monitor->watches.items[at], is_answering, now_ms);

		if (target == NULL)
			continue;
		monitor_plan(monitor, &target->due, now_ms);
		count--;
	}
}

/* Soon, but spread so that the network is not met by all at once. */
static void
look_at(struct monitor *monitor, struct watch_target *target)
{
	int64_t spread_ms = (int64_t)monitor->target_count * 1000 / BACK_PER_S;
	int64_t due_ms;

	if (spread_ms < BACK_SPREAD_LEAST_MS)
		spread_ms = BACK_SPREAD_LEAST_MS;
	due_ms = monitor_now_ms(monitor) +
	    (int64_t)(watch_target_key(target) % (uint64_t)spread_ms);
	if (is_waiting(target) && target->due.item.due_ms > due_ms)
		monitor_plan(monitor, &target->due, due_ms);
}

static void
look_at_all(struct monitor *monitor)
{
	ARRAY_EACH (watch, &monitor->watches) {
		WATCH_LIST_EACH (at, &(*watch)->targets)
			look_at(monitor, *at);
	}
}

/* Names wait for their turn. */
static bool
is_name_waiting(const struct watch *watch, int64_t due_ms)
{
	return watch->due.item.slot != 0 && watch->due.item.due_ms > due_ms;
}

/* So many endpoints' names, by turns through the fleet. */
static void
ask_some(struct monitor *monitor, size_t count, bool is_failing)
{
	int64_t now_ms = monitor_now_ms(monitor);

	for (size_t i = 0; i < monitor->watches.len && count > 0; i++) {
		size_t at = monitor->outage_at++ % monitor->watches.len;
		struct watch *watch = monitor->watches.items[at];

		if ((watch->resolve_failures > 0) != is_failing ||
		    !is_name_waiting(watch, now_ms))
			continue;
		watch->is_in_doubt = true;
		monitor_plan(monitor, &watch->due, now_ms);
		count--;
	}
}

/* As if they had failed for the first time. */
static void
ask_failed(struct monitor *monitor)
{
	int64_t now_ms = monitor_now_ms(monitor);

	ARRAY_EACH (watch, &monitor->watches) {
		if ((*watch)->resolve_failures == 0)
			continue;
		(*watch)->resolve_failures = 1;
		if (is_name_waiting(*watch, now_ms))
			monitor_plan(monitor, &(*watch)->due, now_ms);
	}
}

/* As if they had failed for the first time. */
static void
look_at_failed(struct monitor *monitor)
{
	ARRAY_EACH (watch, &monitor->watches) {
		WATCH_LIST_EACH (at, &(*watch)->targets) {
			if ((*at)->failures == 0)
				continue;
			(*at)->failures = 1;
			look_at(monitor, *at);
		}
	}
	ask_failed(monitor);
}

void
outage_follow(struct monitor *monitor, const struct batch *batch)
{
	if (monitor->is_stopping || monitor->options.is_once)
		return;
	if (batch->look_at_others > 0)
		look_at_some(monitor, batch->look_at_others, true);
	if (batch->is_network_back)
		look_at_failed(monitor);
	if (batch->resolve_others > 0)
		ask_some(monitor, batch->resolve_others, false);
	if (batch->is_dns_back)
		ask_failed(monitor);
	if (batch->is_path_back)
		look_at_all(monitor);
}

void
outage_tick(struct monitor *monitor)
{
	if (monitor->options.is_once)
		return;
	if (fleet_is_offline(monitor->parts.fleet))
		look_at_some(monitor, OTHERS_PER_MINUTE, false);
	if (fleet_is_without_dns(monitor->parts.fleet))
		ask_some(monitor, OTHERS_PER_MINUTE, true);
}
