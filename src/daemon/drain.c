/* The last moments; see drain.h. */
#include "daemon/drain.h"

#include "base/mem.h"

struct drain {
	struct loop *loop;
	struct drain_parts parts;
	struct loop_timer *timer;
	int64_t until_ms;
};

static void
on_timer(void *arg)
{
	struct drain *drain = arg;

	if (drain->parts.is_done(drain->parts.arg) ||
	    loop_now_ms(drain->loop) >= drain->until_ms)
		drain->parts.done(drain->parts.arg);
	else
		loop_timer_set(drain->timer, DRAIN_STEP_MS);
}

struct drain *
drain_new(struct loop *loop, const struct drain_parts *parts)
{
	struct drain *drain = MEM_NEW(struct drain);

	drain->loop = loop;
	drain->parts = *parts;
	drain->until_ms = loop_now_ms(loop) + DRAIN_MS;
	drain->timer = loop_timer_new(loop, on_timer, drain);
	/* What was kept last is only about to be handed out. */
	loop_timer_set(drain->timer, DRAIN_STEP_MS);
	return drain;
}

void
drain_free(struct drain *drain)
{
	if (drain == NULL)
		return;
	loop_timer_free(drain->timer);
	free(drain);
}
