/* One incident for who looks closer; see incident_record.h. */
#include "store/incident_record.h"

#include "base/mem.h"
#include "store/place_row.h"

static const char *const told_table[] = {
    [INCIDENT_SINK_TOLD] = "told",
    [INCIDENT_SINK_WAITS] = "waiting",
    [INCIDENT_SINK_REFUSED] = "refused",
};
const struct names incident_told_names = NAMES_INIT(told_table);

void
incident_record_clear(struct incident_record *record)
{
	history_entry_clear(&record->entry);
	free(record->sinks);
	ARRAY_EACH (met, &record->met) {
		free(met->endpoint);
		ARRAY_CLEAR(&met->places);
	}
	ARRAY_CLEAR(&record->met);
	ARRAY_EACH (event, &record->events) {
		free(event->payload);
		ARRAY_EACH (told, &event->told) {
			free(told->sink);
			free(told->error);
		}
		ARRAY_CLEAR(&event->told);
	}
	ARRAY_CLEAR(&record->events);
	*record = (struct incident_record){0};
}

static bool
read_telling(struct db *db, const char *id, struct incident_record *record,
    struct error *err)
{
	static const char sql[] =
	    "SELECT changed_at, told_at, sinks, reminders, openings, "
	    "(SELECT count(*) FROM incident_endpoint e "
	    "WHERE e.incident = incident.id), "
	    "(SELECT count(*) FROM incident_endpoint e "
	    "WHERE e.incident = incident.id AND e.until IS NOT NULL) "
	    "FROM incident WHERE id = ?1";
	struct db_statement *row = db_statement(db, sql, err);
	enum db_step step;

	if (row == NULL)
		return false;
	db_bind_text(row, 1, id);
	step = db_step(row, err);
	if (step == DB_ROW) {
		record->changed_at = db_int(row, 0);
		record->told_at = db_int(row, 1);
		record->sinks = mem_strdup(db_text(row, 2));
		record->reminders = (unsigned)db_int(row, 3);
		record->openings = (unsigned)db_int(row, 4);
		record->met_count = (size_t)db_int(row, 5);
		record->over_count = (size_t)db_int(row, 6);
		db_reset(row);
	}
	return step != DB_FAILED;
}

static bool
read_met(struct db *db, const char *id, size_t from,
    struct incident_record *record, struct error *err)
{
	static const char sql[] =
	    "SELECT endpoint, since, until FROM incident_endpoint "
	    "WHERE incident = ?1 ORDER BY until IS NOT NULL, endpoint "
	    "LIMIT ?2 OFFSET ?3";
	struct db_statement *row = db_statement(db, sql, err);
	enum db_step step;

	if (row == NULL)
		return false;
	record->met_from = from;
	db_bind_text(row, 1, id);
	db_bind_int(row, 2, INCIDENT_MET_PAGE);
	db_bind_int(row, 3, (int64_t)from);
	while ((step = db_step(row, err)) == DB_ROW) {
		struct incident_met *met = ARRAY_ADD(&record->met);

		met->endpoint = mem_strdup(db_text(row, 0));
		met->since = db_int(row, 1);
		met->until = db_int(row, 2);
	}
	return step == DB_END;
}

static enum severity
severity_of(const char *text)
{
	int severity = SEVERITY_OK;

	(void)!names_find(&severity_names, text != NULL ? text : "", &severity);
	return (enum severity)severity;
}

static bool
read_places(
    struct db *db, const char *id, struct incident_met *met, struct error *err)
{
	static const char sql[] =
	    "SELECT address, port, variant, since, severity, "
	    "count(*) OVER () FROM incident_member WHERE endpoint = ?1 "
	    "AND incident = ?2 ORDER BY address, port, variant LIMIT ?3";
	struct db_statement *row = db_statement(db, sql, err);
	enum db_step step;

	if (row == NULL)
		return false;
	db_bind_text(row, 1, met->endpoint);
	db_bind_text(row, 2, id);
	db_bind_int(row, 3, INCIDENT_MET_PLACES);
	while ((step = db_step(row, err)) == DB_ROW) {
		struct incident_met_place *place = ARRAY_ADD(&met->places);

		place->place = place_row(row, 0);
		place->since = db_int(row, 3);
		place->severity = severity_of(db_text(row, 4));
		met->place_count = (size_t)db_int(row, 5);
	}
	return step == DB_END;
}

/* The newest of them, in their order. */
static bool
read_events(struct db *db, const char *id, struct incident_record *record,
    struct error *err)
{
	static const char sql[] =
	    "SELECT sequence, payload FROM (SELECT sequence, payload FROM "
	    "event "
	    "WHERE incident = ?1 ORDER BY sequence DESC LIMIT ?2) "
	    "ORDER BY sequence";
	struct db_statement *row = db_statement(db, sql, err);
	enum db_step step;

	if (row == NULL)
		return false;
	db_bind_text(row, 1, id);
	db_bind_int(row, 2, INCIDENT_EVENTS_MAX + 1);
	while ((step = db_step(row, err)) == DB_ROW) {
		struct incident_event *event = ARRAY_ADD(&record->events);

		event->sequence = (uint64_t)db_int(row, 0);
		event->payload = mem_strdup(db_text(row, 1));
	}
	if (step == DB_END && record->events.len > INCIDENT_EVENTS_MAX) {
		free(record->events.items[0].payload);
		ARRAY_REMOVE(&record->events, 0);
		record->has_more_events = true;
	}
	return step == DB_END;
}

/* What a sink has told lies behind its cursor and has no row any more. */
static bool
read_told(struct db *db, struct incident_event *event, struct error *err)
{
	static const char sql[] =
	    "SELECT ltrim(s.name, '@'), s.cursor < ?1, d.state, d.attempts, "
	    "d.error FROM sink s LEFT JOIN delivery d ON d.sink = s.name "
	    "AND d.sequence = ?1 ORDER BY 1 LIMIT ?2";
	struct db_statement *row = db_statement(db, sql, err);
	enum db_step step;

	if (row == NULL)
		return false;
	db_bind_int(row, 1, (int64_t)event->sequence);
	db_bind_int(row, 2, INCIDENT_TOLD_MAX);
	while ((step = db_step(row, err)) == DB_ROW) {
		struct incident_told_to *told = ARRAY_ADD(&event->told);
		const char *state = db_text(row, 2);

		told->sink = mem_strdup(db_text(row, 0));
		told->attempts = (unsigned)db_int(row, 3);
		told->error = mem_strdup(db_text(row, 4));
		if (state != NULL && strcmp(state, "dead") == 0)
			told->state = INCIDENT_SINK_REFUSED;
		else if (state != NULL || db_int(row, 1) != 0)
			told->state = INCIDENT_SINK_WAITS;
	}
	return step == DB_END;
}

bool
incident_record_read(struct db *db, const char *id, size_t from,
    struct incident_record *ret_record, struct error *err)
{
	struct incident_record record = {0};
	bool ok =
	    history_incident(db, id, &record.entry, &record.is_known, err);

	if (ok && record.is_known) {
		ok = read_telling(db, id, &record, err) &&
		    read_met(db, id, from, &record, err) &&
		    read_events(db, id, &record, err);
		ARRAY_EACH (met, &record.met)
			ok = ok && read_places(db, id, met, err);
		ARRAY_EACH (event, &record.events)
			ok = ok && read_told(db, event, err);
	}
	if (ok)
		*ret_record = record;
	else
		incident_record_clear(&record);
	return ok;
}
