/* What is watched, for who asks. */
#include "monitor/inside.h"

#include <string.h>

#include "incident/status.h"

struct asked {
	const struct monitor *monitor;
	const struct watch *watch;
};

const struct monitor_fault_list *
monitor_own_faults(const struct monitor *monitor)
{
	return &monitor->faults;
}

size_t
monitor_endpoint_count(const struct monitor *monitor)
{
	return monitor->watches.len;
}

struct endpoint *
monitor_endpoint_at(const struct monitor *monitor, size_t i)
{
	return monitor->watches.items[i]->endpoint;
}

size_t
monitor_endpoint_after(const struct monitor *monitor, const char *id)
{
	size_t from = 0, to = monitor->watches.len;

	while (id != NULL && from < to) {
		size_t middle = from + (to - from) / 2;

		if (strcmp(monitor_endpoint_at(monitor, middle)->id, id) <= 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static int64_t
next_look(const void *arg, const struct place *place)
{
	const struct asked *asked = arg;
	const struct monitor *monitor = asked->monitor;
	const struct watch_target *target = watch_find(asked->watch, place);

	if (target == NULL)
		return 0;
	if (target->inspect != NULL)
		return clock_wall_s(monitor->parts.clock);
	if (target->due.item.slot == 0)
		return 0;
	return (clock_wall_ms(monitor->parts.clock) + target->due.item.due_ms -
		   monitor_now_ms(monitor)) /
	    1000;
}

static void
add_last_look(const struct watch *watch, struct target_status *status)
{
	const struct watch_target *target = watch_find(watch, &status->place);

	if (target == NULL)
		return;
	status->lasted_ms = target->lasted_ms;
	status->tls_version = target->tls_version;
}

bool
monitor_status_at(
    const struct monitor *monitor, size_t i, struct endpoint_status *ret_status)
{
	const struct asked asked = {monitor, monitor->watches.items[i]};

	if (!fleet_status(monitor->parts.fleet, asked.watch->endpoint,
		next_look, &asked, ret_status))
		return false;
	ARRAY_EACH (target, &ret_status->targets)
		add_last_look(asked.watch, target);
	ARRAY_EACH (variant, &ret_status->variants)
		add_last_look(asked.watch, variant);
	return true;
}

const struct look_tally *
monitor_look_tally(const struct monitor *monitor)
{
	return &monitor->tally;
}

const uint64_t *
monitor_told(const struct monitor *monitor)
{
	return monitor->told;
}
