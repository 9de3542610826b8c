/* What people know in a scenario; see scenario_ledger.h. */
#include "support/scenario_ledger.h"

#include <string.h>

void
scenario_ledger_clear(struct scenario_ledger *ledger)
{
	ARRAY_CLEAR(&ledger->rows);
}

static struct ledger_row *
find(struct scenario_ledger *ledger, const char *id)
{
	ARRAY_EACH (row, &ledger->rows) {
		if (strcmp(row->id, id) == 0)
			return row;
	}
	return NULL;
}

static void
enter(struct scenario_ledger *ledger, const char *id)
{
	struct ledger_row *row = ARRAY_ADD(&ledger->rows);

	memcpy(row->id, id, sizeof row->id);
}

const char *
scenario_ledger_take(struct scenario_ledger *ledger, const struct event *event)
{
	struct ledger_row *row;
	bool opens = event->kind == EVENT_INCIDENT_OPENED ||
	    event->kind == EVENT_CHAIN_REGRESSED ||
	    event->kind == EVENT_CHAIN_CHANGED ||
	    event->kind == EVENT_ROLLOUT_STALLED;

	if (event->text == NULL || event->text[0] == '\0')
		return "an event without words";
	if (event->hush != HUSH_NONE &&
	    (event->hush_words == NULL || event->hush_words[0] == '\0'))
		return "quiet without a reason";
	if (!event->incident.is_set || event->hush != HUSH_NONE)
		return NULL;
	row = find(ledger, event->incident.id);
	/* Only for who did not hear of it when others did. */
	if (row != NULL && !row->is_resolved && event->newly_told != NULL &&
	    strcmp(event->newly_told, event->sinks) == 0)
		return NULL;
	if (row != NULL && row->is_resolved)
		return "told again after it was resolved";
	if (opens && row != NULL && event->kind != EVENT_CHAIN_REGRESSED)
		return "opened twice";
	if (row == NULL && !opens)
		return "never told as opened";
	if (row == NULL)
		enter(ledger, event->incident.id);
	if (event->kind == EVENT_INCIDENT_RESOLVED)
		find(ledger, event->incident.id)->is_resolved = true;
	return NULL;
}

void
scenario_ledger_summary(
    struct scenario_ledger *ledger, const struct fleet *fleet)
{
	for (size_t i = 0; i < fleet_incident_count(fleet); i++) {
		const struct incident *incident = fleet_incident_at(fleet, i);

		if (incident->told == INCIDENT_TOLD &&
		    find(ledger, incident->id) == NULL)
			enter(ledger, incident->id);
	}
}

void
scenario_ledger_quiet(struct scenario_ledger *ledger, const struct batch *batch)
{
	for (size_t i = 0; i < batch->incidents.len; i++) {
		const struct incident *incident = batch->incidents.items[i];

		if (incident->resolved_at == 0 &&
		    incident->told == INCIDENT_TOLD && batch->events.len == 0 &&
		    find(ledger, incident->id) == NULL)
			enter(ledger, incident->id);
	}
}
