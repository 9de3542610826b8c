/* What comes and goes; see flaps.h. */
#include "incident/flaps.h"

#include <string.h>

#include "base/duration.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/timestamp.h"
#include "incident/announce.h"
#include "incident/book.h"
#include "incident/hush.h"
#include "incident/mixed.h"
#include "incident/words_parts.h"

void
flap_free(struct flap *flap)
{
	if (flap == NULL)
		return;
	incident_free(flap->held);
	free(flap->endpoint);
	free(flap->at);
	free(flap);
}

void
flaps_sweep(struct flaps *flaps)
{
	ARRAY_EACH (flap, &flaps->gone)
		flap_free(*flap);
	ARRAY_CLEAR(&flaps->gone);
}

void
flaps_clear(struct flaps *flaps)
{
	struct table_item *item;
	size_t at = 0;

	flaps_sweep(flaps);
	while ((item = table_next(&flaps->table, &at)) != NULL)
		flap_free((struct flap *)item);
	table_clear(&flaps->table);
}

static uint64_t
hash_of(enum finding_code code, const uint8_t *sha256, const char *endpoint)
{
	uint64_t hash = hash_bytes(HASH_START, &code, sizeof code);

	return sha256 != NULL ? hash_bytes(hash, sha256, CERT_SHA256_LEN)
			      : hash_text(hash, endpoint);
}

static bool
is_of(const struct table_item *item, const void *key)
{
	const struct flap *flap = (const struct flap *)item;
	const struct incident *incident = key;

	if (flap->code != incident->code ||
	    flap->has_digest != incident->has_digest)
		return false;
	return flap->has_digest
	    ? memcmp(flap->sha256, incident->sha256, CERT_SHA256_LEN) == 0
	    : strcmp(flap->endpoint, incident->endpoint->id) == 0;
}

static struct flap *
find(const struct step *step, const struct incident *incident)
{
	const uint8_t *sha256 = incident->has_digest ? incident->sha256 : NULL;

	if (step->hush == NULL)
		return NULL;
	return (struct flap *)table_find(&step->hush->flaps.table,
	    hash_of(incident->code, sha256,
		sha256 == NULL ? incident->endpoint->id : NULL),
	    is_of, incident);
}

struct flap *
flap_new(enum finding_code code, const uint8_t *sha256, const char *endpoint_id)
{
	struct flap *flap = MEM_NEW(struct flap);

	flap->code = code;
	flap->has_digest = sha256 != NULL;
	if (sha256 != NULL)
		memcpy(flap->sha256, sha256, CERT_SHA256_LEN);
	else
		flap->endpoint = mem_strdup(endpoint_id);
	flap->item.hash = hash_of(code, sha256, endpoint_id);
	return flap;
}

void
flaps_restore(struct flaps *flaps, struct flap *take_flap)
{
	flaps->told_count += take_flap->is_told;
	table_add(&flaps->table, &take_flap->item);
}

static void
note(struct step *step, struct flap *flap)
{
	ARRAY_EACH (noted, &step->batch->flaps) {
		if (*noted == flap)
			return;
	}
	*ARRAY_ADD(&step->batch->flaps) = flap;
}

static void
forget(struct step *step, struct flap *flap)
{
	struct flaps *flaps = &step->hush->flaps;

	flaps->told_count -= flap->is_told;
	table_remove(&flaps->table, &flap->item);
	flap->is_gone = true;
	*ARRAY_ADD(&flaps->gone) = flap;
	note(step, flap);
}

static void
add_count(struct strbuf *buf, const struct flap *flap, int64_t now)
{
	char lasts[DURATION_TEXT_MAX];

	strbuf_addf(buf, "it opened %u times in %s", flap->openings,
	    duration_words(now - flap->first_at, lasts));
}

static bool
is_told_at(const struct flaps *flaps, const struct watched *watched)
{
	struct table_item *item;
	size_t at = 0;

	while ((item = table_next(&flaps->table, &at)) != NULL) {
		const struct flap *flap = (const struct flap *)item;

		if (flap->is_told && flap->at != NULL &&
		    strcmp(flap->at, watched->endpoint->id) == 0)
			return true;
	}
	return false;
}

bool
flaps_cover(const struct step *step, const struct watched *watched,
    const struct incident *incident, struct strbuf *ret_words)
{
	const struct flap *flap;

	if (step->hush == NULL || step->hush->flaps.told_count == 0)
		return false;
	if (incident == NULL) {
		if (!is_told_at(&step->hush->flaps, watched))
			return false;
		if (ret_words != NULL)
			strbuf_add(ret_words, "something flaps there");
		return true;
	}
	flap = find(step, incident);
	if (flap == NULL || !flap->is_told)
		return false;
	if (ret_words != NULL)
		add_count(ret_words, flap, step->now);
	return true;
}

/* Whoever leads when it comes back: its id stays as it was told, and stored. */
static void
go_on(struct incident *incident, const struct incident *held)
{
	memcpy(incident->id, held->id, sizeof incident->id);
	incident->opened_at = held->opened_at;
	incident->told_at = held->told_at;
	incident->told_count = held->told_count;
	if (incident->most_count < held->most_count)
		incident->most_count = held->most_count;
	free(incident->sinks);
	incident->sinks = mem_strdup(held->sinks);
}

struct open_incident *
flaps_open(struct step *step, enum finding_code code, const uint8_t *sha256,
    struct endpoint *endpoint)
{
	struct open_incident *open =
	    book_open(step->book, code, sha256, endpoint, step->now);
	struct flap *flap = find(step, open->incident);

	if (flap == NULL || flap->held == NULL)
		return open;
	go_on(open->incident, flap->held);
	open->incident->openings = flap->openings;
	flap->changed_at = step->now;
	note(step, flap);
	return open;
}

void
flaps_enter(struct step *step, struct incident *incident)
{
	struct flap *flap = find(step, incident);
	struct incident *held = flap == NULL ? NULL : flap->held;

	if (held == NULL)
		return;
	go_on(incident, held);
	incident->told = INCIDENT_TOLD;
	ack_free(incident->ack);
	incident->ack = TAKE(held->ack);
	incident_free(TAKE(flap->held));
}

static void
push_time(struct flap *flap, int64_t now)
{
	if (flap->time_count == FLAPS_OPENINGS_MAX) {
		memmove(&flap->times[0], &flap->times[1],
		    (FLAPS_OPENINGS_MAX - 1) * sizeof flap->times[0]);
		flap->time_count--;
	}
	flap->times[flap->time_count++] = now;
}

static unsigned
count_since(const struct flap *flap, int64_t since)
{
	unsigned count = 0;

	for (unsigned i = 0; i < flap->time_count; i++)
		count += flap->times[i] > since;
	return count;
}

static void
begin(struct step *step, struct flap *flap, struct event *event)
{
	struct strbuf text = STRBUF_INIT(WORDS_MAX_BYTES);
	char calm[DURATION_TEXT_MAX];

	flap->is_told = true;
	step->hush->flaps.told_count++;
	strbuf_addf(&text, "%s; ", event->text);
	add_count(&text, flap, step->now);
	strbuf_addf(&text,
	    ": it is flapping, and quiet until nothing has changed for %s",
	    duration_words(step->options->flap_calm_s, calm));
	free(event->text);
	event->text = strbuf_take(&text);
}

void
flaps_note_opening(struct step *step, const struct watched *watched,
    struct incident *incident, struct event *event)
{
	const struct fleet_options *options = step->options;
	struct flap *flap = find(step, incident);

	if (step->hush == NULL || options->flap_openings == 0 ||
	    incident->severity < SEVERITY_WARNING)
		return;
	if (flap == NULL) {
		flap = flap_new(incident->code,
		    incident->has_digest ? incident->sha256 : NULL,
		    incident->endpoint == NULL ? NULL : incident->endpoint->id);
		flap->first_at = step->now;
		table_add(&step->hush->flaps.table, &flap->item);
	}
	flap->openings++;
	flap->changed_at = step->now;
	free(flap->at);
	flap->at = mem_strdup(watched->endpoint->id);
	push_time(flap, step->now);
	incident->openings = flap->openings;
	if (!flap->is_told &&
	    count_since(flap, step->now - options->flap_window_s) >=
		options->flap_openings)
		begin(step, flap, event);
	note(step, flap);
}

void
flaps_note_end(struct step *step, const struct watched *watched,
    const struct incident *incident)
{
	struct flap *flap = find(step, incident);

	if (flap == NULL)
		return;
	flap->changed_at = step->now;
	if (flap->held != NULL) { /* it came back unheard, and went */
		flap->held->resolved_at = step->now;
	} else if (flap->is_told) {
		flap->held = incident_husk(incident);
		free(flap->at);
		flap->at = mem_strdup(watched->endpoint->id);
	}
	note(step, flap);
}

static bool
has_id(const struct table_item *item, const void *id)
{
	return strcmp(((const struct watched *)item)->endpoint->id, id) == 0;
}

/* It has ended, and stayed so. */
static void
tell_end(struct step *step, struct flap *flap)
{
	const struct table_item *item = table_find(
	    step->endpoints, hash_text(HASH_START, flap->at), has_id, flap->at);
	const struct watched *watched = (const struct watched *)item;
	struct event *event = event_new(EVENT_INCIDENT_RESOLVED, step->now);
	struct strbuf text = STRBUF_INIT(WORDS_MAX_BYTES);
	struct incident *held = flap->held;
	char calm[DURATION_TEXT_MAX];

	held->openings = flap->openings;
	event->severity = SEVERITY_NOTICE;
	event->finding = held->code;
	if (watched != NULL)
		event->endpoint = endpoint_ref(watched->endpoint);
	incident_describe(held, &event->incident);
	strbuf_addf(&text, "%s: %s is resolved and flaps no more: ", flap->at,
	    finding_code_text(held->code));
	add_count(&text, flap, held->resolved_at);
	strbuf_addf(&text, ", and has not come back for %s",
	    duration_words(step->now - held->resolved_at, calm));
	event->text = strbuf_take(&text);
	*ARRAY_ADD(&step->batch->events) = event;
	*ARRAY_ADD(&step->batch->incidents) = held;
}

/* It is open, and stayed so. */
static void
tell_open(struct step *step, struct flap *flap, struct open_incident *open)
{
	struct scene scene;
	struct place place;

	if (open->incident->told == INCIDENT_UNTOLD)
		return;
	place = open->incident->members.items[0].place;
	scene = (struct scene){
	    .watched = open->owners.items[0], .place = &place, .open = open};
	announce(step, EVENT_INCIDENT_CHANGED, open->incident->severity, &scene,
	    words_flaps_no_more(&scene, flap->changed_at, step->now));
}

/* What comes by turns at an address is open for as long as it does (mixed.h):
 * that it has not ended says nothing. false: not yet. */
static bool
settle(struct step *step, struct flap *flap)
{
	struct open_incident *open = NULL;

	ARRAY_EACH (at, &step->book->open) {
		if (is_of(&flap->item, (*at)->incident))
			open = *at;
	}
	if (open != NULL && mixed_is_anywhere(open->owners.items[0]))
		return false;
	/* What is told now is not covered by it. */
	step->hush->flaps.told_count--;
	flap->is_told = false;
	if (open != NULL) {
		flaps_enter(step, open->incident);
		tell_open(step, flap, open);
	} else if (flap->held != NULL) {
		tell_end(step, flap);
	}
	return true;
}

void
flaps_tick(struct step *step)
{
	const struct fleet_options *options = step->options;
	struct {
		ARRAY(struct flap *) list;
	} old = {0};
	struct table_item *item;
	size_t at = 0;

	while ((item = table_next(&step->hush->flaps.table, &at)) != NULL) {
		struct flap *flap = (struct flap *)item;

		if (step->now - flap->changed_at >=
		    (flap->is_told ? options->flap_calm_s
				   : options->flap_window_s))
			*ARRAY_ADD(&old.list) = flap;
	}
	ARRAY_EACH (flap, &old.list) {
		if (!(*flap)->is_told || settle(step, *flap))
			forget(step, *flap);
	}
	ARRAY_CLEAR(&old.list);
}

const struct incident *
flaps_held(const struct flaps *flaps, size_t i)
{
	struct table_item *item;
	size_t at = 0;

	while ((item = table_next(&flaps->table, &at)) != NULL) {
		const struct flap *flap = (const struct flap *)item;

		if (flap->held != NULL && i-- == 0)
			return flap->held;
	}
	return NULL;
}
