/*
 * {"command": "status"}: how endpoints stand, a line "status" each, by id
 * (render/render_status.h). Members of the request:
 *
 *	pattern	  which; all
 *
 * A slice at a time, so that a hundred thousand hold up no probe. What comes
 * or goes meanwhile by a reload is seen or not; nothing else is missed, and
 * nothing comes twice.
 */
#include "control/command.h"

#include "base/mem.h"
#include "model/pattern.h"
#include "render/render_own_fault.h"
#include "render/render_status.h"

#define SLICE 200 /* endpoints looked at in one turn: about a millisecond */

struct state {
	const struct monitor *monitor;
	char *pattern;
	char *last; /* id of the last that was looked at; or NULL */
};

static void
free_state(void *arg)
{
	struct state *state = arg;

	free(state->pattern);
	free(state->last);
	free(state);
}

static void
tell(struct answer *answer, const struct monitor *monitor, size_t i)
{
	struct endpoint_status status;

	if (!monitor_status_at(monitor, i, &status))
		return;
	answer_line(answer, "status", render_status(&status));
	endpoint_status_clear(&status);
}

/* What is wrong with the monitor itself comes first, if all is asked for. */
static void
tell_faults(struct answer *answer, const struct state *state)
{
	if (state->pattern != NULL)
		return;
	ARRAY_EACH (fault, monitor_own_faults(state->monitor))
		answer_line(answer, "status", render_own_fault(fault));
}

static void
more(struct answer *answer, void *arg)
{
	struct state *state = arg;
	const struct monitor *monitor = state->monitor;
	size_t count = monitor_endpoint_count(monitor);
	size_t i = monitor_endpoint_after(monitor, state->last);
	size_t end = i + SLICE < count ? i + SLICE : count;

	for (; i < end && answer_has_room(answer); i++) {
		const char *id = monitor_endpoint_at(monitor, i)->id;

		if (pattern_fits(state->pattern, id))
			tell(answer, monitor, i);
	}
	if (i >= count) {
		answer_end(answer);
		return;
	}
	free(state->last);
	state->last =
	    i == 0 ? NULL : mem_strdup(monitor_endpoint_at(monitor, i - 1)->id);
	answer_wake(answer);
}

static void
start(const struct control_parts *parts, struct answer *answer,
    const json_t *request)
{
	const char *pattern = NULL;
	struct error err = ERROR_INIT;
	struct state *state;

	if (!request_text(request, "pattern", &pattern, &err)) {
		answer_fail(answer, &err);
		return;
	}
	state = MEM_NEW(struct state);
	state->monitor = parts->monitor;
	if (pattern != NULL)
		state->pattern = mem_strdup(pattern);
	tell_faults(answer, state);
	answer_go_on(answer, more, free_state, state);
}

const struct control_command control_command_status = {
    .name = "status",
    .is_reading = true,
    .start = start,
};
