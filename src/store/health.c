/* How writing goes; see health.h. */
#include "store/health.h"

static void
set_failing(struct health *health, bool is_failing, const struct error *err)
{
	if (health->is_failing == is_failing)
		return;
	health->is_failing = is_failing;
	store_listeners_tell(&health->listeners, is_failing, err);
}

static void
wait_for_stall(struct health *health, int64_t waited_ms)
{
	health->is_late_awaited = false;
	loop_timer_set(health->timer, health->stall_ms - waited_ms);
}

static void
on_timer(void *arg)
{
	struct health *health = arg;
	struct error err = ERROR_INIT;

	if (health->is_late_awaited) {
		wait_for_stall(health, health->late_ms);
		if (health->late != NULL)
			health->late(health->late_arg);
		return;
	}
	health->is_stalled = true;
	error_set(&err, ERROR_SYSTEM, "%s: the disk has not answered for %d s",
	    health->path, (int)(health->stall_ms / 1000));
	set_failing(health, true, &err);
}

void
health_init(struct health *health, struct loop *loop,
    const struct store_options *options, const char *path)
{
	*health = (struct health){
	    .path = path,
	    .late_ms = options->late_ms,
	    .stall_ms = options->stall_ms,
	    .timer = loop_timer_new(loop, on_timer, health),
	};
}

void
health_stop(struct health *health)
{
	loop_timer_free(TAKE(health->timer));
}

void
health_clear(struct health *health)
{
	health_stop(health);
	ARRAY_CLEAR(&health->listeners.items);
}

void
health_corrupt(struct health *health, const struct error *err)
{
	struct error corrupt = *err;

	if (health->is_corrupt)
		return;
	health->is_corrupt = true;
	/* Whatever who met it made of it. */
	corrupt.kind = ERROR_INVALID;
	if (health->corrupt != NULL)
		health->corrupt(health->corrupt_arg, &corrupt);
}

void
health_heard(struct health *health, bool is_failing, bool has_written,
    const struct error *err)
{
	if (is_failing && err->kind == ERROR_INVALID)
		health_corrupt(health, err);
	health->is_stalled &= !has_written && !is_failing;
	if (!health->is_stalled)
		set_failing(health, is_failing, err);
}

void
health_watch(struct health *health, bool is_waiting)
{
	if (!is_waiting || health->is_failing) {
		loop_timer_stop(health->timer);
		return;
	}
	health->is_late_awaited =
	    health->late_ms > 0 && health->late_ms < health->stall_ms;
	if (health->is_late_awaited)
		loop_timer_set(health->timer, health->late_ms);
	else
		wait_for_stall(health, 0);
}

bool
health_is_late(const struct health *health, int64_t age_ms)
{
	return health->late_ms > 0 && age_ms >= health->late_ms;
}
