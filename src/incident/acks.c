/* Who sees to what; see acks.h. */
#include "incident/acks.h"

#include <string.h>

#include "base/mem.h"
#include "incident/announce.h"

const uint8_t *
acks_leaf(const struct watched *watched)
{
	const uint8_t *sha256 = NULL;

	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct verdict *verdict = watched->targets[i].current;
		const uint8_t *shown;

		if (verdict == NULL || verdict->cert_count == 0)
			continue;
		shown = verdict->certs[0]->sha256;
		if (sha256 != NULL &&
		    memcmp(sha256, shown, CERT_SHA256_LEN) != 0)
			return NULL;
		sha256 = shown;
	}
	return sha256;
}

void
acks_set(struct step *step, struct open_incident *open, const struct ack *ack)
{
	struct incident *incident = open->incident;
	const struct watched *watched = open->owners.items[0];
	const struct place place = incident->members.items[0].place;
	const struct scene scene = {
	    .watched = watched, .place = &place, .open = open};
	const uint8_t *leaf = acks_leaf(watched);

	ack_free(incident->ack);
	incident->ack = ack_copy(ack);
	incident->ack->at = step->now;
	incident->ack->severity = incident->severity;
	incident->ack->is_tied = ack->is_tied && leaf != NULL;
	if (incident->ack->is_tied)
		memcpy(incident->ack->sha256, leaf, CERT_SHA256_LEN);
	announce(step, EVENT_ACK_SET, SEVERITY_NOTICE, &scene,
	    words_acknowledged(&scene));
}

static bool
is_shown(const struct watched *watched, const uint8_t *sha256)
{
	bool is_any_seen = false;

	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct verdict *verdict = watched->targets[i].current;

		if (verdict == NULL || verdict->cert_count == 0)
			continue;
		is_any_seen = true;
		if (memcmp(verdict->certs[0]->sha256, sha256,
			CERT_SHA256_LEN) == 0)
			return true;
	}
	return !is_any_seen;
}

bool
acks_tick(struct step *step, const struct scene *scene)
{
	struct incident *incident = scene->open->incident;
	struct ack *ack = incident->ack;
	const char *why = NULL;

	if (ack == NULL)
		return false;
	if (ack->until != 0 && ack->until <= step->now)
		why = "has ended";
	else if (ack->is_tied && !is_shown(scene->watched, ack->sha256))
		why = "has lapsed, since another certificate is shown";
	if (why == NULL)
		return false;
	incident->ack = NULL;
	announce(step, EVENT_ACK_ENDED, SEVERITY_NOTICE, scene,
	    words_ack_ended(scene, ack, why, step->now));
	ack_free(ack);
	return true;
}

void
acks_lapse(struct event *event, struct incident *incident)
{
	const struct ack *ack = incident->ack;
	char *text;

	if (ack == NULL || incident->severity <= ack->severity ||
	    incident->resolved_at != 0)
		return;
	text = mem_printf("%s; that it was acknowledged by %s counts no more",
	    event->text, ack->author);
	free(event->text);
	event->text = text;
	ack_free(TAKE(incident->ack));
}
