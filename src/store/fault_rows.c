/* Faults of the monitor's own; see fault_rows.h. */
#include "store/fault_rows.h"

static const char begin_sql[] =
    "INSERT INTO monitor_fault (finding, subject, severity, since, text) "
    "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET "
    "severity = excluded.severity, text = excluded.text";
static const char end_sql[] =
    "DELETE FROM monitor_fault WHERE finding = ? AND subject = ?";
static const char load_sql[] =
    "SELECT finding, subject, severity, since, text FROM monitor_fault "
    "ORDER BY since, finding, subject LIMIT ?";

void
fault_rows_add(struct rows *rows, const struct event *event)
{
	bool is_end = event->severity == SEVERITY_OK;

	if (!monitor_fault_is_of(event))
		return;
	rows_begin(rows, is_end ? end_sql : begin_sql, RANK_STATE);
	rows_text(rows, finding_code_text(event->finding));
	rows_text(rows, monitor_fault_subject(event));
	rows_key(rows);
	if (!is_end) {
		rows_text(rows, severity_text(event->severity));
		rows_int(rows, event->time);
		rows_text(rows, event->text);
	}
	rows_end(rows);
}

static void
take(struct db_statement *statement, struct monitor_fault_list *list)
{
	struct monitor_fault fault = {
	    .subject = (char *)db_text(statement, 1),
	    .since = db_int(statement, 3),
	    .text = (char *)db_text(statement, 4),
	};
	int severity = SEVERITY_CRITICAL;

	if (!finding_find(db_text(statement, 0), &fault.finding) ||
	    !names_find(&severity_names, db_text(statement, 2), &severity))
		return;
	fault.severity = (enum severity)severity;
	monitor_fault_list_add(list, &fault);
}

bool
fault_rows_load(
    struct db *db, struct monitor_fault_list *ret_list, struct error *err)
{
	struct db_statement *statement = db_statement(db, load_sql, err);
	enum db_step step;

	if (statement == NULL)
		return false;
	db_bind_int(statement, 1, FAULT_ROWS_MAX);
	while ((step = db_step(statement, err)) == DB_ROW)
		take(statement, ret_list);
	if (step != DB_END)
		monitor_fault_list_clear(ret_list);
	return step == DB_END;
}
