/* What a store remembers; see load.h. */
#include "store/load.h"

#include <string.h>

#include "base/mem.h"
#include "incident/renewal.h"
#include "store/fault_rows.h"
#include "store/outage_rows.h"
#include "store/hush_rows.h"
#include "store/load_pool.h"
#include "store/load_verdict.h"
#include "store/place_row.h"
#include "store/sequence.h"
#include "store/state_flags.h"

static const char *const told_table[] = TOLD_NAMES;
static const struct names told_names = NAMES_INIT(told_table);

void
loaded_clear(struct loaded *loaded)
{
	ARRAY_EACH (endpoint, &loaded->endpoints) {
		ARRAY_EACH (target, &endpoint->targets) {
			target_state_clear(&target->state);
			verdict_unref(target->heard);
			free(target->front);
		}
		ARRAY_CLEAR(&endpoint->targets);
		free(endpoint->state.renewals);
		free(endpoint->id);
	}
	ARRAY_CLEAR(&loaded->endpoints);
	ARRAY_EACH (incident, &loaded->incidents) {
		ARRAY_EACH (member, &incident->members)
			free(member->endpoint_id);
		ARRAY_CLEAR(&incident->members);
		incident_free(incident->incident);
		free(incident->endpoint_id);
	}
	ARRAY_CLEAR(&loaded->incidents);
	ARRAY_EACH (silence, &loaded->silences)
		silence_free(*silence);
	ARRAY_CLEAR(&loaded->silences);
	ARRAY_EACH (flap, &loaded->flaps)
		flap_free(*flap);
	ARRAY_CLEAR(&loaded->flaps);
	monitor_fault_list_clear(&loaded->faults);
}

static int
compare_id(const void *key, const void *item)
{
	const struct loaded_endpoint *endpoint = item;

	return strcmp(key, endpoint->id);
}

struct loaded_endpoint *
loaded_endpoint(const struct loaded *loaded, const char *id)
{
	if (loaded->endpoints.len == 0)
		return NULL;
	return bsearch(id, loaded->endpoints.items, loaded->endpoints.len,
	    sizeof *loaded->endpoints.items, compare_id);
}

/* Where the last row belonged. Rows come in the order of the endpoints, and
 * verdicts in that of the targets, so that the next is the same one or near. */
struct cursor {
	size_t endpoint, target;
};

static struct loaded_endpoint *
find_endpoint(
    const struct loaded *loaded, const char *id, struct cursor *cursor)
{
	struct loaded_endpoint *found;

	for (size_t i = 0; i < 2; i++) {
		size_t at = cursor->endpoint + i;

		if (at >= loaded->endpoints.len)
			break;
		found = &loaded->endpoints.items[at];
		if (strcmp(found->id, id) != 0)
			continue;
		if (i > 0)
			*cursor = (struct cursor){.endpoint = at};
		return found;
	}
	found = loaded_endpoint(loaded, id);
	if (found != NULL)
		*cursor = (struct cursor){
		    .endpoint = (size_t)(found - loaded->endpoints.items)};
	return found;
}

/* Calls take for every row. */
typedef void (*take_fn)(struct loaded *loaded, const struct db_statement *row,
    struct cursor *cursor);

static bool
each_row(struct db *db, const char *sql, take_fn take, struct loaded *loaded,
    struct error *err)
{
	struct db_statement *statement = db_statement(db, sql, err);
	struct cursor cursor = {0};
	enum db_step step;

	if (statement == NULL)
		return false;
	while ((step = db_step(statement, err)) == DB_ROW)
		take(loaded, statement, &cursor);
	return step == DB_END;
}

static const char endpoints_sql[] =
    "SELECT id, resolve_history, resolve_count, is_resolve_told, announced, "
    "rollout_since, is_known, rollout_to, renewals FROM endpoint "
    "ORDER BY id";

static void
take_endpoint(struct loaded *loaded, const struct db_statement *row,
    UNUSED struct cursor *cursor)
{
	struct loaded_endpoint *endpoint = ARRAY_ADD(&loaded->endpoints);

	endpoint->id = mem_strdup(db_text(row, 0));
	endpoint->state = (struct restored_endpoint){
	    .resolve_history = (uint64_t)db_int(row, 1),
	    .resolve_count = (uint8_t)db_int(row, 2),
	    .is_resolve_told = db_int(row, 3) != 0,
	    .is_announced = !db_is_null(row, 4),
	    .announced = (uint32_t)db_int(row, 4),
	    .rollout_since = db_int(row, 5),
	    .is_known = db_int(row, 6) != 0,
	    .is_rollout_told = !db_is_null(row, 7),
	    .rollout_to = (uint32_t)db_int(row, 7),
	};
	if (!db_is_null(row, 8))
		endpoint->state.renewals = renewals_parse(db_text(row, 8));
}

static const char targets_sql[] =
    "SELECT endpoint, address, port, variant, front, look_count, "
    "reach_history, last_failure, last_look_at, flags, alternations, "
    "steady_looks, recent, chain_since, due_at_ms, gone_at FROM target "
    "ORDER BY endpoint, address, port, variant";

/* Most endpoints have one, and there may be 100,000 of them. */
static struct loaded_target *
add_target(struct loaded_endpoint *endpoint)
{
	if (endpoint->targets.cap == 0) {
		endpoint->targets.items =
		    mem_new(1, sizeof *endpoint->targets.items);
		endpoint->targets.cap = 1;
	}
	return ARRAY_ADD(&endpoint->targets);
}

static void
take_target(struct loaded *loaded, const struct db_statement *row,
    struct cursor *cursor)
{
	struct loaded_endpoint *endpoint =
	    find_endpoint(loaded, db_text(row, 0), cursor);
	const char *failure = db_text(row, 7);
	int64_t flags = db_int(row, 9);
	struct loaded_target *target;
	const uint8_t *recent;
	size_t recent_len;

	if (endpoint == NULL)
		return;
	target = add_target(endpoint);
	target->front = mem_strdup(db_text(row, 4));
	target->due_at_ms = db_int(row, 14);
	target->state = (struct target_state){
	    .place = place_row(row, 1),
	    .look_count = (uint8_t)db_int(row, 5),
	    .reach_history = (uint64_t)db_int(row, 6),
	    .last_failure = failure == NULL ? FAILURE_NONE
					    : (uint8_t)failure_of_text(failure),
	    .last_look_at = target_state_moment(db_int(row, 8)),
	    .is_seen = (flags & STATE_FLAG_SEEN) != 0,
	    .is_reached = (flags & STATE_FLAG_REACHED) != 0,
	    .is_fresh = (flags & STATE_FLAG_FRESH) != 0,
	    .is_mixed = (flags & STATE_FLAG_MIXED) != 0,
	    .is_down_told = (flags & STATE_FLAG_DOWN_TOLD) != 0,
	    .alternations = (uint8_t)db_int(row, 10),
	    .steady_looks = (uint8_t)db_int(row, 11),
	    .chain_since = target_state_moment(db_int(row, 13)),
	    .gone_at = target_state_moment(db_int(row, 15)),
	};
	recent = db_bytes(row, 12, &recent_len);
	if (recent_len == sizeof target->state.recent)
		memcpy(target->state.recent, recent, recent_len);
}

static const char verdicts_sql[] =
    "SELECT endpoint, address, port, variant, role, chain, is_valid, "
    "severity, findings, breaks_at, holds_until, accepting, refused_by "
    "FROM verdict ORDER BY endpoint, address, port, variant, role";

static struct loaded_target *
find_target(struct loaded *loaded, const struct db_statement *row,
    struct cursor *cursor)
{
	struct loaded_endpoint *endpoint =
	    find_endpoint(loaded, db_text(row, 0), cursor);
	struct place place = place_row(row, 1);

	if (endpoint == NULL)
		return NULL;
	for (size_t i = 0; i < endpoint->targets.len; i++) {
		size_t at = (cursor->target + i) % endpoint->targets.len;
		struct loaded_target *target = &endpoint->targets.items[at];

		if (place_compare(&target->state.place, &place) == 0) {
			cursor->target = at;
			return target;
		}
	}
	return NULL;
}

/* A chain that was seen has its verdict; where that is lost, the target was
 * never seen. */
static void
settle_verdicts(struct loaded *loaded)
{
	ARRAY_EACH (endpoint, &loaded->endpoints) {
		ARRAY_EACH (target, &endpoint->targets) {
			struct target_state *state = &target->state;

			if (state->current == NULL)
				state->is_seen = state->is_reached =
				    state->is_mixed = false;
		}
	}
}

/* Most good chains are the current one: they are one verdict then. */
static void
set_verdict(struct loaded_target *target, const char *role,
    struct verdict *take_verdict)
{
	struct target_state *state = &target->state;

	if (strcmp(role, "current") == 0) {
		state->current = take_verdict;
		return;
	}
	if (strcmp(role, "heard") == 0) {
		target->heard = take_verdict;
		return;
	}
	if (state->current != NULL &&
	    load_verdict_is_same(state->current, take_verdict)) {
		verdict_unref(take_verdict);
		take_verdict = verdict_ref(state->current);
	}
	state->good = take_verdict;
}

static bool
load_verdicts(struct db *db, struct loaded *loaded, struct error *err)
{
	struct db_statement *statement = db_statement(db, verdicts_sql, err);
	CLEANUP(load_pool_clear) struct load_pool pool = {0};
	struct cursor cursor = {0};
	enum db_step step;

	if (statement == NULL)
		return false;
	while ((step = db_step(statement, err)) == DB_ROW) {
		struct loaded_target *target =
		    find_target(loaded, statement, &cursor);
		struct verdict *verdict = NULL;

		if (!load_pool_get(&pool, db, statement, 5, &verdict, err)) {
			db_reset(statement);
			return false;
		}
		if (target == NULL)
			verdict_unref(verdict);
		else if (verdict != NULL)
			set_verdict(target, db_text(statement, 4), verdict);
	}
	settle_verdicts(loaded);
	return step == DB_END;
}

static const char incidents_sql[] =
    "SELECT id, finding, severity, sha256, endpoint, opened_at, changed_at, "
    "detail, told, told_at, told_count, hush, hush_words, sinks, acked_at, "
    "ack_author, ack_reason, ack_until, ack_severity, ack_sha256, reminders, "
    "openings FROM incident "
    "WHERE resolved_at IS NULL ORDER BY id";

static void
take_incident(struct loaded *loaded, const struct db_statement *row,
    UNUSED struct cursor *cursor)
{
	struct loaded_incident *loaded_incident;
	struct incident *incident;
	enum finding_code code;
	const uint8_t *sha256;
	int severity, told, hush;
	size_t len;

	if (!finding_find(db_text(row, 1), &code) ||
	    !names_find(&severity_names, db_text(row, 2), &severity) ||
	    !names_find(&told_names, db_text(row, 8), &told) ||
	    strlen(db_text(row, 0)) != EVENT_ID_LEN)
		return;
	incident = incident_new(code, db_int(row, 5));
	memcpy(incident->id, db_text(row, 0), EVENT_ID_LEN + 1);
	incident->severity = (enum severity)severity;
	sha256 = db_bytes(row, 3, &len);
	incident->has_digest = len == CERT_SHA256_LEN;
	if (incident->has_digest)
		memcpy(incident->sha256, sha256, CERT_SHA256_LEN);
	incident->changed_at = db_int(row, 6);
	incident->detail = mem_strdup(db_text(row, 7));
	incident->told = (enum incident_told)told;
	incident->told_at = db_int(row, 9);
	incident->told_count = (size_t)db_int(row, 10);
	if (!db_is_null(row, 11) &&
	    names_find(&hush_names, db_text(row, 11), &hush))
		incident->hush = (enum hush)hush;
	incident->hush_words = mem_strdup(db_text(row, 12));
	if (!db_is_null(row, 13))
		incident->sinks = mem_strdup(db_text(row, 13));
	incident->ack = hush_rows_read_ack(row, 14);
	incident->reminders = (unsigned)db_int(row, 20);
	incident->openings = (unsigned)db_int(row, 21);
	loaded_incident = ARRAY_ADD(&loaded->incidents);
	loaded_incident->incident = incident;
	loaded_incident->endpoint_id = mem_strdup(db_text(row, 4));
}

static int
compare_incident(const void *key, const void *item)
{
	const struct loaded_incident *incident = item;

	return strcmp(key, incident->incident->id);
}

static const char members_sql[] =
    "SELECT incident, endpoint, address, port, variant, since, severity, "
    "clean_count FROM incident_member";

static void
take_member(struct loaded *loaded, const struct db_statement *row,
    UNUSED struct cursor *cursor)
{
	struct loaded_incident *incident = NULL;
	struct loaded_member *member;
	int severity;

	if (loaded->incidents.len > 0)
		incident = bsearch(db_text(row, 0), loaded->incidents.items,
		    loaded->incidents.len, sizeof *loaded->incidents.items,
		    compare_incident);
	if (incident == NULL ||
	    !names_find(&severity_names, db_text(row, 6), &severity))
		return;
	member = ARRAY_ADD(&incident->members);
	member->endpoint_id = mem_strdup(db_text(row, 1));
	member->member = (struct restored_member){
	    .place = place_row(row, 2),
	    .since = db_int(row, 5),
	    .severity = (enum severity)severity,
	    .clean_count = (unsigned)db_int(row, 7),
	};
}

bool
load_all(struct db *db, struct loaded *ret_loaded, struct error *err)
{
	struct loaded loaded = {0};

	if (sequence_last(db, &loaded.last_sequence, err) &&
	    each_row(db, endpoints_sql, take_endpoint, &loaded, err) &&
	    each_row(db, targets_sql, take_target, &loaded, err) &&
	    load_verdicts(db, &loaded, err) &&
	    each_row(db, incidents_sql, take_incident, &loaded, err) &&
	    each_row(db, members_sql, take_member, &loaded, err) &&
	    hush_rows_load(db, &loaded, err) &&
	    fault_rows_load(db, &loaded.faults, err) &&
	    outage_rows_load(db, loaded.outages, err)) {
		*ret_loaded = loaded;
		return true;
	}
	loaded_clear(&loaded);
	return error_prefix(err, "reading what was stored");
}
