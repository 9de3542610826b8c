/*
 * The wall clock beside the one that counts on: where they move apart, somebody
 * has set it. What is judged by it is judged anew, and the fleet decides
 * whether it is to be believed (incident/clock_sanity.h). Schedules hang on the
 * other one, so that nothing is looked at sooner or later for it.
 */
#include "monitor/inside.h"

#include "incident/clock_sanity.h"

#define APART_MS 5000 /* more than a clock is slewed in a minute */

static struct clock_sync
read_sync(const struct monitor *monitor)
{
	return monitor->parts.read_clock_sync == NULL
	    ? (struct clock_sync){.is_known = true, .is_synchronised = true}
	    : monitor->parts.read_clock_sync();
}

static void
note(struct monitor *monitor, int64_t wall_ms, int64_t steady_ms)
{
	const struct clock_sync sync = read_sync(monitor);
	const struct clock_evidence evidence = {
	    .wall_s = wall_ms / 1000,
	    .steady_s = steady_ms / 1000,
	    .is_known = sync.is_known,
	    .is_synchronised = sync.is_synchronised,
	    .built_at = monitor->parts.built_at,
	};
	struct batch batch = {0};

	fleet_note_clock(
	    monitor->parts.fleet, &evidence, evidence.wall_s, &batch);
	if (batch.events.len > 0 || batch.incidents.len > 0)
		keep_batch(monitor, &batch, NULL);
	else
		batch_clear(&batch);
}

/* What was kept until a time of the clock as it stood. */
static void
forget(struct monitor *monitor)
{
	inspector_forget(monitor->parts.inspector);
	if (monitor->parts.resolver != NULL)
		resolver_forget(monitor->parts.resolver);
}

void
clock_watch(struct monitor *monitor, bool is_tick)
{
	int64_t wall_ms = clock_wall_ms(monitor->parts.clock);
	int64_t steady_ms = monitor_now_ms(monitor);
	int64_t apart_ms = wall_ms - steady_ms - monitor->clock_offset_ms;
	bool has_jumped = monitor->is_clock_read &&
	    (apart_ms > APART_MS || apart_ms < -APART_MS);

	if (monitor->is_clock_read && !has_jumped && !is_tick)
		return;
	if (has_jumped)
		forget(monitor);
	monitor->is_clock_read = true;
	monitor->clock_offset_ms = wall_ms - steady_ms;
	note(monitor, wall_ms, steady_ms);
}
