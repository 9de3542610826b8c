/*
 * {"command": "certificate", "sha256": ...}: one certificate, of the 64 digits
 * of its fingerprint: a line "certificate" (control/certificate_line.h). Where
 * it is served now, a line "chain" follows: the chain of the first place that
 * shows it, judged (control/shown.h), with its "endpoint". "from": so many of
 * the places are passed over.
 */
#include "control/command.h"

#include <string.h>

#include "base/hex.h"
#include "base/mem.h"
#include "control/certificate_line.h"
#include "control/read_once.h"
#include "control/shown.h"
#include "render/json_value.h"

struct state {
	struct control_parts parts;
	uint8_t sha256[CERT_SHA256_LEN];
	int64_t from;
	struct cert_record record;
	struct target_chains chains; /* of the first that serves it */
};

static void
state_free(void *arg)
{
	struct state *state = arg;

	cert_record_clear(&state->record);
	target_chains_clear(&state->chains);
	free(state);
}

static bool
read_record(struct db *db, void *arg, struct error *err)
{
	struct state *state = arg;
	const struct inventory_cert *cert = &state->record.cert;

	cert_record_clear(&state->record);
	target_chains_clear(&state->chains);
	if (!cert_record_read(
		db, state->sha256, (size_t)state->from, &state->record, err))
		return false;
	return cert->endpoints.len == 0 ||
	    target_chains_read(
		db, cert->endpoints.items[0], &state->chains, err);
}

static struct endpoint *
find_endpoint(const struct state *state)
{
	const struct inventory_cert *cert = &state->record.cert;
	struct monitor *monitor = state->parts.monitor;
	size_t at;

	if (monitor == NULL || cert->endpoints.len == 0)
		return NULL;
	at = monitor_endpoint_after(monitor, cert->endpoints.items[0]);
	return at > 0 &&
		strcmp(monitor_endpoint_at(monitor, at - 1)->id,
		    cert->endpoints.items[0]) == 0
	    ? monitor_endpoint_at(monitor, at - 1)
	    : NULL;
}

/* In what is sent, or else the first, which needs it. */
static const struct target_chain *
find_chain(const struct state *state)
{
	ARRAY_EACH (chain, &state->chains.items) {
		ARRAY_EACH (cert, &chain->certs) {
			if (memcmp(cert->sha256, state->sha256,
				CERT_SHA256_LEN) == 0)
				return chain;
		}
	}
	return state->chains.items.len > 0 ? state->chains.items.items : NULL;
}

static void
tell_chain(struct answer *answer, const struct state *state)
{
	const struct target_chain *chain = find_chain(state);
	struct endpoint *endpoint = find_endpoint(state);
	json_t *object;

	if (endpoint == NULL || chain == NULL)
		return;
	object = shown_chain(chain, state->parts.inspector, endpoint,
	    clock_wall_s(state->parts.clock), NULL);
	json_value_set(object, "endpoint", json_value_text(endpoint->id));
	answer_line(answer, "chain", object);
}

static void
tell(struct answer *answer, void *arg)
{
	const struct state *state = arg;
	struct monitor *monitor = state->parts.monitor;
	struct name_set watched = {0};
	struct error unknown = ERROR_INIT;

	if (!state->record.is_known) {
		error_set(&unknown, ERROR_MISSING,
		    "no certificate of that fingerprint is known");
		answer_fail(answer, &unknown);
		return;
	}
	for (size_t i = 0;
	     monitor != NULL && i < monitor_endpoint_count(monitor); i++)
		name_set_add(
		    &watched, monitor_endpoint_at(monitor, i)->host.text);
	answer_line(
	    answer, "certificate", certificate_line(&state->record, &watched));
	name_set_clear(&watched);
	tell_chain(answer, state);
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
	const char *digits = NULL;

	if (!request_text(request, "sha256", &digits, err) ||
	    !request_number(request, "from", 0, INT32_MAX, &state->from, err))
		return false;
	return (digits != NULL &&
		   hex_decode(digits, state->sha256, CERT_SHA256_LEN)) ||
	    error_set(err, ERROR_INVALID,
		"a fingerprint is 64 hexadecimal digits, without colons");
}

static void
start(const struct control_parts *parts, struct answer *answer,
    const json_t *request)
{
	struct state *state = MEM_NEW(struct state);
	struct error err = ERROR_INIT;

	state->parts = *parts;
	if (prepare(state, request, &err)) {
		(void)!read_once_start(answer, parts->store, &ops, state);
		return;
	}
	state_free(state);
	answer_fail(answer, &err);
}

const struct control_command control_command_certificate = {
    .name = "certificate",
    .is_reading = true,
    .start = start,
};
