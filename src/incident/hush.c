/* What is not told, and why; see hush.h. */
#include "incident/hush.h"

#include "base/mem.h"
#include "incident/words.h"

void
hush_rules_clear(struct hush_rules *rules)
{
	silences_clear(&rules->silences);
	flaps_clear(&rules->flaps);
	unheard_clear(&rules->unheard);
	ARRAY_EACH (window, &rules->windows)
		window_free(*window);
	ARRAY_CLEAR(&rules->windows);
	*rules = (struct hush_rules){0};
}

void
hush_rules_sweep(struct hush_rules *rules)
{
	silences_sweep(&rules->silences);
	flaps_sweep(&rules->flaps);
	unheard_sweep(&rules->unheard);
}

/* Worse than it was when it was acknowledged, it is news again. */
static enum hush
by_ack(const struct step *step, const struct incident *incident,
    struct strbuf *ret_words)
{
	const struct ack *ack = incident == NULL ? NULL : incident->ack;

	if (ack == NULL || incident->severity > ack->severity ||
	    (ack->until != 0 && ack->until <= step->now))
		return HUSH_NONE;
	if (ret_words != NULL)
		ack_add_words(ack, ret_words);
	return HUSH_ACKNOWLEDGED;
}

static enum hush
by_silence(const struct step *step, const struct watched *watched,
    const struct incident *incident, struct strbuf *ret_words)
{
	const struct silence *silence = silences_covering(
	    &step->hush->silences, watched, incident, step->now);

	if (silence == NULL)
		return HUSH_NONE;
	if (ret_words != NULL)
		silence_add_words(silence, ret_words);
	return HUSH_SILENCED;
}

static enum hush
by_window(const struct step *step, const struct watched *watched,
    struct strbuf *ret_words)
{
	const struct hush_rules *rules = step->hush;

	ARRAY_EACH (window, &rules->windows) {
		int64_t ends_at;

		if (!scope_fits(&(*window)->scope, watched->endpoint))
			continue;
		ends_at = window_ends(*window, step->now, &rules->zone);
		if (ends_at == 0)
			continue;
		if (ret_words != NULL)
			window_add_words(*window, ends_at, ret_words);
		return HUSH_MAINTENANCE;
	}
	return HUSH_NONE;
}

enum hush
hush_at(const struct step *step, const struct watched *watched,
    const struct incident *incident, struct strbuf *ret_words)
{
	enum hush hush = by_ack(step, incident, ret_words);

	if (hush == HUSH_NONE &&
	    flaps_cover(step, watched, incident, ret_words))
		hush = HUSH_FLAPPING;
	if (hush == HUSH_NONE && step->hush != NULL)
		hush = by_silence(step, watched, incident, ret_words);
	if (hush == HUSH_NONE && step->hush != NULL)
		hush = by_window(step, watched, ret_words);
	return hush;
}

enum hush
hush_of(const struct step *step, const struct watched *watched,
    const struct open_incident *open, struct strbuf *ret_words)
{
	const struct incident *incident = open == NULL ? NULL : open->incident;
	const struct watched *last = watched;
	enum hush hush = hush_at(step, watched, incident, ret_words);

	if (hush == HUSH_NONE || open == NULL)
		return hush;
	ARRAY_EACH (owner, &open->owners) {
		if (*owner != last &&
		    hush_at(step, *owner, incident, NULL) == HUSH_NONE)
			return HUSH_NONE;
		last = *owner;
	}
	return hush;
}

void
hush_note_gone(struct step *step, const struct verdict *verdict)
{
	if (step->hush != NULL)
		silences_note_gone(&step->hush->silences, verdict);
}

static void
note(struct incident *incident, enum hush hush, const char *words)
{
	incident->hush = hush;
	free(incident->hush_words);
	incident->hush_words = mem_strdup(words);
	if (incident->told != INCIDENT_TOLD)
		incident->told = INCIDENT_HUSHED;
}

bool
hush_incident(const struct step *step, const struct watched *watched,
    struct open_incident *open)
{
	CLEANUP(strbuf_clear) struct strbuf words = STRBUF_INIT(HUSH_WORDS_MAX);
	enum hush hush = hush_of(step, watched, open, &words);

	if (hush == HUSH_NONE)
		return false;
	note(open->incident, hush, strbuf_text(&words));
	return true;
}

/* Nobody knows that it began. */
static bool
ends_unheard(const struct event *event, const struct incident *incident)
{
	return event->kind == EVENT_INCIDENT_RESOLVED &&
	    incident->told == INCIDENT_HUSHED;
}

static bool
is_about_ack(const struct event *event)
{
	return event->kind == EVENT_ACK_SET || event->kind == EVENT_ACK_ENDED;
}

/* Who knows of the incident hears of that. */
static bool
is_heard(struct event *event, const struct incident *incident)
{
	if (incident->told != INCIDENT_HUSHED)
		return true;
	event->hush = incident->hush;
	event->hush_words = mem_strdup(incident->hush_words);
	return false;
}

/* What the chain is now, people know, or will have to be told. */
static void
note_change(
    struct step *step, const struct scene *scene, const struct event *event)
{
	bool is_change = event->kind == EVENT_CHAIN_CHANGED ||
	    event->kind == EVENT_CHAIN_REGRESSED;

	if (step->hush == NULL || !is_change)
		return;
	if (event->hush == HUSH_NONE)
		unheard_note_told(step, scene);
	else if (event->hush == HUSH_FLAPPING &&
	    event->kind == EVENT_CHAIN_CHANGED)
		unheard_note(step, scene);
}

bool
hush_event(struct step *step, const struct scene *scene, struct event *event)
{
	CLEANUP(strbuf_clear) struct strbuf words = STRBUF_INIT(HUSH_WORDS_MAX);
	struct incident *incident =
	    scene->open == NULL ? NULL : scene->open->incident;

	if (incident != NULL && ends_unheard(event, incident)) {
		event->hush = incident->hush;
		event->hush_words = mem_strdup(incident->hush_words);
		return false;
	}
	if (event->kind == EVENT_INCIDENT_RESOLVED) {
		if (!flaps_cover(step, scene->watched, incident, &words))
			return true;
		event->hush = HUSH_FLAPPING;
		event->hush_words = mem_strdup(strbuf_text(&words));
		return false;
	}
	if (is_about_ack(event))
		return is_heard(event, incident);
	event->hush = hush_of(step, scene->watched, scene->open, &words);
	note_change(step, scene, event);
	if (event->hush == HUSH_NONE)
		return true;
	event->hush_words = mem_strdup(strbuf_text(&words));
	if (incident != NULL)
		note(incident, event->hush, event->hush_words);
	return false;
}
