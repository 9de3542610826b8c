/* Silences and acknowledgements as rows; see hush_rows.h. */
#include "store/hush_rows.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"

#define LABELS_MAX_BYTES (16u << 10)

static const char silence_sql[] =
    "INSERT OR REPLACE INTO silence (number, pattern, labels, finding, "
    "certificate, is_tied, reason, author, set_at, ends_at, ended_at, end) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

static const char flap_sql[] =
    "INSERT OR REPLACE INTO flap (finding, subject, times, openings, "
    "first_at, changed_at, is_told, incident, endpoint) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

static const char drop_flap_sql[] =
    "DELETE FROM flap WHERE finding = ? AND subject = ?";

static const char flaps_sql[] =
    "SELECT flap.finding, subject, times, flap.openings, first_at, "
    "flap.changed_at, is_told, flap.endpoint, incident.id, severity, "
    "opened_at, resolved_at, detail, endpoint_count, told_at, told_count, "
    "sinks, acked_at, ack_author, ack_reason, ack_until, ack_severity, "
    "ack_sha256, reminders "
    "FROM flap LEFT JOIN incident ON incident.id = flap.incident";

static const char load_sql[] =
    "SELECT number, pattern, labels, finding, certificate, is_tied, reason, "
    "author, set_at, ends_at FROM silence WHERE ended_at IS NULL "
    "ORDER BY number";

static void
add_labels(struct rows *to, const struct scope *scope)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(LABELS_MAX_BYTES);

	ARRAY_EACH (label, &scope->labels)
		strbuf_addf(&text, "%s=%s\n", label->key, label->value);
	rows_text(to, strbuf_text(&text));
}

void
hush_rows_silence(struct rows *to, const struct silence *silence)
{
	rows_begin(to, silence_sql, RANK_STATE);
	rows_int(to, silence->number);
	rows_key(to);
	rows_text(to, silence->scope.pattern);
	add_labels(to, &silence->scope);
	rows_text(to,
	    silence->finding == FINDING_COUNT
		? NULL
		: finding_code_text(silence->finding));
	rows_text(to, silence->certificate);
	rows_int(to, silence->is_tied);
	rows_text(to, silence->reason);
	rows_text(to, silence->author);
	rows_int(to, silence->set_at);
	rows_int(to, silence->ends_at);
	if (silence->ended_at != 0) {
		rows_int(to, silence->ended_at);
		rows_text(
		    to, names_text(&silence_end_names, (int)silence->end));
	} else {
		rows_null(to);
		rows_null(to);
	}
	rows_end(to);
}

void
hush_rows_ack(struct rows *to, const struct ack *ack)
{
	if (ack == NULL) {
		for (int i = 0; i < 6; i++)
			rows_null(to);
		return;
	}
	rows_int(to, ack->at);
	rows_text(to, ack->author);
	rows_text(to, ack->reason);
	rows_int(to, ack->until);
	rows_text(to, severity_text(ack->severity));
	if (ack->is_tied)
		rows_bytes(to, ack->sha256, sizeof ack->sha256);
	else
		rows_null(to);
}

struct ack *
hush_rows_read_ack(const struct db_statement *row, int column)
{
	struct ack *ack;
	const uint8_t *sha256;
	int severity;
	size_t len;

	if (db_is_null(row, column) || db_is_null(row, column + 1) ||
	    db_is_null(row, column + 4) ||
	    !names_find(&severity_names, db_text(row, column + 4), &severity))
		return NULL;
	ack = MEM_NEW(struct ack);
	ack->at = db_int(row, column);
	ack->author = mem_strdup(db_text(row, column + 1));
	ack->reason = mem_strdup(db_text(row, column + 2));
	ack->until = db_int(row, column + 3);
	ack->severity = (enum severity)severity;
	sha256 = db_bytes(row, column + 5, &len);
	ack->is_tied = len == sizeof ack->sha256;
	if (ack->is_tied)
		memcpy(ack->sha256, sha256, len);
	return ack;
}

static void
take_labels(struct scope *scope, const char *lines)
{
	while (*lines != '\0') {
		size_t len = strcspn(lines, "\n");
		CLEANUP(free) char *line = mem_strndup(lines, len);
		struct error err = ERROR_INIT;

		(void)!scope_read_label(scope, line, &err);
		lines += len + (lines[len] == '\n');
	}
}

/* One about a finding that is not known any more covers nothing. */
static struct silence *
read_silence(const struct db_statement *row)
{
	CLEANUP(silence_free) struct silence *silence = silence_new();
	const char *finding = db_text(row, 3);

	if (finding != NULL && !finding_find(finding, &silence->finding))
		return NULL;
	silence->number = db_int(row, 0);
	silence->scope.pattern = mem_strdup(db_text(row, 1));
	take_labels(&silence->scope, db_text(row, 2));
	snprintf(silence->certificate, sizeof silence->certificate, "%s",
	    db_text(row, 4));
	silence->is_tied = db_int(row, 5) != 0;
	silence->reason = mem_strdup(db_text(row, 6));
	silence->author = mem_strdup(db_text(row, 7));
	silence->set_at = db_int(row, 8);
	silence->ends_at = db_int(row, 9);
	return TAKE(silence);
}

static void
add_subject(struct rows *to, const struct flap *flap)
{
	rows_text(to, finding_code_text(flap->code));
	if (flap->has_digest)
		rows_bytes(to, flap->sha256, sizeof flap->sha256);
	else
		rows_text(to, flap->endpoint);
	rows_key(to);
}

void
hush_rows_flap(struct rows *to, const struct flap *flap)
{
	rows_begin(to, flap_sql, RANK_STATE);
	add_subject(to, flap);
	rows_bytes(to, flap->times, flap->time_count * sizeof flap->times[0]);
	rows_int(to, flap->openings);
	rows_int(to, flap->first_at);
	rows_int(to, flap->changed_at);
	rows_int(to, flap->is_told);
	rows_text(to, flap->held == NULL ? NULL : flap->held->id);
	rows_text(to, flap->at == NULL ? "" : flap->at);
	rows_end(to);
	if (!flap->is_gone)
		return;
	rows_begin(to, drop_flap_sql, RANK_STATE);
	add_subject(to, flap);
	rows_end(to);
}

/* As it ended; what it is about is the flap's. */
static struct incident *
read_held(const struct db_statement *row, enum finding_code code)
{
	struct incident *held;
	int severity;

	if (db_is_null(row, 8) ||
	    !names_find(&severity_names, db_text(row, 9), &severity))
		return NULL;
	held = incident_new(code, db_int(row, 10));
	snprintf(held->id, sizeof held->id, "%s", db_text(row, 8));
	held->severity = (enum severity)severity;
	held->resolved_at = db_int(row, 11);
	held->detail = mem_strdup(db_text(row, 12));
	held->endpoint_count = (size_t)db_int(row, 13);
	held->told = INCIDENT_TOLD;
	held->told_at = db_int(row, 14);
	held->most_count = held->told_count = (size_t)db_int(row, 15);
	held->sinks = mem_strdup(db_text(row, 16));
	held->ack = hush_rows_read_ack(row, 17);
	held->reminders = (unsigned)db_int(row, 23);
	held->openings = (unsigned)db_int(row, 3);
	return held;
}

static void
take_times(struct flap *flap, const struct db_statement *row)
{
	size_t len;
	const uint8_t *bytes = db_bytes(row, 2, &len);

	if (len > sizeof flap->times)
		len = sizeof flap->times;
	if (len > 0)
		memcpy(flap->times, bytes, len);
	flap->time_count = (unsigned)(len / sizeof flap->times[0]);
}

static struct flap *
read_flap(const struct db_statement *row)
{
	bool is_endpoint = db_is_text(row, 1);
	enum finding_code code;
	const uint8_t *sha256 = NULL;
	struct flap *flap;
	size_t len;

	if (!is_endpoint)
		sha256 = db_bytes(row, 1, &len);
	if (!finding_find(db_text(row, 0), &code) ||
	    (!is_endpoint && len != CERT_SHA256_LEN))
		return NULL;
	flap = flap_new(code, sha256, is_endpoint ? db_text(row, 1) : NULL);
	take_times(flap, row);
	flap->openings = (unsigned)db_int(row, 3);
	flap->first_at = db_int(row, 4);
	flap->changed_at = db_int(row, 5);
	flap->is_told = db_int(row, 6) != 0;
	flap->at = mem_strdup(db_text(row, 7));
	flap->held = read_held(row, code);
	if (flap->held != NULL && sha256 != NULL) {
		flap->held->has_digest = true;
		memcpy(flap->held->sha256, flap->sha256, CERT_SHA256_LEN);
	}
	return flap;
}

static bool
load_flaps(struct db *db, struct loaded *loaded, struct error *err)
{
	struct db_statement *statement = db_statement(db, flaps_sql, err);
	enum db_step step;

	if (statement == NULL)
		return false;
	while ((step = db_step(statement, err)) == DB_ROW) {
		struct flap *flap = read_flap(statement);

		if (flap != NULL)
			*ARRAY_ADD(&loaded->flaps) = flap;
	}
	return step == DB_END;
}

bool
hush_rows_load(struct db *db, struct loaded *loaded, struct error *err)
{
	struct db_statement *statement = db_statement(db, load_sql, err);
	enum db_step step;

	if (statement == NULL)
		return false;
	while ((step = db_step(statement, err)) == DB_ROW) {
		struct silence *silence = read_silence(statement);

		if (silence != NULL)
			*ARRAY_ADD(&loaded->silences) = silence;
	}
	return step == DB_END && load_flaps(db, loaded, err) &&
	    db_ask_int(db, "SELECT coalesce(max(number), 0) FROM silence", 0,
		&loaded->last_silence, err);
}
