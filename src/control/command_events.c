/*
 * {"command": "events"}: what happened, a line "event" each, {event: the JSON
 * that webhooks get}. Members of the request:
 *
 *	last	  so many of the newest (50); 0: none but what is to come
 *	since	  not before this time, in seconds; then "last" has no default
 *	endpoint  a pattern
 *	after	  a text: behind the event of this number (its "sequence"); then
 *		  "last" has no default
 *	limit	  so many at most; no limit
 *	follow	  true: goes on with what happens, and does not end; a line
 *		  "stale" says that it would not be heard now, {stale_s}
 */
#include "control/command.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/mem.h"
#include "render/json_value.h"
#include "store/event_log.h"

#define LAST_DEFAULT 50

struct state {
	struct answer *answer; /* NULL: gone while a page was being read */
	struct store *store;
	struct event_query query;
	char *endpoint;	      /* of the query */
	int64_t last;	      /* -1: all; what is asked for first */
	int64_t limit, count; /* 0: none; told so far */
	bool is_placed;	      /* last is done */
	bool is_following, is_reading, is_dirty;
	struct event_page page;
	size_t told; /* of the page */
};

static void
state_free(struct state *state)
{
	event_page_clear(&state->page);
	free(state->endpoint);
	free(state);
}

static void
free_state(void *arg)
{
	struct state *state = arg;

	state->answer = NULL;
	if (!state->is_reading)
		state_free(state);
}

/* On the thread that reads the store. */
static bool
work(struct db *db, void *arg, struct error *err)
{
	struct state *state = arg;

	if (!state->is_placed && state->last >= 0 &&
	    !event_log_last(db, &state->query, (size_t)state->last,
		&state->query.after, err))
		return false;
	state->is_placed = true;
	return event_log_read(db, &state->query, &state->page, err);
}

static bool
is_enough(const struct state *state)
{
	return state->limit > 0 && state->count >= state->limit;
}

static void
end_before(struct state *state)
{
	char next[24];

	snprintf(next, sizeof next, "%" PRIu64, state->query.after);
	answer_end_before(state->answer, next);
}

/* As much of the page as there is room for; events may be large. */
static void
tell_page(struct state *state)
{
	while (state->told < state->page.items.len &&
	    answer_has_room(state->answer) && !is_enough(state)) {
		const struct event_line *line =
		    &state->page.items.items[state->told++];
		json_t *object = json_value_object();
		json_t *event = json_loads(line->payload, 0, NULL);

		json_value_set(
		    object, "event", event != NULL ? event : json_null());
		answer_line(state->answer, "event", object);
		state->query.after = line->sequence;
		state->count++;
	}
	if (is_enough(state) &&
	    (state->told < state->page.items.len || state->page.has_more)) {
		end_before(state);
		return;
	}
	if (state->told < state->page.items.len)
		return; /* more is asked for once it was read */
	if (state->page.has_more || state->is_dirty)
		answer_wake(state->answer);
	else if (!state->is_following)
		answer_end(state->answer);
}

static void
tell_stale(struct state *state)
{
	int64_t stale_s = store_stale_s(state->store);

	answer_set_stale(state->answer, stale_s);
	if (state->is_following)
		answer_tell_stale(state->answer, stale_s);
}

static void
on_read(void *arg, bool is_ok, const struct error *err)
{
	struct state *state = arg;

	state->is_reading = false;
	state->told = 0;
	if (state->answer == NULL)
		state_free(state);
	else if (!is_ok)
		answer_fail(state->answer, err);
	else {
		tell_stale(state);
		tell_page(state);
	}
}

static void
more(struct answer *answer, void *arg)
{
	struct state *state = arg;
	const struct store_job job = {
	    .work = work, .done = on_read, .arg = state};
	struct error err = ERROR_INIT;

	if (state->is_reading)
		return;
	if (state->told < state->page.items.len) {
		tell_page(state);
		return;
	}
	if (state->is_placed && !state->page.has_more && !state->is_dirty)
		return;
	state->is_dirty = false;
	state->is_reading =
	    state->store != NULL && store_read(state->store, &job);
	if (!state->is_reading) {
		error_set(&err, ERROR_LIMIT,
		    state->store == NULL
			? "this daemon keeps nothing"
			: "the store has too much to do; try again");
		answer_fail(answer, &err);
	}
}

static bool
read_after(const char *text, uint64_t *ret_number, struct error *err)
{
	char *end;

	errno = 0;
	*ret_number = strtoull(text, &end, 10);
	return (text[0] >= '0' && text[0] <= '9' && *end == '\0' &&
		   errno == 0 && *ret_number <= INT64_MAX) ||
	    error_set(err, ERROR_INVALID, "'after' is no number of an event");
}

static bool
read_request(struct state *state, const json_t *request, struct error *err)
{
	const char *endpoint = NULL, *after = NULL;
	int64_t since = 0;

	if (!request_text(request, "endpoint", &endpoint, err) ||
	    !request_number(request, "since", 0, INT64_MAX, &since, err) ||
	    !request_text(request, "after", &after, err) ||
	    (after != NULL && !read_after(after, &state->query.after, err)) ||
	    !request_number(
		request, "limit", 1, REQUEST_LIMIT_MAX, &state->limit, err))
		return false;
	state->last = since > 0 || after != NULL ? -1 : LAST_DEFAULT;
	state->query.since = since;
	if (endpoint != NULL)
		state->query.endpoint = state->endpoint = mem_strdup(endpoint);
	return request_number(
		   request, "last", 0, EVENT_LOG_LAST_MAX, &state->last, err) &&
	    request_bool(request, "follow", &state->is_following, err);
}

static void
start(const struct control_parts *parts, struct answer *answer,
    const json_t *request)
{
	struct state *state = MEM_NEW(struct state);
	struct error err = ERROR_INIT;

	state->store = parts->store;
	if (!read_request(state, request, &err)) {
		state_free(state);
		answer_fail(answer, &err);
		return;
	}
	state->answer = answer;
	answer_go_on(answer, more, free_state, state);
}

static void
stored(struct answer *answer)
{
	struct state *state = answer_state(answer);

	if (state == NULL || !state->is_following)
		return;
	state->is_dirty = true;
	answer_wake(answer);
}

static void
stale(struct answer *answer)
{
	struct state *state = answer_state(answer);

	if (state != NULL)
		tell_stale(state);
}

const struct control_command control_command_events = {
    .name = "events",
    .is_reading = true,
    .start = start,
    .stored = stored,
    .stale = stale,
};
