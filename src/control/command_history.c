/*
 * {"command": "history"}: what was, a line "history" each, {entry:
 * control/history_line.h}, in the order of time. Members of the request:
 *
 *	pattern	  of the endpoints; all without it
 *	since	  what began then or later, and incidents that lasted until
 *		  then; in seconds
 *	last	  without since: so many of the newest (50)
 */
#include "control/command.h"

#include "base/mem.h"
#include "control/history_line.h"
#include "control/paged.h"
#include "render/json_value.h"

#define LAST_DEFAULT 50

struct state {
	struct history_query query;
	char *pattern; /* of the query */
	int64_t last;  /* 0: all since then; or it is placed */
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
	return history_read(db, &state->query, &state->read, &state->page, err);
}

static void
take(void *arg)
{
	struct state *state = arg;

	state->taken = state->read;
	state->last = 0;
}

static size_t
count(const void *arg)
{
	return ((const struct state *)arg)->page.items.len;
}

static bool
is_last(const void *arg)
{
	return !((const struct state *)arg)->page.has_more;
}

static void
tell(struct answer *answer, void *arg, size_t i)
{
	const struct state *state = arg;
	json_t *object = json_value_object();

	json_value_set(
	    object, "entry", history_line(&state->page.items.items[i]));
	answer_line(answer, "history", object);
}

static const struct paged_ops ops = {
    .read = read_page,
    .take = take,
    .count = count,
    .is_last = is_last,
    .tell = tell,
    .free = state_free,
};

static void
start(const struct control_parts *parts, struct answer *answer,
    const json_t *request)
{
	struct state *state = MEM_NEW(struct state);
	const char *pattern = NULL;
	struct error err = ERROR_INIT;

	state->last = LAST_DEFAULT;
	if (!request_text(request, "pattern", &pattern, &err) ||
	    !request_number(
		request, "since", 0, INT64_MAX, &state->query.since, &err) ||
	    !request_number(
		request, "last", 1, HISTORY_LAST_MAX, &state->last, &err)) {
		state_free(state);
		answer_fail(answer, &err);
		return;
	}
	if (state->query.since > 0) {
		state->last = 0;
		state->query.has_lasting = true;
	}
	if (pattern != NULL)
		state->query.pattern = state->pattern = mem_strdup(pattern);
	paged_start(answer, parts->store, &ops, state);
}

const struct control_command control_command_history = {
    .name = "history",
    .is_reading = true,
    .start = start,
};
