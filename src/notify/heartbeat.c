/* A heartbeat at a set pace; see heartbeat.h. */
#include "notify/heartbeat.h"

#include <sys/random.h>

#include "base/duration.h"
#include "base/hex.h"
#include "base/mem.h"
#include "model/event.h"
#include "render/render_json.h"

struct heartbeat {
	const struct clock *clock;
	struct loop_timer *timer;
	int64_t interval_s;
	heartbeat_fn fn;
	void *arg;
};

static struct event *
make(const struct heartbeat *heartbeat)
{
	struct event *event =
	    event_new(EVENT_HEARTBEAT, clock_wall_s(heartbeat->clock));
	uint8_t id[EVENT_ID_LEN / 2];
	char text[DURATION_TEXT_MAX];

	/* So few bytes come whole or, on a kernel without it, never. */
	if (getrandom(id, sizeof id, 0) != sizeof id)
		abort();
	hex_encode(id, sizeof id, event->id);
	event->text = mem_printf("the monitor is alive; the next of these "
				 "comes in %s",
	    duration_format(heartbeat->interval_s, text));
	return event;
}

static void
beat(void *arg)
{
	struct heartbeat *heartbeat = arg;
	struct event *event = make(heartbeat);
	json_t *value = render_json_event(event);
	char *payload = json_dumps(value, JSON_COMPACT);

	if (payload == NULL)
		abort(); /* memory, as in mem.h */
	loop_timer_set(heartbeat->timer, heartbeat->interval_s * 1000);
	heartbeat->fn(heartbeat->arg, event->id, payload);
	free(payload);
	json_decref(value);
	event_unref(event);
}

struct heartbeat *
heartbeat_new(struct loop *loop, const struct clock *clock, int64_t interval_s,
    heartbeat_fn fn, void *arg)
{
	struct heartbeat *heartbeat = MEM_NEW(struct heartbeat);

	heartbeat->clock = clock;
	heartbeat->interval_s = interval_s;
	heartbeat->fn = fn;
	heartbeat->arg = arg;
	heartbeat->timer = loop_timer_new(loop, beat, heartbeat);
	loop_timer_set(heartbeat->timer, 0);
	return heartbeat;
}

void
heartbeat_free(struct heartbeat *heartbeat)
{
	if (heartbeat == NULL)
		return;
	loop_timer_free(heartbeat->timer);
	free(heartbeat);
}
