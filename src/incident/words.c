/* The sentences of events; see words.h. */
#include "incident/words.h"

#include <string.h>

#include "base/duration.h"
#include "base/strbuf.h"
#include "base/timestamp.h"
#include "incident/proxied.h"
#include "incident/words_parts.h"
#include "incident/zones.h"
#include "model/endpoint_file.h"

#define WORDS_MAX_ALSO 6
#define WORDS_MAX_SERVERS 4 /* named one by one */

/* The port only where it is not the endpoint's. */
void
words_add_place(struct strbuf *buf, const struct scene *scene)
{
	const struct endpoint *endpoint = scene->watched->endpoint;
	struct endpoint_via via;
	char text[PLACE_TEXT_MAX];

	if (scene->place == NULL || place_is_none(scene->place)) {
		strbuf_add(buf, endpoint->id);
		return;
	}
	via = target_state_via(watched_target(scene->watched, scene->place));
	if (strcmp(place_format_where(scene->place, text), endpoint->id) == 0) {
		place_format(scene->place, text);
	} else {
		strbuf_addf(buf, "%s at ", endpoint->id);
		place_format_brief(scene->place, endpoint->port, text);
	}
	endpoint_via_add(buf, &via, text);
}

static const char *
label_of(const struct verdict *verdict, const uint8_t *sha256)
{
	for (size_t i = 0; verdict != NULL && i < verdict->cert_count; i++) {
		if (memcmp(verdict->certs[i]->sha256, sha256,
			CERT_SHA256_LEN) == 0)
			return verdict->certs[i]->label;
	}
	return NULL;
}

/* What is shown where the sentence is about; NULL: nothing yet. */
static const struct verdict *
shown_there(const struct scene *scene)
{
	const struct watched *watched = scene->watched;
	const struct target_state *state;

	if (scene->after != NULL)
		return scene->after;
	if (scene->place != NULL && !place_is_none(scene->place)) {
		state = watched_target(watched, scene->place);
		return state == NULL ? NULL : state->current;
	}
	for (uint32_t i = 0; i < watched->target_count; i++) {
		if (watched->targets[i].is_seen)
			return watched->targets[i].current;
	}
	return NULL;
}

/* Who minds, where that is what it is about. */
static void
add_clients(struct strbuf *buf, const struct scene *scene)
{
	const struct verdict *verdict = shown_there(scene);

	if (scene->open->incident->code == FINDING_CLIENT_REFUSES &&
	    verdict != NULL && verdict->refused_by != NULL)
		strbuf_addf(buf, ": %s", verdict->refused_by);
}

/* Whose names do not resolve, where that is all of a zone. */
static void
add_zone(struct strbuf *buf, const struct scene *scene, const char *words)
{
	const char *name = zones_name(scene->watched->endpoint);

	if (zones_is_about(scene->open->incident) && name != NULL)
		strbuf_addf(buf, "%s%s", words, zones_of(name));
}

/* "leaf-only (only the server's own certificate is sent)", with the name of
 * the certificate at fault where it was presented. */
void
words_add_finding(struct strbuf *buf, const struct scene *scene)
{
	const struct incident *incident = scene->open->incident;
	const char *label = NULL;

	if (incident->has_digest)
		label = label_of(scene->after, incident->sha256);
	strbuf_addf(buf, "%s (%s", finding_code_text(incident->code),
	    finding_info(incident->code)->title);
	if (label != NULL)
		strbuf_addf(buf, ": %s", label);
	if (proxied_is_about(incident)) {
		strbuf_add(buf, ": ");
		proxied_add_name(buf, scene->watched);
	}
	add_zone(buf, scene, "; no server answers for the zone ");
	add_clients(buf, scene);
	strbuf_add(buf, ")");
}

void
words_add_also(struct strbuf *buf, const struct scene *scene)
{
	for (size_t i = 0; i < scene->also_count && i < WORDS_MAX_ALSO; i++)
		strbuf_addf(buf, "%s%s", i == 0 ? "; also " : ", ",
		    finding_code_text(scene->also[i]));
	if (scene->also_count > WORDS_MAX_ALSO)
		strbuf_addf(
		    buf, " and %zu more", scene->also_count - WORDS_MAX_ALSO);
}

/* Where names have so many that they are looked at by turns. */
static void
add_sampling(struct strbuf *buf, const struct watched *watched)
{
	size_t named = 0;
	unsigned turns;

	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct target_state *state = &watched->targets[i];
		const struct endpoint_via via = target_state_via(state);

		named += state->place.variant == 0 &&
		    endpoint_via_is_named(watched->endpoint, &via);
	}
	turns = endpoint_turns(watched->endpoint, named);
	if (turns > 1)
		strbuf_addf(buf, " (%zu are looked at each interval, by turns)",
		    (named + turns - 1) / turns);
}

/* Whom a broken file will break: a reload is all that is missing. */
static void
add_servers(struct strbuf *buf, const struct scene *scene)
{
	const struct endpoint_file *file = scene->watched->endpoint->file;
	const struct incident *incident = scene->open->incident;
	size_t count = file == NULL ? 0 : file->served_by.len;

	if (count == 0 || incident->severity < SEVERITY_WARNING)
		return;
	strbuf_addf(buf, "; %s%s",
	    incident->severity == SEVERITY_CRITICAL ? "breaks with a reload: "
						    : "loaded by ",
	    file->served_by.items[0]);
	for (size_t i = 1; i < count && i < WORDS_MAX_SERVERS; i++)
		strbuf_addf(buf, ", %s", file->served_by.items[i]);
	if (count > WORDS_MAX_SERVERS)
		strbuf_addf(buf, " and %zu more", count - WORDS_MAX_SERVERS);
}

/* "; 1 of 3 addresses" where there are several; "; 40 endpoints". */
void
words_add_extent(struct strbuf *buf, const struct scene *scene)
{
	size_t endpoints = scene->open->incident->endpoint_count;
	size_t targets = scene->watched->target_count;
	size_t shown = watched_member_count(scene->watched, scene->open);

	if (targets > 1 && shown > 0)
		strbuf_addf(buf, "; %zu of %zu addresses", shown, targets);
	if (targets > 1 && shown > 0)
		add_sampling(buf, scene->watched);
	if (endpoints > 1)
		strbuf_addf(buf, "; %zu endpoints", endpoints);
	add_servers(buf, scene);
}

char *
words_opened(const struct scene *scene)
{
	struct strbuf buf = STRBUF_INIT(WORDS_MAX_BYTES);

	words_add_place(&buf, scene);
	strbuf_add(&buf, ": ");
	words_add_finding(&buf, scene);
	words_add_also(&buf, scene);
	words_add_extent(&buf, scene);
	return strbuf_take(&buf);
}

char *
words_remains(const struct scene *scene)
{
	struct strbuf buf = STRBUF_INIT(WORDS_MAX_BYTES);

	words_add_place(&buf, scene);
	strbuf_add(&buf, ": what remains is ");
	words_add_finding(&buf, scene);
	words_add_extent(&buf, scene);
	return strbuf_take(&buf);
}

char *
words_down(const struct scene *scene, unsigned failed, unsigned looks)
{
	struct strbuf buf = STRBUF_INIT(WORDS_MAX_BYTES);

	words_add_place(&buf, scene);
	strbuf_add(&buf, ": ");
	words_add_finding(&buf, scene);
	strbuf_addf(&buf, "; %u of the last %u looks failed", failed, looks);
	words_add_extent(&buf, scene);
	return strbuf_take(&buf);
}

char *
words_severity_changed(const struct scene *scene, enum severity before)
{
	struct strbuf buf = STRBUF_INIT(WORDS_MAX_BYTES);

	words_add_place(&buf, scene);
	strbuf_add(&buf, ": ");
	words_add_finding(&buf, scene);
	strbuf_addf(&buf, " is %s now, was %s",
	    severity_text(scene->open->incident->severity),
	    severity_text(before));
	words_add_extent(&buf, scene);
	return strbuf_take(&buf);
}

char *
words_grown(const struct scene *scene)
{
	struct strbuf buf = STRBUF_INIT(WORDS_MAX_BYTES);
	const struct incident *incident = scene->open->incident;

	words_add_finding(&buf, scene);
	strbuf_addf(&buf, " is seen at %zu endpoints now, was %zu",
	    incident->endpoint_count, incident->told_count);
	return strbuf_take(&buf);
}

static bool
is_still_shown(const struct membership *membership)
{
	return book_member(membership)->clean_count == 0 &&
	    membership->open->incident->severity >= SEVERITY_WARNING;
}

static bool
is_first_shown(const struct watched *watched, uint32_t at)
{
	for (uint32_t i = 0; i < at; i++) {
		if (watched->memberships[i].open ==
			watched->memberships[at].open &&
		    is_still_shown(&watched->memberships[i]))
			return false;
	}
	return true;
}

/* What people should know is still wrong there, each once. */
static void
add_still_open(struct strbuf *buf, const struct scene *scene)
{
	const struct watched *watched = scene->watched;
	size_t count = 0;

	for (uint32_t i = 0; i < watched->membership_count; i++) {
		const struct membership *m = &watched->memberships[i];

		if (m->open == scene->open || !is_still_shown(m) ||
		    !is_first_shown(watched, i))
			continue;
		if (count++ < WORDS_MAX_ALSO)
			strbuf_addf(buf, "%s%s",
			    count == 1 ? "; still open: " : ", ",
			    finding_code_text(m->open->incident->code));
	}
}

char *
words_resolved(const struct scene *scene, enum words_end end, int64_t now)
{
	struct strbuf buf = STRBUF_INIT(WORDS_MAX_BYTES);
	const struct incident *incident = scene->open->incident;
	char open_for[DURATION_TEXT_MAX];

	words_add_place(&buf, scene);
	strbuf_addf(&buf, ": %s ", finding_code_text(incident->code));
	if (proxied_is_about(incident)) {
		strbuf_add(&buf, "of ");
		proxied_add_name(&buf, scene->watched);
		strbuf_add(&buf, " ");
	}
	add_zone(&buf, scene, "of the zone ");
	if (zones_is_about(incident))
		strbuf_add(&buf, " ");
	duration_words(now - incident->opened_at, open_for);
	switch (end) {
	case WORDS_FIXED:
		strbuf_addf(&buf, "is resolved after %s", open_for);
		break;
	case WORDS_MEANT:
		strbuf_addf(&buf, "is taken for meant after %s", open_for);
		break;
	case WORDS_ADDRESS_GONE:
		strbuf_addf(&buf, "ends after %s: the address is no longer %s",
		    open_for,
		    scene->watched->endpoint->fronts.len == 0 ? "in DNS"
							      : "in use");
		break;
	case WORDS_NOT_OFFERED:
		strbuf_addf(&buf,
		    "ends after %s: the server does not offer this any more",
		    open_for);
		break;
	case WORDS_UNWATCHED:
		strbuf_addf(&buf, "ends after %s: no longer watched", open_for);
		if (scene->watched->endpoint->source != NULL)
			strbuf_addf(&buf, " (it came from %s in DNS)",
			    scene->watched->endpoint->source);
		break;
	}
	if (incident->most_count > 1)
		strbuf_addf(&buf, "; it was seen at %zu endpoints",
		    incident->most_count);
	if (end == WORDS_FIXED)
		add_still_open(&buf, scene);
	return strbuf_take(&buf);
}

char *
words_not_deployed(const struct scene *scene, const char *path,
    const struct target_state *on_disk, int64_t now)
{
	struct strbuf buf = STRBUF_INIT(WORDS_MAX_BYTES);
	const struct cert_facts *leaf = on_disk->current->certs[0];
	char at[TIMESTAMP_TEXT_MAX], until[TIMESTAMP_TEXT_MAX];
	char lasts[DURATION_TEXT_MAX];

	strbuf_addf(&buf,
	    "%s: %s was renewed on disk at %s (%s until %s) and is still not "
	    "served after %s: ",
	    scene->watched->endpoint->id, path,
	    timestamp_format(on_disk->chain_since, at), leaf->label,
	    timestamp_words(leaf->not_after, until),
	    duration_words(now - on_disk->chain_since, lasts));
	words_add_members(&buf, scene);
	words_add_extent(&buf, scene);
	return strbuf_take(&buf);
}
