/* Incidents as values; see incident.h. What opens, changes and closes them is
 * decided in incident/. */
#include "model/incident.h"

#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/mem.h"
#include "model/endpoint.h"

struct incident *
incident_new(enum finding_code code, int64_t opened_at)
{
	struct incident *incident = MEM_NEW(struct incident);

	incident->code = code;
	incident->opened_at = incident->changed_at = opened_at;
	return incident;
}

void
incident_free(struct incident *incident)
{
	if (incident == NULL)
		return;
	ARRAY_EACH (member, &incident->members)
		endpoint_unref(member->endpoint);
	ARRAY_CLEAR(&incident->members);
	endpoint_unref(incident->endpoint);
	free(incident->detail);
	free(incident->hush_words);
	free(incident->sinks);
	ack_free(incident->ack);
	free(incident);
}

static void
put_number(uint8_t bytes[8], uint64_t number)
{
	for (int i = 0; i < 8; i++)
		bytes[i] = (uint8_t)(number >> (56 - 8 * i));
}

void
incident_make_id(struct incident *incident, uint64_t counter)
{
	const char *code = finding_code_text(incident->code);
	uint8_t digest[SHA256_DIGEST_LENGTH], number[8];
	uint8_t *bytes = NULL;
	const void *subject = incident->sha256;
	size_t subject_len = sizeof incident->sha256;
	size_t code_len = strlen(code) + 1, len;

	if (!incident->has_digest) {
		subject = incident->endpoint->id;
		subject_len = strlen(incident->endpoint->id);
	}
	len = code_len + subject_len + 2 * sizeof number;
	bytes = mem_new(len, 1);
	memcpy(bytes, code, code_len);
	memcpy(bytes + code_len, subject, subject_len);
	put_number(number, (uint64_t)incident->opened_at);
	memcpy(bytes + code_len + subject_len, number, sizeof number);
	put_number(number, counter);
	memcpy(bytes + len - sizeof number, number, sizeof number);
	SHA256(bytes, len, digest);
	hex_encode(digest, EVENT_ID_LEN / 2, incident->id);
	free(bytes);
}

void
incident_text_digest(const char *text, uint8_t *ret)
{
	SHA256((const uint8_t *)text, strlen(text), ret);
}

size_t
incident_endpoint_count(const struct incident *incident)
{
	return incident->endpoint_count;
}

struct incident *
incident_husk(const struct incident *incident)
{
	struct incident *husk = MEM_NEW(struct incident);

	*husk = *incident;
	memset(&husk->members, 0, sizeof husk->members);
	if (husk->endpoint != NULL)
		endpoint_ref(husk->endpoint);
	husk->detail = mem_strdup(incident->detail);
	husk->hush_words = mem_strdup(incident->hush_words);
	husk->sinks = mem_strdup(incident->sinks);
	if (incident->ack != NULL)
		husk->ack = ack_copy(incident->ack);
	return husk;
}

void
incident_note_told(struct incident *incident, int64_t now)
{
	incident->told = INCIDENT_TOLD;
	incident->told_at = now;
	incident->told_count = incident->endpoint_count;
	incident->hush = HUSH_NONE;
	free(TAKE(incident->hush_words));
}

static int
compare_ids(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Members stand in no order and an endpoint may have several: sorted, doubles
 * dropped, cut at what an event may carry. */
static void
describe_endpoints(
    const struct incident *incident, struct event_incident *described)
{
	size_t count = incident->members.len;
	const char **ids = NULL;

	if (count == 0)
		return;
	ids = mem_new(count, sizeof *ids);
	for (size_t i = 0; i < count; i++)
		ids[i] = incident->members.items[i].endpoint->id;
	qsort(ids, count, sizeof *ids, compare_ids);
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && strcmp(ids[i - 1], ids[i]) == 0)
			continue;
		if (described->endpoints.len == EVENT_MAX_ENDPOINTS)
			break;
		*ARRAY_ADD(&described->endpoints) = mem_strdup(ids[i]);
	}
	free(ids);
}

void
incident_describe(
    const struct incident *incident, struct event_incident *ret_described)
{
	*ret_described = (struct event_incident){
	    .is_set = true,
	    .finding = incident->code,
	    .severity = incident->severity,
	    .opened_at = incident->opened_at,
	    .resolved_at = incident->resolved_at,
	    .endpoint_count = incident->endpoint_count,
	};
	memcpy(ret_described->id, incident->id, sizeof incident->id);
	ret_described->openings = incident->openings;
	if (incident->ack != NULL)
		ret_described->ack = ack_copy(incident->ack);
	describe_endpoints(incident, ret_described);
}
