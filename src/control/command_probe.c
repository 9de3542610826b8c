/*
 * {"command": "probe", "pattern": ...}: looks at the endpoints that fit now, at
 * all their addresses, and tells how they stand then, a line "status" each
 * (render/render_status.h). For who has changed something and does not want to
 * wait for the next regular look.
 */
#include "control/command.h"

#include <string.h>

#include "base/mem.h"
#include "base/texts.h"
#include "model/pattern.h"
#include "render/render_status.h"

#define MOST 100    /* endpoints at once; it is no way to load servers */
#define POLL_MS 200 /* how soon after the last look it is told */
#define WAIT_S 15   /* then it is told as it stands */

struct state {
	struct control_parts parts;
	struct answer *answer;
	struct loop_timer *timer;
	struct texts ids;
	int64_t from; /* looks that began then, or later, count */
	int64_t until;
	bool is_done; /* looking; then they are told */
	size_t told;
};

static void
free_state(void *arg)
{
	struct state *state = arg;

	loop_timer_free(state->timer);
	texts_clear(&state->ids);
	free(state);
}

/* -1: it has left meanwhile. */
static ssize_t
find(const struct state *state, const char *id)
{
	const struct monitor *monitor = state->parts.monitor;
	size_t i = monitor_endpoint_after(monitor, id);

	if (i == 0 || strcmp(monitor_endpoint_at(monitor, i - 1)->id, id) != 0)
		return -1;
	return (ssize_t)i - 1;
}

static bool
is_looked_at(const struct state *state, const char *id)
{
	struct endpoint_status status;
	ssize_t i = find(state, id);
	bool is_done = true;

	if (i < 0 ||
	    !monitor_status_at(state->parts.monitor, (size_t)i, &status))
		return true;
	ARRAY_EACH (target, &status.targets)
		is_done &= target->last_look_at >= state->from;
	is_done &= status.targets.len > 0;
	endpoint_status_clear(&status);
	return is_done;
}

static void
tell(struct state *state, const char *id)
{
	struct endpoint_status status;
	ssize_t i = find(state, id);

	if (i < 0 ||
	    !monitor_status_at(state->parts.monitor, (size_t)i, &status))
		return;
	answer_line(state->answer, "status", render_status(&status));
	endpoint_status_clear(&status);
}

static void
on_time(void *arg)
{
	struct state *state = arg;
	bool is_done = true;

	ARRAY_EACH (id, &state->ids)
		is_done = is_done && is_looked_at(state, *id);
	state->is_done =
	    is_done || clock_wall_s(state->parts.clock) >= state->until;
	if (state->is_done)
		answer_wake(state->answer);
	else
		loop_timer_set(state->timer, POLL_MS);
}

static void
more(struct answer *answer, void *arg)
{
	struct state *state = arg;

	if (!state->is_done)
		return; /* the timer comes back to it */
	while (state->told < state->ids.len && answer_has_room(answer))
		tell(state, state->ids.items[state->told++]);
	if (state->told == state->ids.len)
		answer_end(answer);
}

static bool
gather(struct state *state, const char *pattern, struct error *err)
{
	const struct monitor *monitor = state->parts.monitor;

	for (size_t i = 0; i < monitor_endpoint_count(monitor); i++) {
		const char *id = monitor_endpoint_at(monitor, i)->id;

		if (!pattern_fits(pattern, id))
			continue;
		if (state->ids.len == MOST)
			return error_set(err, ERROR_LIMIT,
			    "more than %d endpoints fit; ask for fewer at once",
			    MOST);
		texts_add(&state->ids, id);
	}
	return state->ids.len > 0 ||
	    error_set(err, ERROR_MISSING, "no endpoint fits");
}

/* Times of looks are in whole seconds: those that begin with the next one are
 * told from any before. */
static void
hurry(struct state *state)
{
	int64_t now_ms = clock_wall_ms(state->parts.clock);
	int64_t in_ms = 1000 - now_ms % 1000;

	state->from = now_ms / 1000 + 1;
	state->until = state->from + WAIT_S;
	ARRAY_EACH (id, &state->ids)
		(void)monitor_look_soon(state->parts.monitor, *id, in_ms);
	loop_timer_set(state->timer, in_ms + POLL_MS);
}

static void
start(const struct control_parts *parts, struct answer *answer,
    const json_t *request)
{
	struct state *state = MEM_NEW(struct state);
	const char *pattern = NULL;
	struct error err = ERROR_INIT;

	state->parts = *parts;
	state->answer = answer;
	state->timer = loop_timer_new(parts->loop, on_time, state);
	if (!request_text(request, "pattern", &pattern, &err) ||
	    !gather(state, pattern, &err)) {
		free_state(state);
		answer_fail(answer, &err);
		return;
	}
	hurry(state);
	answer_go_on(answer, more, free_state, state);
}

const struct control_command control_command_probe = {
    .name = "probe",
    .start = start,
};
