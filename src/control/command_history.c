/*
 * {"command": "history"}: what was, a line "history" each, {entry:
 * control/history_line.h}, in the order of time. Members of the request:
 *
 *	pattern	  of the endpoints; all without it
 *	since	  what began then or later, and incidents that lasted until
 *		  then; in seconds
 *	last	  without since and after: so many of the newest (50)
 *	limit	  so many at most; no limit
 *	after	  where the "next" of an answer begins
 *
 * {"command": "incidents"}: those that are open, a line "incident" each, with
 * pattern, limit and after likewise.
 */
#include "control/command.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "control/history_line.h"
#include "control/paged.h"
#include "render/json_value.h"

#define LAST_DEFAULT 50

struct state {
	struct history_query query;
	char *pattern;	  /* of the query */
	int64_t last;	  /* 0: all since then; or it is placed */
	int64_t left;	  /* of the limit; -1: there is none */
	const char *type; /* of the lines */
	struct history_cursor taken, read; /* up to where */
	struct history_page page;
};

static void
state_free(void *arg)
{
	struct state *state = arg;

	history_page_clear(&state->page);
	free(state->pattern);
	free(state);
}

static bool
read_page(struct db *db, void *arg, struct error *err)
{
	struct state *state = arg;

	if (state->last > 0 &&
	    !history_last(db, &state->query, (size_t)state->last,
		&state->query.since, err))
		return false;
	state->read = state->taken;
	state->query.page_max = state->left > 0 ? (size_t)state->left : 0;
	return history_read(db, &state->query, &state->read, &state->page, err);
}

static void
take(void *arg)
{
	struct state *state = arg;

	state->taken = state->read;
	state->last = 0;
	if (state->left >= 0)
		state->left -= (int64_t)state->page.items.len;
}

static size_t
count(const void *arg)
{
	return ((const struct state *)arg)->page.items.len;
}

static bool
is_last(const void *arg)
{
	const struct state *state = arg;

	return !state->page.has_more || state->left == 0;
}

/* A cursor as text, and back. */
static char *
next(const void *arg)
{
	const struct state *state = arg;
	const struct history_cursor *at = &state->taken;

	if (!state->page.has_more)
		return NULL;
	return mem_printf("%" PRId64 ".%" PRId64 ".%" PRId64 ".%s",
	    at->chain_time, at->chain_number, at->incident_time, at->incident);
}

static bool
read_cursor(
    const char *text, struct history_cursor *ret_cursor, struct error *err)
{
	struct history_cursor at = {0};
	int64_t *const numbers[] = {
	    &at.chain_time, &at.chain_number, &at.incident_time};

	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		char *end;

		errno = 0;
		*numbers[i] = strtoll(text, &end, 10);
		if (end == text || *end != '.' || errno != 0)
			return error_set(err, ERROR_INVALID,
			    "'after' is no \"next\" of an answer");
		text = end + 1;
	}
	if (strlen(text) > EVENT_ID_LEN)
		return error_set(
		    err, ERROR_INVALID, "'after' is no \"next\" of an answer");
	memcpy(at.incident, text, strlen(text));
	*ret_cursor = at;
	return true;
}

static void
tell(struct answer *answer, void *arg, size_t i)
{
	const struct state *state = arg;
	json_t *object = json_value_object();

	json_value_set(
	    object, "entry", history_line(&state->page.items.items[i]));
	answer_line(answer, state->type, object);
}

static const struct paged_ops ops = {
    .read = read_page,
    .take = take,
    .count = count,
    .is_last = is_last,
    .tell = tell,
    .next = next,
    .free = state_free,
};

static bool
read_request(struct state *state, const json_t *request, struct error *err)
{
	const char *pattern = NULL, *after = NULL;
	int64_t limit = -1;

	if (!request_text(request, "pattern", &pattern, err) ||
	    !request_text(request, "after", &after, err) ||
	    !request_number(
		request, "limit", 1, REQUEST_LIMIT_MAX, &limit, err) ||
	    (after != NULL && !read_cursor(after, &state->taken, err)))
		return false;
	state->left = limit;
	state->query.pattern = state->pattern = mem_strdup(pattern);
	if (after != NULL)
		state->last = 0;
	return true;
}

static bool
read_times(struct state *state, const json_t *request, struct error *err)
{
	state->last = LAST_DEFAULT;
	if (!request_number(
		request, "since", 0, INT64_MAX, &state->query.since, err) ||
	    !request_number(
		request, "last", 1, HISTORY_LAST_MAX, &state->last, err))
		return false;
	if (state->query.since > 0) {
		state->last = 0;
		state->query.has_lasting = true;
	}
	return true;
}

static void
begin(const struct control_parts *parts, struct answer *answer,
    struct state *take_state, bool is_clear, const struct error *err)
{
	if (is_clear) {
		paged_start(answer, parts->store, &ops, take_state);
		return;
	}
	state_free(take_state);
	answer_fail(answer, err);
}

static void
start(const struct control_parts *parts, struct answer *answer,
    const json_t *request)
{
	struct state *state = MEM_NEW(struct state);
	struct error err = ERROR_INIT;

	state->type = "history";
	begin(parts, answer, state,
	    read_times(state, request, &err) &&
		read_request(state, request, &err),
	    &err);
}

static void
start_incidents(const struct control_parts *parts, struct answer *answer,
    const json_t *request)
{
	struct state *state = MEM_NEW(struct state);
	struct error err = ERROR_INIT;

	state->type = "incident";
	state->query.is_open_only = true;
	begin(parts, answer, state, read_request(state, request, &err), &err);
}

const struct control_command control_command_history = {
    .name = "history",
    .is_reading = true,
    .start = start,
};

const struct control_command control_command_incidents = {
    .name = "incidents",
    .is_reading = true,
    .start = start_incidents,
};
