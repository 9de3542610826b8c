/* Events, and what people know; see announce.h. */
#include "incident/announce.h"

#include "base/mem.h"
#include "base/strbuf.h"
#include "incident/acks.h"
#include "incident/changes.h"
#include "incident/flaps.h"
#include "incident/hush.h"
#include "incident/kind.h"
#include "incident/overdue.h"

#define DETAIL_MAX_BYTES 4000

static void
add_one(struct event *event, const struct watched *watched,
    const struct place *place)
{
	const struct target_state *state = watched_target(watched, place);

	*ARRAY_ADD(&event->places) = *place;
	*ARRAY_ADD(&event->vias) = target_state_via(state);
}

static void
add_showing(struct event *event, const struct watched *watched,
    const struct target_state *states, uint32_t count,
    const struct verdict *verdict)
{
	for (uint32_t i = 0; i < count; i++) {
		if (states[i].is_seen &&
		    verdict_same_chain(states[i].current, verdict))
			add_one(event, watched, &states[i].place);
	}
}

/* Those of the endpoint's places that show it. */
static void
add_addresses(struct event *event, const struct scene *scene)
{
	const struct watched *watched = scene->watched;

	for (uint32_t i = 0; i < watched->membership_count; i++) {
		const struct membership *m = &watched->memberships[i];

		if (m->open == scene->open &&
		    !place_is_none(&book_member(m)->place))
			add_one(event, watched, &book_member(m)->place);
	}
	if (scene->open != NULL)
		return;
	add_showing(event, watched, watched->targets, watched->target_count,
	    scene->after);
	add_showing(event, watched, watched->variants, watched->variant_count,
	    scene->after);
}

/* After a change `before` is set; elsewhere `after` only lends a label. */
static void
add_chains(struct event *event, const struct scene *scene)
{
	if (scene->before == NULL)
		return;
	event->before = verdict_ref((struct verdict *)scene->before);
	event->after = verdict_ref((struct verdict *)scene->after);
	changes_between(event->before, event->after, &event->changes);
}

/* Of what only the comparison found, the comparison has the words. */
static void
add_detail(struct event *event)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(DETAIL_MAX_BYTES);

	ARRAY_EACH (change, &event->changes.list) {
		if (event->finding != FINDING_COUNT &&
		    change->code == event->finding)
			strbuf_addf(&buf, "%s%s", buf.len == 0 ? "" : "; ",
			    change->words);
	}
	if (buf.len > 0)
		event->detail =
		    mem_printf("the new chain %s", strbuf_text(&buf));
}

static bool
is_opening(const struct event *event, const struct incident *incident)
{
	return incident->told != INCIDENT_TOLD &&
	    (event->kind == EVENT_INCIDENT_OPENED ||
		event->kind == EVENT_CHAIN_REGRESSED ||
		event->kind == EVENT_ROLLOUT_STALLED);
}

/* Or not: what the incident is to people afterwards. */
static void
tell(struct step *step, const struct scene *scene, struct event *event)
{
	struct incident *incident = scene->open->incident;
	bool opens = is_opening(event, incident);
	bool is_told;

	acks_lapse(event, incident);
	if (opens)
		flaps_enter(step, incident);
	is_told = hush_event(step, scene, event);
	if (opens && (is_told || event->hush == HUSH_FLAPPING))
		flaps_note_opening(step, scene->watched, incident, event);
	if (is_told)
		incident_note_told(incident, step->now);
}

struct event *
announce(struct step *step, enum event_kind kind, enum severity severity,
    const struct scene *scene, char *take_text)
{
	struct event *event = event_new(kind, step->now);
	struct incident *incident;

	event->severity = severity;
	event->text = take_text;
	event->endpoint = endpoint_ref(scene->watched->endpoint);
	add_addresses(event, scene);
	add_chains(event, scene);
	*ARRAY_ADD(&step->batch->events) = event;
	if (scene->open == NULL) {
		hush_event(step, scene, event);
		return event;
	}
	incident = scene->open->incident;
	event->finding = incident->code;
	add_detail(event);
	if (incident->code == FINDING_RENEWAL_OVERDUE &&
	    kind == EVENT_INCIDENT_OPENED)
		overdue_explain(step, scene, event);
	tell(step, scene, event);
	incident_describe(incident, &event->incident);
	free(incident->detail);
	incident->detail = mem_strdup(event->text);
	step_note(step, (struct open_incident *)scene->open);
	return event;
}

void
announce_opened(struct step *step, const struct scene *scene, bool is_quiet)
{
	struct incident *incident = scene->open->incident;

	if (!is_quiet) {
		announce(step, EVENT_INCIDENT_OPENED, incident->severity, scene,
		    words_opened(scene));
		return;
	}
	incident->told = INCIDENT_IN_SUMMARY;
	free(incident->detail);
	incident->detail = words_opened(scene);
}

void
announce_leave(struct step *step, struct watched *watched,
    struct membership *membership, enum words_end end)
{
	struct open_incident *open = membership->open;
	const struct place place = book_member(membership)->place;
	const struct scene scene = {
	    .watched = watched, .place = &place, .open = open};

	step_note(step, open);
	if (open->incident->members.len > 1) {
		open->incident->changed_at = step->now;
		book_leave(watched, membership);
		return;
	}
	open->incident->resolved_at = step->now;
	if (open->incident->told == INCIDENT_TOLD ||
	    open->incident->told == INCIDENT_HUSHED)
		announce(step, EVENT_INCIDENT_RESOLVED, SEVERITY_NOTICE, &scene,
		    words_resolved(&scene, end, step->now));
	flaps_note_end(step, watched, open->incident);
	book_leave(watched, membership);
	book_close(step->book, open, step->now);
}

void
announce_at_last(struct step *step, const struct scene *scene)
{
	const struct incident *incident = scene->open->incident;
	bool is_opening = incident->told == INCIDENT_HUSHED;

	announce(step,
	    is_opening ? EVENT_INCIDENT_OPENED : EVENT_INCIDENT_CHANGED,
	    incident->severity, scene,
	    is_opening ? words_held_back(scene, step->now)
		       : words_changed_unheard(scene));
}

void
announce_held_back(struct step *step, struct watched *watched)
{
	for (uint32_t i = 0; i < watched->membership_count; i++) {
		const struct membership *m = &watched->memberships[i];
		const struct place place = book_member(m)->place;
		const struct scene scene = {
		    .watched = watched, .place = &place, .open = m->open};

		if (m->open->incident->told == INCIDENT_HUSHED &&
		    hush_at(step, watched, m->open->incident, NULL) ==
			HUSH_NONE)
			announce_at_last(step, &scene);
	}
}

/* What is not told does not stand for what would be. */
static bool
stands_for(const struct step *step, const struct watched *watched,
    const struct incident *other, const struct incident *incident)
{
	if (other->told == INCIDENT_HUSHED)
		return hush_at(step, watched, incident, NULL) != HUSH_NONE;
	return other->told != INCIDENT_UNTOLD;
}

static bool
is_covered(const struct step *step, const struct watched *watched,
    const struct incident *incident)
{
	for (uint32_t i = 0; i < watched->membership_count; i++) {
		const struct incident *other =
		    watched->memberships[i].open->incident;

		if (incident_kind(other->code) == INCIDENT_FACT &&
		    other->severity >= incident->severity &&
		    stands_for(step, watched, other, incident))
			return true;
	}
	return false;
}

static struct open_incident *
worst_untold(const struct step *step, const struct watched *watched)
{
	struct open_incident *worst = NULL;

	for (uint32_t i = 0; i < watched->membership_count; i++) {
		struct open_incident *open = watched->memberships[i].open;

		/* Its catalogue order is the order of root causes. */
		if (incident_kind(open->incident->code) != INCIDENT_FACT ||
		    open->incident->told != INCIDENT_UNTOLD ||
		    is_covered(step, watched, open->incident))
			continue;
		if (worst == NULL ||
		    open->incident->severity > worst->incident->severity ||
		    (open->incident->severity == worst->incident->severity &&
			open->incident->code < worst->incident->code))
			worst = open;
	}
	return worst;
}

void
announce_remains(struct step *step, struct watched *watched)
{
	struct open_incident *open;

	while ((open = worst_untold(step, watched)) != NULL) {
		const struct membership *membership =
		    watched_member_anywhere(watched, open);
		const struct place place = book_member(membership)->place;
		const struct scene scene = {
		    .watched = watched, .place = &place, .open = open};

		if (step->is_first_pass) {
			announce_opened(step, &scene, true);
			continue;
		}
		announce(step, EVENT_INCIDENT_OPENED, open->incident->severity,
		    &scene, words_remains(&scene));
	}
}
