/* Batches as rows; see batch_rows.h. */
#include "store/batch_rows.h"

#include <string.h>

#include "base/hex.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "incident/renewal.h"
#include "incident/unheard.h"
#include "incident/watched.h"
#include "model/observation.h"
#include "render/render_json.h"
#include "store/cert_rows.h"
#include "store/fault_rows.h"
#include "store/member_rows.h"
#include "store/outage_rows.h"
#include "store/path_rows.h"
#include "store/place_row.h"
#include "store/hush_rows.h"
#include "store/state_flags.h"

/* What goes first when there is no room: notices, then warnings ... */
#define RANK_MOST 100

static const char event_sql[] =
    "INSERT INTO event (sequence, id, time, kind, severity, finding, "
    "endpoint, incident, payload, hushed, sinks) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

static const char last_sequence_sql[] =
    "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)";

static const char endpoint_sql[] =
    "INSERT OR REPLACE INTO endpoint (id, resolve_history, resolve_count, "
    "is_resolve_told, announced, rollout_since, is_known, rollout_to, "
    "renewals) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

static const char all_known_sql[] = "UPDATE endpoint SET is_known = 1";

static const char target_sql[] =
    "INSERT INTO target (endpoint, address, port, variant, front, look_count, "
    "reach_history, last_failure, last_look_at, flags, alternations, "
    "steady_looks, recent, chain_since, due_at_ms, gone_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, "
    "?15, ?16) "
    "ON CONFLICT DO UPDATE SET front = excluded.front, "
    "look_count = excluded.look_count, "
    "reach_history = excluded.reach_history, "
    "last_failure = excluded.last_failure, "
    "last_look_at = excluded.last_look_at, flags = excluded.flags, "
    "alternations = excluded.alternations, "
    "steady_looks = excluded.steady_looks, recent = excluded.recent, "
    "chain_since = excluded.chain_since, gone_at = excluded.gone_at, "
    "due_at_ms = iif(excluded.due_at_ms = 0, due_at_ms, "
    "excluded.due_at_ms)";

static const char drop_target_sql[] =
    "DELETE FROM target WHERE endpoint = ? AND address = ? AND port = ? "
    "AND variant = ?";
static const char drop_verdict_sql[] =
    "DELETE FROM verdict WHERE endpoint = ? AND address = ? AND port = ? "
    "AND variant = ?";
static const char end_seen_sql[] =
    "UPDATE chain_seen SET seen_to = ?5 WHERE endpoint = ?1 AND address = ?2 "
    "AND port = ?3 AND variant = ?4 AND seen_to IS NULL";

static const char drop_endpoint_sql[] = "DELETE FROM endpoint WHERE id = ?";
static const char drop_targets_sql[] = "DELETE FROM target WHERE endpoint = ?";
static const char drop_heard_sql[] =
    "DELETE FROM verdict WHERE endpoint = ? AND address = ? AND port = ? "
    "AND variant = ? AND role = 'heard'";
static const char drop_verdicts_sql[] =
    "DELETE FROM verdict WHERE endpoint = ?";
static const char end_all_seen_sql[] =
    "UPDATE chain_seen SET seen_to = ?2 WHERE endpoint = ?1 "
    "AND seen_to IS NULL";

static const char verdict_sql[] =
    "INSERT OR REPLACE INTO verdict (endpoint, address, port, variant, role, "
    "chain, is_valid, severity, findings, breaks_at, holds_until, accepting, "
    "refused_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

static const char end_other_seen_sql[] =
    "UPDATE chain_seen SET seen_to = ?6 WHERE endpoint = ?1 AND address = ?2 "
    "AND port = ?3 AND variant = ?4 AND seen_to IS NULL AND chain <> ?5";
static const char begin_seen_sql[] =
    "INSERT OR IGNORE INTO chain_seen (endpoint, address, port, variant, "
    "chain, seen_from) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

static const char chain_sql[] =
    "INSERT OR IGNORE INTO chain (id, certificates, first_seen) "
    "VALUES (?, ?, ?)";

static const char incident_sql[] =
    "INSERT OR REPLACE INTO incident (id, finding, severity, sha256, "
    "endpoint, opened_at, changed_at, resolved_at, detail, endpoint_count, "
    "told, told_at, told_count, hush, hush_words, sinks, acked_at, "
    "ack_author, ack_reason, ack_until, ack_severity, ack_sha256, reminders, "
    "openings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
    "?, ?, ?, ?, ?, ?)";

static const char *const told_names[] = TOLD_NAMES;

void
batch_rows_clear(struct batch_rows *rows)
{
	rows_clear(&rows->state);
	rows_clear(&rows->events);
}

static void
add_text_or_null(struct rows *rows, const char *text, bool is_there)
{
	if (is_there)
		rows_text(rows, text);
	else
		rows_null(rows);
}

static void
add_event(struct batch_rows *rows, const struct event *event)
{
	struct rows *to = &rows->events;
	char *payload = render_json_event_line(event);

	rows_begin(to, event_sql, (unsigned)event->severity);
	rows_int(to, (int64_t)event->sequence);
	rows_text(to, event->id);
	rows_int(to, event->time);
	rows_text(to, event_kind_text(event->kind));
	rows_text(to, severity_text(event->severity));
	add_text_or_null(to,
	    event->finding == FINDING_COUNT ? NULL
					    : finding_code_text(event->finding),
	    event->finding != FINDING_COUNT);
	rows_text(to, event->endpoint == NULL ? NULL : event->endpoint->id);
	add_text_or_null(to, event->incident.id, event->incident.is_set);
	rows_text(to, payload);
	rows_text(to, event->hush == HUSH_NONE ? NULL : hush_text(event->hush));
	rows_text(to, event->sinks);
	rows_end(to);
	free(payload);

	rows_begin(&rows->state, last_sequence_sql, RANK_STATE);
	rows_text(&rows->state, "last_sequence");
	rows_key(&rows->state);
	rows_int(&rows->state, (int64_t)event->sequence);
	rows_end(&rows->state);
}

/* The key of all that is kept of a target. */
static void
begin_target(struct rows *to, const char *sql, const char *endpoint_id,
    const struct place *place)
{
	rows_begin(to, sql, RANK_STATE);
	rows_text(to, endpoint_id);
	place_row_add(to, place);
	rows_key(to);
}

static int64_t
flags_of(const struct target_state *state)
{
	return (state->is_seen ? STATE_FLAG_SEEN : 0) |
	    (state->is_reached ? STATE_FLAG_REACHED : 0) |
	    (state->is_fresh ? STATE_FLAG_FRESH : 0) |
	    (state->is_mixed ? STATE_FLAG_MIXED : 0) |
	    (state->is_down_told ? STATE_FLAG_DOWN_TOLD : 0);
}

static void
add_state(struct rows *to, const struct batch_target *target, int64_t due_at_ms)
{
	const struct target_state *state = target->state;
	enum failure failure = (enum failure)state->last_failure;
	char front[ENDPOINT_FRONT_KEY_MAX];

	begin_target(to, target_sql, target->endpoint->id, &state->place);
	rows_text(to,
	    state->front == NULL ? NULL
				 : endpoint_front_key(state->front, front));
	rows_int(to, state->look_count);
	rows_int(to, (int64_t)state->reach_history);
	rows_text(to, failure == FAILURE_NONE ? NULL : failure_text(failure));
	rows_int(to, state->last_look_at);
	rows_int(to, flags_of(state));
	rows_int(to, state->alternations);
	rows_int(to, state->steady_looks);
	rows_bytes(to, state->recent, sizeof state->recent);
	rows_int(to, state->chain_since);
	rows_int(to, due_at_ms);
	rows_int(to, state->gone_at);
	rows_end(to);
}

static char *
findings_text(const struct verdict *verdict)
{
	struct strbuf buf = STRBUF_INIT(VERDICT_FINDINGS_MAX);
	char digest[2 * CERT_SHA256_LEN + 1];

	strbuf_add(&buf, "");
	for (size_t i = 0; i < verdict->finding_count; i++) {
		const struct verdict_finding *finding = &verdict->findings[i];

		hex_encode(finding->sha256, CERT_SHA256_LEN, digest);
		strbuf_addf(&buf, "%s %s %s\n",
		    finding_code_text((enum finding_code)finding->code),
		    severity_text((enum severity)finding->severity),
		    finding->has_fingerprint ? digest : "-");
	}
	return strbuf_take(&buf);
}

static void
add_verdict(struct rows *to, const char *endpoint_id, const struct place *place,
    const char *role, const struct verdict *verdict)
{
	CLEANUP(free) char *findings = findings_text(verdict);
	CLEANUP(free) char *accepting = cert_rows_accepting(verdict);

	rows_begin(to, verdict_sql, RANK_STATE);
	rows_text(to, endpoint_id);
	place_row_add(to, place);
	rows_text(to, role);
	rows_key(to);
	rows_bytes(to, verdict->chain_id, CERT_SHA256_LEN);
	rows_int(to, verdict->is_valid);
	rows_text(to, severity_text((enum severity)verdict->severity));
	rows_text(to, findings);
	rows_int(to, verdict->breaks_at);
	rows_int(to, verdict->holds_until);
	rows_text(to, accepting);
	rows_text(to, verdict->refused_by);
	rows_end(to);
}

static void
add_chain(struct rows *to, const struct verdict *verdict,
    const struct observation *observation, struct known_certs *known,
    int64_t now)
{
	uint8_t *digests =
	    mem_new(verdict->cert_count == 0 ? 1 : verdict->cert_count,
		CERT_SHA256_LEN);

	for (size_t i = 0; i < verdict->cert_count; i++) {
		const struct cert_facts *facts = verdict->certs[i];

		memcpy(digests + i * CERT_SHA256_LEN, facts->sha256,
		    CERT_SHA256_LEN);
		if (!known_certs_note(known, facts->sha256))
			cert_rows_add(to, facts, observation, now);
		path_rows_link(to, facts->sha256, verdict->chain_id);
	}
	rows_begin(to, chain_sql, RANK_STATE);
	rows_bytes(to, verdict->chain_id, CERT_SHA256_LEN);
	rows_key(to);
	rows_bytes(to, digests, verdict->cert_count * CERT_SHA256_LEN);
	rows_int(to, now);
	rows_end(to);
	free(digests);
}

/* From when on the target shows this chain, and until when another. */
static void
add_seen(struct rows *to, const struct batch_target *target)
{
	const struct target_state *state = target->state;

	begin_target(
	    to, end_other_seen_sql, target->endpoint->id, &state->place);
	rows_bytes(to, state->current->chain_id, CERT_SHA256_LEN);
	rows_int(to, state->chain_since);
	rows_end(to);
	begin_target(to, begin_seen_sql, target->endpoint->id, &state->place);
	rows_bytes(to, state->current->chain_id, CERT_SHA256_LEN);
	rows_int(to, state->chain_since);
	rows_end(to);
}

static void
add_target(struct rows *to, const struct batch_target *target,
    const struct batch *batch, struct known_certs *known, int64_t now)
{
	const struct target_state *state = target->state;
	bool is_looked_at = target == &batch->targets.items[0];

	add_state(to, target, is_looked_at ? batch->due_at_ms : 0);
	if (!target->is_verdict_new || state->current == NULL)
		return;
	add_chain(to, state->current, batch->observation, known, now);
	if (is_looked_at)
		path_rows_add(to, state->current, batch->report, known, now);
	add_verdict(
	    to, target->endpoint->id, &state->place, "current", state->current);
	if (state->good != NULL) {
		add_chain(to, state->good, batch->observation, known, now);
		add_verdict(to, target->endpoint->id, &state->place, "good",
		    state->good);
	}
	add_seen(to, target);
}

/* The chain that people know, where another was not told of. */
static void
add_unheard(struct rows *to, const struct unheard *unheard)
{
	add_verdict(
	    to, unheard->endpoint, &unheard->place, "heard", unheard->heard);
	if (!unheard->is_gone)
		return;
	begin_target(to, drop_heard_sql, unheard->endpoint, &unheard->place);
	rows_end(to);
}

static void
add_renewals(struct rows *to, const struct renewals *renewals)
{
	struct strbuf text = STRBUF_INIT(RENEWALS_TEXT_MAX);

	if (renewals != NULL)
		renewals_format(renewals, &text);
	add_text_or_null(to, strbuf_text(&text), renewals != NULL);
	strbuf_clear(&text);
}

static void
add_endpoint(struct rows *to, const struct watched *watched, int64_t now)
{
	rows_begin(to, endpoint_sql, RANK_STATE);
	rows_text(to, watched->endpoint->id);
	rows_key(to);
	rows_int(to, (int64_t)watched->resolve_history);
	rows_int(to, watched->resolve_count);
	rows_int(to, watched->is_resolve_told);
	if (watched->is_announced)
		rows_int(to, watched->announced);
	else
		rows_null(to);
	rows_int(to, watched->rollout_since);
	rows_int(to, watched->is_known);
	if (watched->is_rollout_told)
		rows_int(to, watched->rollout_to);
	else
		rows_null(to);
	add_renewals(to, watched->renewals);
	rows_end(to);
	member_rows_add(to, watched, now);
}

static void
add_gone(struct rows *to, const char *endpoint_id, const struct place *place,
    int64_t now)
{
	begin_target(to, drop_target_sql, endpoint_id, place);
	rows_end(to);
	begin_target(to, drop_verdict_sql, endpoint_id, place);
	rows_end(to);
	begin_target(to, end_seen_sql, endpoint_id, place);
	rows_int(to, now);
	rows_end(to);
}

static void
add_removed(struct rows *to, const char *endpoint_id, int64_t now)
{
	static const char *const drops[] = {
	    drop_endpoint_sql, drop_targets_sql, drop_verdicts_sql};

	for (size_t i = 0; i < sizeof drops / sizeof drops[0]; i++) {
		rows_begin(to, drops[i], RANK_STATE);
		rows_text(to, endpoint_id);
		rows_key(to);
		rows_end(to);
	}
	rows_begin(to, end_all_seen_sql, RANK_STATE);
	rows_text(to, endpoint_id);
	rows_key(to);
	rows_int(to, now);
	rows_end(to);
	member_rows_drop(to, endpoint_id, now);
}

static void
add_incident(struct rows *to, const struct incident *incident)
{
	rows_begin(to, incident_sql, RANK_STATE);
	rows_text(to, incident->id);
	rows_key(to);
	rows_text(to, finding_code_text(incident->code));
	rows_text(to, severity_text(incident->severity));
	if (incident->has_digest)
		rows_bytes(to, incident->sha256, CERT_SHA256_LEN);
	else
		rows_null(to);
	rows_text(
	    to, incident->endpoint == NULL ? NULL : incident->endpoint->id);
	rows_int(to, incident->opened_at);
	rows_int(to, incident->changed_at);
	if (incident->resolved_at != 0)
		rows_int(to, incident->resolved_at);
	else
		rows_null(to);
	rows_text(to, incident->detail);
	rows_int(to, (int64_t)incident->endpoint_count);
	rows_text(to, told_names[incident->told]);
	rows_int(to, incident->told_at);
	rows_int(to, (int64_t)incident->told_count);
	rows_text(
	    to, incident->hush == HUSH_NONE ? NULL : hush_text(incident->hush));
	rows_text(to, incident->hush_words);
	rows_text(to, incident->sinks);
	hush_rows_ack(to, incident->ack);
	rows_int(to, incident->reminders);
	rows_int(to, incident->openings);
	rows_end(to);
}

void
batch_rows_add(struct batch_rows *rows, const struct batch *batch,
    struct known_certs *known, int64_t now)
{
	struct rows *state = &rows->state;

	if (batch->removed != NULL)
		add_removed(state, batch->removed->id, now);
	ARRAY_EACH (place, &batch->gone)
		add_gone(
		    state, batch->endpoints.items[0]->endpoint->id, place, now);
	ARRAY_EACH (incident, &batch->incidents)
		add_incident(state, *incident);
	ARRAY_EACH (silence, &batch->silences)
		hush_rows_silence(state, *silence);
	ARRAY_EACH (flap, &batch->flaps)
		hush_rows_flap(state, *flap);
	ARRAY_EACH (unheard, &batch->unheard)
		add_unheard(state, *unheard);
	ARRAY_EACH (outage, &batch->outages)
		outage_rows_add(state, outage);
	ARRAY_EACH (watched, &batch->endpoints)
		add_endpoint(state, *watched, now);
	ARRAY_EACH (target, &batch->targets)
		add_target(state, target, batch, known, now);
	if (batch->is_first_pass_over) {
		rows_begin(state, all_known_sql, RANK_STATE);
		rows_end(state);
	}
	ARRAY_EACH (event, &batch->events)
		add_event(rows, *event);
	ARRAY_EACH (event, &batch->events)
		fault_rows_add(&rows->state, *event);
}

bool
batch_rows_write(
    const struct batch_rows *rows, struct db *db, struct error *err)
{
	return rows_write(&rows->state, db, err) &&
	    rows_write(&rows->events, db, err);
}

bool
batch_rows_drop_notice(struct batch_rows *rows)
{
	return rows_drop(&rows->events, SEVERITY_NOTICE);
}

bool
batch_rows_drop_any(struct batch_rows *rows)
{
	return rows_drop(&rows->events, RANK_MOST);
}
