/*
 * {"command": "incident", "id": ...}: one incident, open or over: a line
 * "incident" (control/incident_line.h). "from": so many of the endpoints that
 * it met are passed over.
 */
#include "control/command.h"

#include "base/mem.h"
#include "control/incident_line.h"

struct state {
	struct answer *answer; /* NULL: gone while the store was read */
	char *id;
	int64_t from;
	struct incident_record record;
	bool is_reading;
};

static void
state_free(struct state *state)
{
	incident_record_clear(&state->record);
	free(state->id);
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

/* On the store's thread; may run again. */
static bool
work(struct db *db, void *arg, struct error *err)
{
	struct state *state = arg;

	incident_record_clear(&state->record);
	return incident_record_read(
	    db, state->id, (size_t)state->from, &state->record, err);
}

static void
on_read(void *arg, bool is_ok, const struct error *err)
{
	struct state *state = arg;
	struct error unknown = ERROR_INIT;

	state->is_reading = false;
	if (state->answer == NULL) {
		state_free(state);
		return;
	}
	if (!is_ok) {
		answer_fail(state->answer, err);
		return;
	}
	if (!state->record.is_known) {
		error_set(
		    &unknown, ERROR_MISSING, "no incident of that id is known");
		answer_fail(state->answer, &unknown);
		return;
	}
	answer_line(state->answer, "incident", incident_line(&state->record));
	answer_end(state->answer);
}

static void
more(UNUSED struct answer *answer, UNUSED void *arg)
{
	/* all is said when the store was read */
}

static bool
prepare(struct state *state, const json_t *request, struct error *err)
{
	const char *id = NULL;

	if (!request_text(request, "id", &id, err) ||
	    !request_number(request, "from", 0, INT32_MAX, &state->from, err))
		return false;
	if (id == NULL)
		return error_set(err, ERROR_INVALID, "which incident?");
	state->id = mem_strdup(id);
	return true;
}

static void
start(const struct control_parts *parts, struct answer *answer,
    const json_t *request)
{
	struct state *state = MEM_NEW(struct state);
	const struct store_job job = {
	    .work = work, .done = on_read, .arg = state};
	struct error err = ERROR_INIT;
	bool ok = prepare(state, request, &err);

	if (ok && (parts->store == NULL || !store_run(parts->store, &job)))
		ok = error_set(&err, ERROR_LIMIT,
		    "the store has too much to do; try again");
	if (!ok) {
		state_free(state);
		answer_fail(answer, &err);
		return;
	}
	state->is_reading = true;
	state->answer = answer;
	answer_go_on(answer, more, free_state, state);
}

const struct control_command control_command_incident = {
    .name = "incident",
    .is_reading = true,
    .start = start,
};
