/*
 * An endpoint's names are due: they are resolved, and its targets come and go
 * with the answer. Names are asked for again when their TTL has ended, at
 * least once an interval; endpoints whose addresses are all listed are expanded
 * once.
 *
 * An address that the answer lacks is dropped at once; what was open for it
 * the fleet ends, hands on or holds, and what is known of it it keeps. When a
 * name fails to resolve, nothing is dropped.
 */
#include "monitor/inside.h"

#include "base/log.h"
#include "base/mem.h"

static int64_t
clamp(int64_t value, int64_t least, int64_t most)
{
	if (value > most)
		value = most;
	return value < least ? least : value;
}

static int64_t
next_ask_ms(const struct monitor *monitor, const struct watch *watch,
    const struct expansion *result)
{
	int64_t now_ms = monitor_now_ms(monitor);
	int64_t interval_ms = watch_interval_ms(watch);
	int64_t least_ms = interval_ms / MONITOR_RESOLVE_MIN_SHARE;

	if (result->failure != FAILURE_NONE) {
		int64_t retry_ms = schedule_retry_due(watch_key(watch),
		    interval_ms, watch->resolve_failures, now_ms);
		int64_t soonest_ms = now_ms + MONITOR_RESOLVE_RETRY_MIN_MS;

		if (watch->is_held &&
		    retry_ms > now_ms + MONITOR_RESOLVE_HELD_MS)
			return now_ms + MONITOR_RESOLVE_HELD_MS;
		return retry_ms < soonest_ms ? soonest_ms : retry_ms;
	}
	if (least_ms < MONITOR_RESOLVE_MIN_MS)
		least_ms = MONITOR_RESOLVE_MIN_MS;
	return now_ms + clamp(result->ttl_s * 1000, least_ms, interval_ms);
}

static void
appear(struct monitor *monitor, struct watch *watch, const struct target *found)
{
	struct watch_target *target =
	    watch_add(watch, &found->place, &found->via);

	monitor->target_count++;
	/* One that comes back goes on where it was. */
	if (!monitor->options.is_once &&
	    fleet_absent(monitor->parts.fleet, found) != NULL) {
		monitor_plan(monitor, &target->due, look_next_ms(target));
		return;
	}
	if (monitor->options.is_once || turns_is_first(target))
		pass_enter(monitor, &target->is_in_pass);
	monitor_plan(monitor, &target->due, look_soon_ms(monitor, target));
}

static bool
is_found(const struct expansion *result, const struct watch_target *target)
{
	ARRAY_EACH (found, &result->targets) {
		if (place_compare(&found->place, &target->place) == 0)
			return true;
	}
	return false;
}

static bool
has_family(const struct expansion *result, uint8_t family)
{
	ARRAY_EACH (found, &result->targets) {
		if (found->place.address.family == family)
			return true;
	}
	return false;
}

/* Does the answer say that this target is gone? */
static bool
is_gone(const struct expansion *result, const struct watch_target *target)
{
	if (result->failure != FAILURE_NONE)
		return false;
	if (result->is_partial &&
	    !has_family(result, target->place.address.family))
		return false;
	return !is_found(result, target);
}

/* The addresses of names that there are and that come. */
static size_t
count_named(const struct watch *watch, const struct expansion *result)
{
	const struct endpoint *endpoint = watch->endpoint;
	size_t count = 0;

	WATCH_LIST_EACH (target, &watch->targets) {
		const struct endpoint_via via = watch_target_via(*target);

		count += (*target)->place.variant == 0 &&
		    endpoint_via_is_named(endpoint, &via);
	}
	ARRAY_EACH (found, &result->targets)
		count += found->place.variant == 0 &&
		    endpoint_via_is_named(endpoint, &found->via) &&
		    watch_find(watch, &found->place) == NULL;
	return count;
}

/* True when targets came or went. */
static bool
merge(struct monitor *monitor, struct watch *watch,
    const struct expansion *result)
{
	bool has_changed = false;

	for (size_t i = watch->targets.len; i-- > 0;) {
		struct watch_target *target =
		    watch_list_items(&watch->targets)[i];

		if (is_gone(result, target)) {
			look_drop(monitor, target);
			has_changed = true;
		}
	}
	turns_set(watch, count_named(watch, result));
	ARRAY_EACH (found, &result->targets) {
		struct watch_target *target = watch_find(watch, &found->place);

		if (target != NULL) {
			const struct endpoint_via via =
			    watch_target_via(target);

			if (endpoint_via_equal(&via, &found->via))
				continue;
			watch_target_set_via(target, &found->via);
			has_changed = true;
		} else if (watch->targets.len < EXPAND_MAX_TARGETS) {
			appear(monitor, watch, found);
			has_changed = true;
		}
	}
	return has_changed;
}

/* Was the answer fetched just now? What is asked for before its time may come
 * from the resolver's cache, and so may what is asked for more often than it
 * says that it holds. */
static bool
is_fresh(const struct watch *watch, const struct expansion *result)
{
	return !watch->is_in_doubt && !watch->monitor->options.is_once &&
	    expand_needs_names(watch->endpoint) &&
	    result->ttl_s * 1000 <= watch_interval_ms(watch);
}

static void
submit(struct monitor *monitor, struct watch *watch,
    const struct expansion *result, bool has_changed)
{
	struct transition *transition;

	if (has_changed)
		keep_transition(
		    monitor, transition_new(TRANSITION_TARGETS, watch));
	if (result->failure != FAILURE_NONE) {
		look_tally_note_failure(&monitor->tally, result->failure);
		if (monitor->hooks.resolve_failed != NULL)
			monitor->hooks.resolve_failed(monitor->hooks.arg,
			    watch->endpoint, result->failure, result->detail);
		if (watch->resolve_failures < UINT16_MAX)
			watch->resolve_failures++;
		transition = transition_new(TRANSITION_RESOLVE_FAILED, watch);
		transition->failure = result->failure;
		transition->detail = mem_strdup(result->detail);
		keep_transition(monitor, transition);
	} else if (watch->resolve_failures > 0 || is_fresh(watch, result)) {
		watch->resolve_failures = 0;
		watch->is_held = false;
		keep_transition(
		    monitor, transition_new(TRANSITION_RESOLVE_WORKED, watch));
	} else if (!has_changed) {
		pass_leave(monitor, &watch->is_in_pass);
		pass_check(monitor);
	}
}

void
addresses_made(struct monitor *monitor, const struct transition *transition)
{
	struct watch *watch = transition->watch;
	int64_t again_ms = monitor_now_ms(monitor) + MONITOR_RESOLVE_HELD_MS;

	watch->is_held = transition->batch.is_name_held;
	if (watch->is_held && watch->due.item.slot != 0 &&
	    watch->due.item.due_ms > again_ms)
		monitor_plan(monitor, &watch->due, again_ms);
}

/* Fills the places at the resolver from the line. */
static void serve_line(struct monitor *monitor);

static void
on_expanded(void *arg, const struct expansion *result)
{
	struct watch *watch = arg;
	struct monitor *monitor = watch->monitor;
	bool has_changed;

	watch->expand = NULL;
	monitor->resolving--;
	has_changed = merge(monitor, watch, result);
	if (has_changed && result->is_cut)
		log_warning(watch->endpoint->id,
		    "more than %d addresses: the rest is not watched",
		    EXPAND_MAX_TARGETS);
	submit(monitor, watch, result, has_changed);
	watch->is_in_doubt = false;
	if (!monitor->options.is_once && expand_needs_names(watch->endpoint))
		monitor_plan(
		    monitor, &watch->due, next_ask_ms(monitor, watch, result));
	serve_line(monitor);
	monitor_arm(monitor);
}

/*
 * What an expansion found is held, with what is to be stored of it, until it is
 * kept. A hundred thousand of these at a start, made between blocks that stay,
 * would leave holes of twice the size of what is known of all endpoints.
 */
static void
serve_line(struct monitor *monitor)
{
	while (monitor->line_first != NULL &&
	    monitor->resolving < MONITOR_MAX_RESOLVING &&
	    monitor->resolving + monitor->keeping < MONITOR_MAX_KEEPING) {
		struct watch *watch = monitor->line_first;

		monitor->line_first = watch->next_in_line;
		if (monitor->line_first == NULL)
			monitor->line_last = NULL;
		watch->next_in_line = NULL;
		watch->is_in_line = false;
		monitor->resolving++;
		watch->expand =
		    expand_start(monitor->parts.loop, monitor->parts.resolver,
			watch->endpoint, on_expanded, watch);
	}
}

void
addresses_go_on(struct monitor *monitor)
{
	serve_line(monitor);
}

void
addresses_ask(struct monitor *monitor, struct watch *watch)
{
	monitor_unplan(monitor, &watch->due);
	if (watch->is_in_line || watch->expand != NULL)
		return;
	watch->is_in_line = true;
	if (monitor->line_last != NULL)
		monitor->line_last->next_in_line = watch;
	else
		monitor->line_first = watch;
	monitor->line_last = watch;
	serve_line(monitor);
}

static void
leave_line(struct monitor *monitor, struct watch *watch)
{
	struct watch *before = NULL, *at = monitor->line_first;

	if (!watch->is_in_line)
		return;
	while (at != watch) {
		before = at;
		at = at->next_in_line;
	}
	if (before == NULL)
		monitor->line_first = watch->next_in_line;
	else
		before->next_in_line = watch->next_in_line;
	if (monitor->line_last == watch)
		monitor->line_last = before;
	watch->next_in_line = NULL;
	watch->is_in_line = false;
}

void
addresses_cancel(struct monitor *monitor, struct watch *watch)
{
	monitor_unplan(monitor, &watch->due);
	leave_line(monitor, watch);
	if (watch->expand != NULL) {
		expand_cancel(TAKE(watch->expand));
		monitor->resolving--;
	}
}
