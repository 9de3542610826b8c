/*
 * When has everything been looked at once: each endpoint's names and each
 * target enter the first pass, and leave it when their first transition is
 * kept. What failed in an outage of the monitor's own has not been looked at:
 * the end waits for the network, as after a boot, but not for ever, since what
 * answers and is broken is told with it.
 */
#include "monitor/inside.h"

#define OUTAGE_WAIT_MS (15 * 60000)

static void
pass_kept(void *arg)
{
	struct monitor *monitor = arg;

	if (monitor->hooks.pass_ended != NULL)
		monitor->hooks.pass_ended(monitor->hooks.arg);
}

/* Looked for again each minute: it means a walk over the fleet. */
static bool
is_held(struct monitor *monitor)
{
	int64_t now_ms = monitor_now_ms(monitor);

	if (monitor->options.is_once ||
	    !fleet_is_first_pass_in_doubt(monitor->parts.fleet))
		return false;
	if (!monitor->is_pass_held)
		monitor->pass_held_ms = now_ms;
	monitor->is_pass_held = true;
	return now_ms - monitor->pass_held_ms < OUTAGE_WAIT_MS;
}

void
pass_tick(struct monitor *monitor)
{
	struct batch batch = {0};

	if (monitor->is_pass_over || monitor->is_stopping ||
	    !monitor->is_pass_begun || monitor->pass_left > 0 ||
	    is_held(monitor))
		return;
	monitor->is_pass_over = true;
	fleet_end_first_pass(
	    monitor->parts.fleet, clock_wall_s(monitor->parts.clock), &batch);
	keep_batch(monitor, &batch, pass_kept);
}

void
pass_check(struct monitor *monitor)
{
	if (!monitor->is_pass_held)
		pass_tick(monitor);
}

void
pass_enter(struct monitor *monitor, bool *is_in_pass)
{
	if (monitor->is_pass_over || *is_in_pass)
		return;
	*is_in_pass = true;
	monitor->pass_left++;
}

void
pass_leave(struct monitor *monitor, bool *is_in_pass)
{
	if (!*is_in_pass)
		return;
	*is_in_pass = false;
	monitor->pass_left--;
}
