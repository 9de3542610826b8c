/*
 * {"command": "incident", "id": ...}: one incident, open or over: a line
 * "incident" (control/incident_line.h). "from": so many of the endpoints that
 * it met are passed over.
 */
#include "control/command.h"

#include "base/mem.h"
#include "control/incident_line.h"
#include "control/read_once.h"

struct state {
	char *id;
	int64_t from;
	struct incident_record record;
};

static void
state_free(void *arg)
{
	struct state *state = arg;

	incident_record_clear(&state->record);
	free(state->id);
	free(state);
}

static bool
read_record(struct db *db, void *arg, struct error *err)
{
	struct state *state = arg;

	incident_record_clear(&state->record);
	return incident_record_read(
	    db, state->id, (size_t)state->from, &state->record, err);
}

static void
tell(struct answer *answer, void *arg)
{
	const struct state *state = arg;
	struct error unknown = ERROR_INIT;

	if (!state->record.is_known) {
		error_set(
		    &unknown, ERROR_MISSING, "no incident of that id is known");
		answer_fail(answer, &unknown);
		return;
	}
	answer_line(answer, "incident", incident_line(&state->record));
	answer_end(answer);
}

static const struct read_once_ops ops = {
    .read = read_record,
    .tell = tell,
    .free = state_free,
};

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
	struct error err = ERROR_INIT;

	if (prepare(state, request, &err)) {
		(void)!read_once_start(answer, parts->store, &ops, state);
		return;
	}
	state_free(state);
	answer_fail(answer, &err);
}

const struct control_command control_command_incident = {
    .name = "incident",
    .is_reading = true,
    .start = start,
};
