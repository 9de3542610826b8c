/*
 * {"command": "status"}: how endpoints stand, a line "status" each, by id
 * (render/render_status.h). Members of the request:
 *
 *	pattern	  which; all
 *	state	  in which of these states, commas between them; any
 *	limit	  so many at most; no limit
 *	after	  those behind this id
 *
 * A slice at a time, so that a hundred thousand hold up no probe. What comes
 * or goes meanwhile by a reload is seen or not; nothing else is missed, and
 * nothing comes twice.
 */
#include "control/command.h"

#include <string.h>

#include "base/mem.h"
#include "model/pattern.h"
#include "render/render_own_fault.h"
#include "render/render_status.h"

#define SLICE 100 /* endpoints looked at in one turn: about a millisecond */

struct state {
	const struct monitor *monitor;
	char *pattern, *states;
	char *last; /* id of the last that was looked at; or NULL */
	int64_t limit, told;
	bool is_begun; /* not behind anything */
};

static void
free_state(void *arg)
{
	struct state *state = arg;

	free(state->pattern);
	free(state->states);
	free(state->last);
	free(state);
}

/* ---- which states -------------------------------------------------------- */

/* The next word of a list with commas; NULL: that was the last. */
static const char *
word_behind(const char *at)
{
	const char *comma = strchr(at, ',');

	return comma == NULL ? NULL : comma + 1;
}

static bool
lists(const char *list, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = list; at != NULL; at = word_behind(at)) {
		if (strncmp(at, word, len) == 0 &&
		    (at[len] == ',' || at[len] == '\0'))
			return true;
	}
	return false;
}

static bool
is_state(const char *word)
{
	for (size_t i = 0; i < severity_names.count; i++) {
		if (strcmp(word, severity_text((enum severity)i)) == 0)
			return true;
	}
	return strcmp(word, RENDER_STATUS_UNKNOWN) == 0;
}

static bool
check_states(const char *list, struct error *err)
{
	for (const char *at = list; at != NULL; at = word_behind(at)) {
		CLEANUP(free) char *word = mem_strndup(at, strcspn(at, ","));

		if (!is_state(word))
			return error_set(err, ERROR_INVALID,
			    "'state' has other words than ok, notice, warning, "
			    "critical and unknown, with commas between them");
	}
	return true;
}

static bool
is_wanted(const struct state *state, const char *word)
{
	return state->states == NULL || lists(state->states, word);
}

/* ---- telling ------------------------------------------------------------- */

static void
tell(struct answer *answer, struct state *state, size_t i)
{
	struct endpoint_status status;

	if (!monitor_status_at(state->monitor, i, &status))
		return;
	if (is_wanted(state, render_status_state(&status))) {
		answer_line(answer, "status", render_status(&status));
		state->told++;
	}
	endpoint_status_clear(&status);
}

/* What is wrong with the monitor itself comes first, if all is asked for; it
 * counts for no limit. */
static void
tell_faults(struct answer *answer, const struct state *state)
{
	if (state->pattern != NULL || state->last != NULL)
		return;
	ARRAY_EACH (fault, monitor_own_faults(state->monitor)) {
		if (is_wanted(state, severity_text(fault->severity)))
			answer_line(answer, "status", render_own_fault(fault));
	}
}

static bool
is_enough(const struct state *state)
{
	return state->limit > 0 && state->told >= state->limit;
}

static void
more(struct answer *answer, void *arg)
{
	struct state *state = arg;
	const struct monitor *monitor = state->monitor;
	size_t count = monitor_endpoint_count(monitor);
	size_t i = monitor_endpoint_after(monitor, state->last);
	size_t end = i + SLICE < count ? i + SLICE : count;

	if (!state->is_begun)
		tell_faults(answer, state);
	state->is_begun = true;
	for (; i < end && answer_has_room(answer) && !is_enough(state); i++) {
		const char *id = monitor_endpoint_at(monitor, i)->id;

		if (pattern_fits(state->pattern, id))
			tell(answer, state, i);
	}
	if (i >= count) {
		answer_end(answer);
		return;
	}
	free(state->last);
	state->last =
	    i == 0 ? NULL : mem_strdup(monitor_endpoint_at(monitor, i - 1)->id);
	if (is_enough(state))
		answer_end_before(answer, state->last);
	else
		answer_wake(answer);
}

static bool
read_request(struct state *state, const json_t *request, struct error *err)
{
	const char *pattern = NULL, *states = NULL, *after = NULL;

	if (!request_text(request, "pattern", &pattern, err) ||
	    !request_text(request, "state", &states, err) ||
	    !request_text(request, "after", &after, err) ||
	    !request_number(
		request, "limit", 1, REQUEST_LIMIT_MAX, &state->limit, err) ||
	    !check_states(states, err))
		return false;
	state->pattern = mem_strdup(pattern);
	state->states = mem_strdup(states);
	state->last = mem_strdup(after);
	return true;
}

static void
start(const struct control_parts *parts, struct answer *answer,
    const json_t *request)
{
	struct state *state = MEM_NEW(struct state);
	struct error err = ERROR_INIT;

	state->monitor = parts->monitor;
	if (!read_request(state, request, &err)) {
		free_state(state);
		answer_fail(answer, &err);
		return;
	}
	answer_go_on(answer, more, free_state, state);
}

const struct control_command control_command_status = {
    .name = "status",
    .is_reading = true,
    .start = start,
};
