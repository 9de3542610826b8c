/*
 * Other endpoints: what is kept keeps its state and its place in the schedule,
 * what changed is looked at soon, what went closes its incidents, what is new
 * is planned. Both lists are sorted by id and walked side by side.
 */
#include "monitor/inside.h"

#include <string.h>

struct endpoint_list {
	ARRAY(struct endpoint *) list; /* lent */
};

struct watches {
	ARRAY(struct watch *) list;
};

static int
compare_ids(const void *a, const void *b)
{
	const struct endpoint *const *x = a, *const *y = b;

	return strcmp((*x)->id, (*y)->id);
}

static struct watch *
add(struct monitor *monitor, struct endpoint *endpoint)
{
	struct watch *watch = watch_new(monitor, endpoint);
	int64_t now_ms = monitor_now_ms(monitor);
	int64_t due_ms = now_ms;

	fleet_add_endpoint(monitor->parts.fleet, endpoint);
	pass_enter(monitor, &watch->is_in_pass);
	/* Names are asked over the same time as their targets are looked at;
	 * listed addresses are spread by their own places alone. */
	if (!monitor->options.is_once && expand_needs_names(endpoint))
		due_ms = schedule_first_due(watch_key(watch),
		    watch_interval_ms(watch), monitor->pass_spread_ms, now_ms);
	schedule_set(monitor->schedule, &watch->due.item, due_ms);
	return watch;
}

/* Its transition under way, if any, ends unheard; it holds the last reference.
 */
static void
remove_watched(struct monitor *monitor, struct watch *watch)
{
	struct batch batch = {0};

	addresses_cancel(monitor, watch);
	pass_leave(monitor, &watch->is_in_pass);
	while (watch->targets.len > 0)
		look_drop(monitor, *watch_list_items(&watch->targets));
	keep_forget_waiting(watch);
	watch->is_removed = true;
	fleet_remove_endpoint(monitor->parts.fleet, watch->endpoint,
	    clock_wall_s(monitor->parts.clock), &batch);
	keep_batch(monitor, &batch, NULL);
	watch_unref(watch);
}

static void
begin_again(struct monitor *monitor, const struct watch_list *list)
{
	WATCH_LIST_EACH (slot, list) {
		struct watch_target *target = *slot;

		if (target->inspect != NULL) {
			inspect_cancel(TAKE(target->inspect));
			monitor->inspecting--;
		}
		schedule_set(monitor->schedule, &target->due.item,
		    look_soon_ms(monitor, target));
	}
}

/* What is under way ran by the old settings: it is begun again. */
static void
change(struct monitor *monitor, struct watch *watch, struct endpoint *endpoint)
{
	CLEANUP(endpoint_unref)
	struct endpoint *old = endpoint_ref(watch->endpoint);

	addresses_cancel(monitor, watch);
	fleet_replace_endpoint(monitor->parts.fleet, old, endpoint);
	watch_set_endpoint(watch, endpoint);
	begin_again(monitor, &watch->targets);
	if (variants_drop_unwanted(monitor, watch))
		keep_transition(
		    monitor, transition_new(TRANSITION_TARGETS, watch));
	begin_again(monitor, &watch->variants);
	schedule_set(
	    monitor->schedule, &watch->due.item, monitor_now_ms(monitor));
}

/* A fleet too large for the usual spread takes longer over its first pass: a
 * start must be no stampede, nor late by its own plan. */
static void
plan_pass(struct monitor *monitor, size_t count)
{
	int64_t long_ms = (int64_t)count * 1000 / MONITOR_FIRST_PASS_PER_S;

	monitor->is_pass_begun = true;
	monitor->pass_started_ms = monitor_now_ms(monitor);
	monitor->pass_spread_ms = monitor->options.spread_ms;
	if (long_ms > monitor->pass_spread_ms)
		monitor->pass_spread_ms = long_ms;
}

static size_t
count_addresses(const struct endpoint_list *endpoints)
{
	size_t count = 0;

	ARRAY_EACH (endpoint, &endpoints->list)
		count +=
		    (*endpoint)->fronts.len > 0 ? (*endpoint)->fronts.len : 1;
	return count;
}

static void
match(struct monitor *monitor, const struct endpoint_list *endpoints,
    struct watches *ret_watched, struct monitor_changes *changes)
{
	size_t old_index = 0, old_len = monitor->watches.len;

	ARRAY_EACH (slot, &endpoints->list) {
		struct endpoint *endpoint = *slot;
		struct watch *watch = NULL;
		int order = 1;

		while (old_index < old_len) {
			watch = monitor->watches.items[old_index];
			order = strcmp(watch->endpoint->id, endpoint->id);
			if (order >= 0)
				break;
			remove_watched(monitor, watch);
			changes->removed++;
			old_index++;
		}
		if (old_index == old_len || order != 0) {
			watch = add(monitor, endpoint);
			changes->added++;
		} else if (endpoint_equal(watch->endpoint, endpoint)) {
			changes->kept++;
			old_index++;
		} else {
			change(monitor, watch, endpoint);
			changes->changed++;
			old_index++;
		}
		*ARRAY_ADD(&ret_watched->list) = watch;
	}
	for (; old_index < old_len; old_index++) {
		remove_watched(monitor, monitor->watches.items[old_index]);
		changes->removed++;
	}
}

struct monitor_changes
monitor_set_endpoints(
    struct monitor *monitor, struct endpoint *const *endpoints, size_t count)
{
	struct endpoint_list sorted = {0};
	struct watches watch = {0};
	struct monitor_changes changes = {0};

	for (size_t i = 0; i < count; i++)
		*ARRAY_ADD(&sorted.list) = endpoints[i];
	if (count > 0)
		qsort(sorted.list.items, count, sizeof *sorted.list.items,
		    compare_ids);
	plan_pass(monitor, count_addresses(&sorted));
	match(monitor, &sorted, &watch, &changes);

	ARRAY_CLEAR(&monitor->watches);
	monitor->watches.items = watch.list.items;
	monitor->watches.len = watch.list.len;
	monitor->watches.cap = watch.list.cap;
	ARRAY_CLEAR(&sorted.list);
	pass_check(monitor);
	monitor_arm(monitor);
	return changes;
}
