/* Batches meet routes; see routing.h. */
#include "incident/routing.h"

#include <string.h>

#include "base/mem.h"
#include "incident/book.h"
#include "incident/hush.h"
#include "incident/words.h"

/* Incidents are noted in the order of their events, mostly: who looks on from
 * the last one finds the next at once. */
static struct incident *
find_incident(const struct batch *batch, const struct event *event, size_t *at)
{
	if (!event->incident.is_set)
		return NULL;
	for (size_t i = 0; i < batch->incidents.len; i++) {
		size_t k = (*at + i) % batch->incidents.len;
		const struct incident *incident = batch->incidents.items[k];

		if (memcmp(incident->id, event->incident.id, EVENT_ID_LEN) ==
		    0) {
			*at = k;
			return (struct incident *)incident;
		}
	}
	return NULL;
}

/* The end of a fault of the monitor's own is worth what its begin was. */
static enum severity
severity_of(const struct event *event)
{
	enum severity severity = event->severity;

	if (event->incident.is_set)
		severity = severity_worse(severity, event->incident.severity);
	if (event->kind == EVENT_MONITOR_FAULT &&
	    event->finding != FINDING_COUNT)
		severity = severity_worse(
		    severity, finding_info(event->finding)->severity);
	return severity;
}

static void
set_sinks(char **sinks, char *take_names)
{
	free(*sinks);
	*sinks = take_names != NULL ? take_names : mem_strdup("");
}

/* Those of the names that keep an alert for each incident, or the others. */
static char *
pick(const struct routes *routes, const char *names, bool has_alerts)
{
	char name[SINK_NAME_MAX + 1], *picked = NULL;

	while (sink_names_next(&names, name)) {
		if (routes_has_alerts(routes, name) == has_alerts)
			sink_names_add(&picked, name);
	}
	return picked;
}

/* What was broken already is told in one summary, to all who would have been
 * told of any of it, but for those that get each opening (tell_each). */
static void
add_summed_up(
    const struct routes *routes, const struct batch *batch, char **names)
{
	ARRAY_EACH (incident, &batch->incidents) {
		CLEANUP(free)
		char *others = pick(routes, (*incident)->sinks, false);

		sink_names_add_all(names, others);
	}
}

/* Of no use to who does not know the begin. */
static bool
is_sequel_kind(enum event_kind kind)
{
	return kind == EVENT_INCIDENT_RESOLVED || kind == EVENT_ACK_SET ||
	    kind == EVENT_ACK_ENDED;
}

static void
route_event(const struct routes *routes, const struct batch *batch,
    struct event *event, struct incident *incident)
{
	const char *told = incident == NULL ? NULL : incident->sinks;
	bool is_sequel = is_sequel_kind(event->kind);
	const struct route_question question = {
	    .kind = event->kind,
	    .severity = severity_of(event),
	    .finding = event->finding,
	    .endpoint = event->endpoint,
	    .is_by_kind_only = is_sequel && told != NULL,
	};
	CLEANUP(free) char *found = routes_find(routes, &question);
	char *names = mem_strdup(told);

	if (event->kind == EVENT_FIRST_PASS)
		add_summed_up(routes, batch, &names);
	sink_names_add_all(&names, found);
	set_sinks(&event->sinks, names);
	/* What is kept quiet is heard by nobody. */
	if (event->hush != HUSH_NONE)
		return;
	if (told != NULL && !is_sequel) {
		free(event->newly_told);
		event->newly_told = sink_names_without(found, told);
	}
	if (incident != NULL)
		set_sinks(&incident->sinks, mem_strdup(event->sinks));
}

static struct event *
opening_of(const struct incident *incident, int64_t now)
{
	struct event *event = event_new(EVENT_INCIDENT_OPENED, now);
	struct endpoint *endpoint = incident->endpoint;

	if (endpoint == NULL && incident->members.len > 0)
		endpoint = incident->members.items[0].endpoint;
	event->severity = incident->severity;
	event->finding = incident->code;
	event->text = mem_strdup(incident->detail != NULL
		? incident->detail
		: finding_info(incident->code)->title);
	if (endpoint != NULL)
		event->endpoint = endpoint_ref(endpoint);
	incident_describe(incident, &event->incident);
	return event;
}

/* No alert of theirs could end by a summary, so they get each opening; what is
 * too much for one time they hear of by the next event about it. */
static void
tell_each(const struct routes *routes, const struct step *step)
{
	struct batch *batch = step->batch;
	size_t told = 0;

	ARRAY_EACH (slot, &batch->incidents) {
		struct incident *incident = (struct incident *)*slot;
		CLEANUP(free)
		char *names = pick(routes, incident->sinks, true);
		struct event *event;

		if (names == NULL || incident->resolved_at != 0)
			continue;
		if (told++ >= ROUTING_MAX_EACH) {
			set_sinks(&incident->sinks,
			    pick(routes, incident->sinks, false));
			continue;
		}
		event = opening_of(incident, step->now);
		event->newly_told = mem_strdup(names);
		event->sinks = TAKE(names);
		*ARRAY_ADD(&batch->events) = event;
	}
}

static void
note(struct batch *batch, const struct incident *incident)
{
	ARRAY_EACH (noted, &batch->incidents) {
		if (*noted == incident)
			return;
	}
	*ARRAY_ADD(&batch->incidents) = incident;
}

static void
tell_newcomers(const struct step *step, const struct watched *watched,
    const struct membership *membership, enum event_kind kind, char *take_names)
{
	const struct incident *incident = membership->open->incident;
	const struct scene scene = {
	    .watched = watched,
	    .place = &book_member(membership)->place,
	    .open = membership->open,
	};
	struct event *event = event_new(kind, step->now);

	event->severity = incident->severity;
	event->finding = incident->code;
	event->text = words_opened(&scene);
	event->endpoint = endpoint_ref(watched->endpoint);
	if (!place_is_none(scene.place)) {
		*ARRAY_ADD(&event->places) = *scene.place;
		*ARRAY_ADD(&event->vias) = (struct endpoint_via){0};
	}
	incident_describe(incident, &event->incident);
	event->sinks = take_names;
	event->newly_told = mem_strdup(take_names);
	*ARRAY_ADD(&step->batch->events) = event;
}

/* Opened without a word, since the summary named its endpoint before it was
 * confirmed (weather.h): who got that, and keeps no alert for each, was told.
 */
static void
take_from_summary(
    const struct routes *routes, struct incident *incident, const char *found)
{
	const struct route_question question = {
	    .kind = EVENT_FIRST_PASS,
	    .severity = SEVERITY_WARNING,
	    .finding = FINDING_COUNT,
	};
	CLEANUP(free) char *summed_up = routes_find(routes, &question);
	CLEANUP(free) char *others = pick(routes, found, false);
	CLEANUP(free) char *untold = sink_names_without(others, summed_up);

	set_sinks(&incident->sinks, sink_names_without(others, untold));
}

/* The endpoint shows it: do its routes lead to who was not told? */
static void
route_member(const struct routes *routes, const struct step *step,
    const struct watched *watched, const struct membership *membership)
{
	struct incident *incident = membership->open->incident;
	const struct route_question question = {
	    .kind = EVENT_INCIDENT_OPENED,
	    .severity = incident->severity,
	    .finding = incident->code,
	    .endpoint = watched->endpoint,
	};
	CLEANUP(free) char *found = NULL;
	enum event_kind kind = EVENT_INCIDENT_CHANGED;
	char *newcomers;

	if ((incident->told != INCIDENT_TOLD &&
		incident->told != INCIDENT_IN_SUMMARY) ||
	    hush_at(step, watched, incident, NULL) != HUSH_NONE)
		return;
	found = routes_find(routes, &question);
	if (incident->told == INCIDENT_TOLD && incident->sinks == NULL) {
		take_from_summary(routes, incident, found);
		note(step->batch, incident);
		kind = EVENT_INCIDENT_OPENED;
	}
	newcomers = sink_names_without(found, incident->sinks);
	if (newcomers == NULL)
		return;
	note(step->batch, incident);
	sink_names_add_all(&incident->sinks, newcomers);
	if (incident->told == INCIDENT_TOLD)
		tell_newcomers(
		    step, watched, membership, kind, TAKE(newcomers));
	free(newcomers);
}

void
routing_apply(const struct routes *routes, struct hush_rules *hush,
    struct batch *batch, int64_t now)
{
	const struct step step = {.hush = hush, .batch = batch, .now = now};
	size_t at = 0;
	bool is_summary = false;

	ARRAY_EACH (event, &batch->events) {
		struct incident *incident = find_incident(batch, *event, &at);

		route_event(routes, batch, *event, incident);
		is_summary |= (*event)->kind == EVENT_FIRST_PASS;
	}
	if (is_summary)
		tell_each(routes, &step);
	ARRAY_EACH (watched, &batch->endpoints) {
		for (uint32_t i = 0; i < (*watched)->membership_count; i++)
			route_member(routes, &step, *watched,
			    &(*watched)->memberships[i]);
	}
}
