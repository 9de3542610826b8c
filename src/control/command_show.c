/*
 * {"command": "show", "pattern": ...}: all of one endpoint: a line "status"
 * (render/render_status.h), a line "failure" for each that its last looks came
 * to (control/failure_line.h), a line "chain" for each that it shows
 * (control/shown.h), its open incidents and what was lately, lines "incident"
 * and "history", {entry: control/history_line.h}, and the silences that fit,
 * lines "silence" (render/render_silence.h). What may be asked for:
 *
 *	exact		true: the pattern is an id, and none other fits
 *	recent		so many entries of its history, at least
 *	text		false: of chains and failures no text
 *
 * and how their text is to look:
 *
 *	width		columns; 0: no lines are wrapped
 *	colour, boxes, verbose, clients, remedies
 */
#include "control/command.h"

#include <string.h>

#include "base/mem.h"
#include "control/failure_line.h"
#include "control/history_line.h"
#include "control/pick.h"
#include "control/read_once.h"
#include "control/shown.h"
#include "incident/quiet.h"
#include "render/json_value.h"
#include "render/render_silence.h"
#include "render/render_status.h"

#define WIDTH_MAX 1000

struct state {
	struct control_parts parts;
	struct render_style style;
	bool has_text;
	int64_t recent;
	char *id;
	struct endpoint *endpoint;
	struct shown shown;
	size_t told; /* chains */
};

static void
state_free(void *arg)
{
	struct state *state = arg;

	shown_clear(&state->shown);
	endpoint_unref(state->endpoint);
	free(state->id);
	free(state);
}

static bool
read_shown(struct db *db, void *arg, struct error *err)
{
	struct state *state = arg;

	shown_clear(&state->shown);
	return shown_read(
	    db, state->id, (size_t)state->recent, &state->shown, err);
}

static void
tell_entries(
    struct answer *answer, const char *type, const struct history_page *page)
{
	ARRAY_EACH (entry, &page->items) {
		json_t *object = json_value_object();

		json_value_set(object, "entry", history_line(entry));
		answer_line(answer, type, object);
	}
}

static void
tell_silences(struct answer *answer, const struct state *state)
{
	const struct fleet *fleet = state->parts.fleet;
	int64_t now = clock_wall_s(state->parts.clock);

	for (size_t i = 0; i < fleet_silence_count(fleet); i++) {
		const struct silence *silence = fleet_silence_at(fleet, i);

		if (shown_is_silenced(
			&state->shown, state->endpoint, silence, now))
			answer_line(answer, "silence", render_silence(silence));
	}
}

/* One chain a turn: each is judged. */
static void
tell(struct answer *answer, void *arg)
{
	struct state *state = arg;
	const struct target_chains *chains = &state->shown.chains;

	if (state->told < chains->items.len) {
		answer_line(answer, "chain",
		    shown_chain(&chains->items.items[state->told++],
			state->parts.inspector, state->endpoint,
			clock_wall_s(state->parts.clock),
			state->has_text ? &state->style : NULL));
		answer_wake(answer);
		return;
	}
	tell_entries(answer, "incident", &state->shown.open);
	tell_silences(answer, state);
	tell_entries(answer, "history", &state->shown.recent);
	answer_end(answer);
}

static const struct read_once_ops ops = {
    .read = read_shown,
    .tell = tell,
    .free = state_free,
};

static bool
find_exactly(const struct monitor *monitor, const char *id, size_t *ret_at,
    struct error *err)
{
	size_t after = monitor_endpoint_after(monitor, id);

	if (after == 0 ||
	    strcmp(monitor_endpoint_at(monitor, after - 1)->id, id) != 0)
		return error_set(
		    err, ERROR_MISSING, "no endpoint of that id is watched");
	*ret_at = after - 1;
	return true;
}

/* Its number. */
static bool
find(const struct monitor *monitor, const char *pattern, size_t *ret_at,
    struct error *err)
{
	struct pick pick = {.pattern = pattern};
	CLEANUP(free) char *id = NULL;

	for (size_t i = 0; i < monitor_endpoint_count(monitor); i++)
		pick_offer(&pick, monitor_endpoint_at(monitor, i)->id);
	id = pick_end(&pick, err);
	if (id != NULL)
		*ret_at = monitor_endpoint_after(monitor, id) - 1;
	return id != NULL;
}

static bool
read_style(struct render_style *style, const json_t *request, struct error *err)
{
	int64_t width = 0;
	bool ok = request_bool(request, "colour", &style->has_colour, err) &&
	    request_bool(request, "boxes", &style->has_boxes, err) &&
	    request_bool(request, "verbose", &style->is_verbose, err) &&
	    request_bool(request, "clients", &style->has_clients, err) &&
	    request_bool(request, "remedies", &style->has_remedies, err) &&
	    request_number(request, "width", 0, WIDTH_MAX, &width, err);

	style->width = (unsigned)width;
	return ok;
}

static bool
prepare(struct state *state, const json_t *request, size_t *ret_at,
    struct error *err)
{
	const char *pattern = NULL;
	bool is_exact = false;

	state->recent = SHOWN_RECENT;
	state->has_text = true;
	if (!request_text(request, "pattern", &pattern, err) ||
	    !request_number(
		request, "recent", 1, HISTORY_PAGE_MAX, &state->recent, err) ||
	    !request_bool(request, "exact", &is_exact, err) ||
	    !request_bool(request, "text", &state->has_text, err) ||
	    !read_style(&state->style, request, err))
		return false;
	if (pattern == NULL)
		return error_set(err, ERROR_INVALID, "which endpoint?");
	if (is_exact ? !find_exactly(state->parts.monitor, pattern, ret_at, err)
		     : !find(state->parts.monitor, pattern, ret_at, err))
		return false;
	state->endpoint =
	    endpoint_ref(monitor_endpoint_at(state->parts.monitor, *ret_at));
	state->id = mem_strdup(state->endpoint->id);
	return true;
}

static void
tell_status(struct answer *answer, const struct state *state, size_t at)
{
	struct endpoint_status status;
	json_t *failures, *failure;
	size_t i;

	if (!monitor_status_at(state->parts.monitor, at, &status))
		endpoint_status_begin(&status, state->endpoint);
	answer_line(answer, "status", render_status(&status));
	failures =
	    failure_lines(&status, state->has_text ? &state->style : NULL);
	json_array_foreach(failures, i, failure)
	    answer_line(answer, "failure", json_incref(failure));
	json_decref(failures);
	endpoint_status_clear(&status);
}

static void
start(const struct control_parts *parts, struct answer *answer,
    const json_t *request)
{
	struct state *state = MEM_NEW(struct state);
	struct error err = ERROR_INIT;
	size_t at = 0;

	state->parts = *parts;
	if (!prepare(state, request, &at, &err)) {
		state_free(state);
		answer_fail(answer, &err);
		return;
	}
	if (read_once_start(answer, parts->store, &ops, state))
		tell_status(answer, state, at);
}

const struct control_command control_command_show = {
    .name = "show",
    .is_reading = true,
    .start = start,
};
