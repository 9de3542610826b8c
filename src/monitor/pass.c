/*
 * When has everything been looked at once: each endpoint's names and each
 * target enter the first pass, and leave it when their first transition is
 * kept.
 */
#include "monitor/inside.h"

static void
pass_kept(void *arg)
{
	struct monitor *monitor = arg;

	if (monitor->hooks.pass_ended != NULL)
		monitor->hooks.pass_ended(monitor->hooks.arg);
}

void
pass_check(struct monitor *monitor)
{
	struct batch batch = {0};

	if (monitor->is_pass_over || monitor->is_stopping ||
	    monitor->pass_left > 0)
		return;
	monitor->is_pass_over = true;
	fleet_end_first_pass(
	    monitor->parts.fleet, clock_wall_s(monitor->parts.clock), &batch);
	keep_batch(monitor, &batch, pass_kept);
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
