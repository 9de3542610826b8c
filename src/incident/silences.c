/* What is silenced; see silences.h. */
#include "incident/silences.h"

#include <string.h>

#include "base/mem.h"
#include "incident/hush.h"
#include "incident/proxied.h"
#include "incident/zones.h"
#include "model/verdict.h"

#define TEXT_MAX_BYTES 2000

void
silences_sweep(struct silences *silences)
{
	ARRAY_EACH (silence, &silences->ended)
		silence_free(*silence);
	ARRAY_CLEAR(&silences->ended);
}

void
silences_clear(struct silences *silences)
{
	silences_sweep(silences);
	ARRAY_EACH (silence, &silences->items)
		silence_free(*silence);
	ARRAY_CLEAR(&silences->items);
}

static bool
is_in(const struct silence *silence, const struct verdict *verdict)
{
	for (size_t i = 0; verdict != NULL && i < verdict->cert_count; i++) {
		if (silence_is_of_certificate(
			silence, verdict->certs[i]->sha256))
			return true;
	}
	return false;
}

static bool
is_shown_at(const struct silence *silence, const struct watched *watched)
{
	for (uint32_t i = 0; i < watched->target_count; i++) {
		if (is_in(silence, watched->targets[i].current))
			return true;
	}
	for (uint32_t i = 0; i < watched->variant_count; i++) {
		if (is_in(silence, watched->variants[i].current))
			return true;
	}
	return false;
}

/* Wherever this endpoint shows the fault? */
static bool
is_shown_with(const struct silence *silence, const struct watched *watched,
    const struct incident *incident)
{
	bool is_any = false;

	for (uint32_t i = 0; i < watched->membership_count; i++) {
		const struct membership *m = &watched->memberships[i];
		const struct target_state *state;

		if (m->open->incident != incident)
			continue;
		state = watched_target(watched, &book_member(m)->place);
		if (state == NULL || !is_in(silence, state->current))
			return false;
		is_any = true;
	}
	return is_any;
}

/* The certificate at fault, or what is shown where the fault lies in none. */
static bool
is_about(const struct silence *silence, const struct watched *watched,
    const struct incident *incident)
{
	if (silence->certificate[0] == '\0')
		return true;
	if (incident->has_digest && !proxied_is_about(incident) &&
	    !zones_is_about(incident) &&
	    silence_is_of_certificate(silence, incident->sha256))
		return true;
	return is_shown_with(silence, watched, incident);
}

static bool
covers(const struct silence *silence, const struct watched *watched,
    const struct incident *incident)
{
	if (incident == NULL &&
	    (silence->finding != FINDING_COUNT ||
		silence->certificate[0] != '\0'))
		return false;
	if (silence->finding != FINDING_COUNT &&
	    silence->finding != incident->code)
		return false;
	return scope_fits(&silence->scope, watched->endpoint) &&
	    (incident == NULL || is_about(silence, watched, incident));
}

const struct silence *
silences_covering(const struct silences *silences,
    const struct watched *watched, const struct incident *incident, int64_t now)
{
	ARRAY_EACH (silence, &silences->items) {
		if ((*silence)->ends_at > now &&
		    covers(*silence, watched, incident))
			return *silence;
	}
	return NULL;
}

void
silences_note_gone(struct silences *silences, const struct verdict *verdict)
{
	ARRAY_EACH (silence, &silences->items) {
		if ((*silence)->is_tied && is_in(*silence, verdict))
			(*silence)->is_doubtful = true;
	}
}

void
silences_doubt_all(struct silences *silences)
{
	ARRAY_EACH (silence, &silences->items)
		(*silence)->is_doubtful = (*silence)->is_tied;
}

static bool
is_shown_anywhere(const struct step *step, const struct silence *silence)
{
	struct table_item *item;
	size_t at = 0;

	while ((item = table_next(step->endpoints, &at)) != NULL) {
		const struct watched *watched = (struct watched *)item;

		if (scope_fits(&silence->scope, watched->endpoint) &&
		    is_shown_at(silence, watched))
			return true;
	}
	return false;
}

static void
tell(struct step *step, enum event_kind kind, struct strbuf *text)
{
	struct event *event = event_new(kind, step->now);

	event->severity = SEVERITY_NOTICE;
	event->text = mem_strdup(strbuf_text(text));
	*ARRAY_ADD(&step->batch->events) = event;
}

void
silences_begin(struct step *step, struct silence *take_silence)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(TEXT_MAX_BYTES);
	struct silences *silences = &step->hush->silences;

	take_silence->number = ++silences->last_number;
	take_silence->set_at = step->now;
	*ARRAY_ADD(&silences->items) = take_silence;
	*ARRAY_ADD(&step->batch->silences) = take_silence;
	silence_add_words(take_silence, &text);
	strbuf_add(&text, "; it covers ");
	silence_add_subject(take_silence, &text);
	tell(step, EVENT_SILENCE_SET, &text);
}

static const char *
end_words(enum silence_end how)
{
	switch (how) {
	case SILENCE_ENDED: return "has ended";
	case SILENCE_LAPSED:
		return "has lapsed: its certificate is not shown any more";
	case SILENCE_REMOVED: return "is lifted";
	case SILENCE_END_COUNT: break;
	}
	return "";
}

void
silences_end(struct step *step, struct silence *silence, enum silence_end how)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(TEXT_MAX_BYTES);
	struct silences *silences = &step->hush->silences;
	size_t i = 0;

	while (silences->items.items[i] != silence)
		i++;
	ARRAY_REMOVE(&silences->items, i);
	*ARRAY_ADD(&silences->ended) = silence;
	silence->ended_at = step->now;
	silence->end = how;
	if (silence->number != 0)
		*ARRAY_ADD(&step->batch->silences) = silence;
	silence_add_words(silence, &text);
	strbuf_addf(&text, "; it %s, and covered ", end_words(how));
	silence_add_subject(silence, &text);
	tell(step, EVENT_SILENCE_ENDED, &text);
}

void
silences_tick(struct step *step)
{
	struct silences *silences = &step->hush->silences;
	size_t i = 0;

	while (i < silences->items.len) {
		struct silence *silence = silences->items.items[i];
		bool is_gone =
		    silence->is_doubtful && !is_shown_anywhere(step, silence);

		silence->is_doubtful = false;
		if (silence->ends_at <= step->now)
			silences_end(step, silence, SILENCE_ENDED);
		else if (is_gone)
			silences_end(step, silence, SILENCE_LAPSED);
		else
			i++;
	}
}

struct silence *
silences_find(const struct silences *silences, int64_t number)
{
	ARRAY_EACH (silence, &silences->items) {
		if (number != 0 && (*silence)->number == number)
			return *silence;
	}
	return NULL;
}

int64_t
silences_next(const struct silences *silences)
{
	int64_t next = INT64_MAX;

	ARRAY_EACH (silence, &silences->items) {
		if ((*silence)->ends_at < next)
			next = (*silence)->ends_at;
	}
	return next;
}
