/* What time brings; see tick.h. */
#include "incident/tick.h"

#include "incident/acks.h"
#include "incident/announce.h"
#include "incident/fleet.h"
#include "incident/hush.h"

/* A list that has at least doubled since it was told, after a while. */
static bool
has_grown(const struct incident *incident, int64_t now)
{
	return incident->endpoint_count >= 2 * incident->told_count &&
	    now - incident->told_at >= FLEET_GROWTH_SETTLE_S;
}

static bool
is_reminder_due(const struct incident *incident,
    const struct fleet_options *options, int64_t now)
{
	int64_t every_s = incident->severity >= SEVERITY_CRITICAL
	    ? options->reminder_s
	    : options->reminder_warning_s;

	return every_s > 0 && incident->severity >= SEVERITY_WARNING &&
	    now - incident->told_at >= every_s;
}

static void
remind(struct step *step, const struct scene *scene)
{
	struct incident *incident = scene->open->incident;

	incident->reminders++;
	announce(step, EVENT_INCIDENT_REMINDER, incident->severity, scene,
	    words_reminder(scene, step->now));
}

static void
tick(struct step *step, struct open_incident *open)
{
	const struct incident *incident = open->incident;
	const struct scene scene = {
	    .watched = open->owners.items[0],
	    .place = &incident->members.items[0].place,
	    .open = open,
	};
	bool is_ended = acks_tick(step, &scene);
	bool is_grown = has_grown(incident, step->now);
	bool is_due = is_reminder_due(incident, step->options, step->now);

	if (is_ended ||
	    (incident->told != INCIDENT_TOLD &&
		incident->told != INCIDENT_HUSHED))
		return;
	if (incident->hush == HUSH_NONE && !is_grown && !is_due)
		return;
	if (hush_of(step, scene.watched, open, NULL) != HUSH_NONE)
		return;
	if (incident->hush != HUSH_NONE)
		announce_at_last(step, &scene);
	else if (is_grown)
		announce(step, EVENT_INCIDENT_CHANGED, SEVERITY_NOTICE, &scene,
		    words_grown(&scene));
	else
		remind(step, &scene);
}

void
tick_incidents(struct step *step)
{
	ARRAY_EACH (open, &step->book->open)
		tick(step, *open);
}
