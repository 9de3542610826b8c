/* What operators say of being quiet, as batches that are kept and told. */
#include "monitor/inside.h"

#include "incident/quiet.h"

static int64_t
now_s(const struct monitor *monitor)
{
	return clock_wall_s(monitor->parts.clock);
}

static void
keep(struct monitor *monitor, struct batch *batch)
{
	keep_batch(monitor, batch, NULL);
	monitor_arm_tick(monitor);
}

const struct silence *
monitor_silence(
    struct monitor *monitor, struct silence *take_silence, struct error *err)
{
	struct batch batch = {0};
	const struct silence *silence = fleet_silence(
	    monitor->parts.fleet, take_silence, now_s(monitor), &batch, err);

	if (silence != NULL)
		keep(monitor, &batch);
	else
		batch_clear(&batch);
	return silence;
}

bool
monitor_unsilence(struct monitor *monitor, int64_t number, struct error *err)
{
	struct batch batch = {0};
	bool ok = fleet_unsilence(
	    monitor->parts.fleet, number, now_s(monitor), &batch, err);

	if (ok)
		keep(monitor, &batch);
	else
		batch_clear(&batch);
	return ok;
}

bool
monitor_ack(struct monitor *monitor, const char *what, const struct ack *ack,
    struct error *err)
{
	struct batch batch = {0};
	bool ok = fleet_ack(
	    monitor->parts.fleet, what, ack, now_s(monitor), &batch, err);

	if (ok)
		keep(monitor, &batch);
	else
		batch_clear(&batch);
	return ok;
}
