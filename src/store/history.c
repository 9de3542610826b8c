/*
 * What was; see history.h. Two tables, each read in its own order and merged: a
 * page ends where the first of them has no more to give.
 */
#include "store/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/finding.h"
#include "store/place_row.h"

static const char *const change_table[] = {
    [HISTORY_FIRST] = "first",
    [HISTORY_RENEWED] = "renewed",
    [HISTORY_RETURNED] = "returned",
    [HISTORY_REBUILT] = "rebuilt",
};
const struct names history_change_names = NAMES_INIT(change_table);

/* ?1 is the pattern. One without wildcards is looked up, not looked for. */
#define FITS(endpoint) \
	"(?1 IS NULL OR " endpoint " = ?1 OR " endpoint \
	" GLOB ?1 OR " endpoint " GLOB ?1 || ':*')"
#define IS(endpoint) \
	"(" endpoint " = ?1 OR (" endpoint " > ?1 || ':' AND " endpoint \
	" < ?1 || ';'))"
#define MET(condition) \
	"(?1 IS NULL OR id IN (SELECT incident FROM incident_endpoint " \
	"WHERE " condition("incident_endpoint.endpoint") "))"

/* Parameters: pattern, since, cursor's time, cursor's key, count. */
#define CHAINS(condition) \
	"SELECT endpoint, address, port, variant, number, seen_from, " \
	"seen_to, " \
	"chain FROM chain_seen WHERE seen_from >= ?2 AND " \
	"(seen_from, number) > (?3, ?4) AND " condition( \
	    "endpoint") " ORDER BY seen_from, number LIMIT ?5"
/* ... has_lasting, is_open_only. */
#define INCIDENT_COLUMNS \
	"SELECT id, opened_at, resolved_at, endpoint, finding, severity, " \
	"detail, told, sha256, hush, hush_words, acked_at, ack_until, " \
	"ack_author, ack_reason FROM incident WHERE "
#define INCIDENTS(condition) \
	INCIDENT_COLUMNS \
	"(opened_at >= ?2 OR (?6 " \
	"AND " \
	"(resolved_at IS NULL OR resolved_at >= ?2))) AND " \
	"(opened_at, id) > (?3, ?4) AND (NOT ?7 OR resolved_at IS NULL) " \
	"AND " MET(condition) " ORDER BY opened_at, id LIMIT ?5"

#define LAST(condition) \
	"SELECT time FROM (SELECT seen_from AS time FROM chain_seen " \
	"WHERE " condition( \
	    "endpoint") " UNION ALL SELECT opened_at FROM incident " \
			"WHERE " MET(condition) ") ORDER BY time DESC LIMIT " \
						"1 OFFSET ?2"

/* By whether the pattern has no wildcards. */
static const char *const chains_sql[] = {CHAINS(FITS), CHAINS(IS)};
static const char *const incidents_sql[] = {INCIDENTS(FITS), INCIDENTS(IS)};
static const char *const last_sql[] = {LAST(FITS), LAST(IS)};

/* "[2001:db8::1]:443" is meant as it stands. */
static bool
is_literal(const char *pattern)
{
	return pattern != NULL && strpbrk(pattern, "*?\\") == NULL &&
	    (pattern[0] == '[' || strchr(pattern, '[') == NULL);
}

static void
leaf_clear(struct history_leaf *leaf)
{
	free(leaf->label);
	free(leaf->issuer_label);
}

void
history_entry_clear(struct history_entry *entry)
{
	free(entry->endpoint);
	leaf_clear(&entry->leaf);
	leaf_clear(&entry->before);
	free(entry->id);
	free(entry->finding);
	free(entry->severity);
	free(entry->detail);
	free(entry->told);
	free(entry->hush);
	free(entry->hush_words);
	free(entry->ack_author);
	free(entry->ack_reason);
	texts_clear(&entry->endpoints);
	*entry = (struct history_entry){0};
}

void
history_page_clear(struct history_page *page)
{
	ARRAY_EACH (entry, &page->items)
		history_entry_clear(entry);
	ARRAY_CLEAR(&page->items);
	page->has_more = false;
}

static bool
copy_digest(const struct db_statement *row, int column,
    uint8_t ret_digest[CERT_SHA256_LEN])
{
	size_t len;
	const uint8_t *bytes = db_bytes(row, column, &len);

	if (len == CERT_SHA256_LEN)
		memcpy(ret_digest, bytes, CERT_SHA256_LEN);
	return len == CERT_SHA256_LEN;
}

static void
take_chain(struct history_entry *entry, const struct db_statement *row)
{
	entry->kind = HISTORY_CHAIN;
	entry->endpoint = mem_strdup(db_text(row, 0));
	entry->place = place_row(row, 1);
	entry->from = db_int(row, 5);
	entry->to = db_int(row, 6);
	(void)copy_digest(row, 7, entry->chain);
}

static void
take_incident(struct history_entry *entry, const struct db_statement *row)
{
	enum finding_code code;

	entry->kind = HISTORY_INCIDENT;
	entry->id = mem_strdup(db_text(row, 0));
	entry->from = db_int(row, 1);
	entry->to = db_int(row, 2);
	entry->endpoint = mem_strdup(db_text(row, 3));
	entry->finding = mem_strdup(db_text(row, 4));
	entry->severity = mem_strdup(db_text(row, 5));
	entry->detail = mem_strdup(db_text(row, 6));
	entry->told = mem_strdup(db_text(row, 7));
	entry->hush = mem_strdup(db_text(row, 9));
	entry->hush_words = mem_strdup(db_text(row, 10));
	entry->acked_at = db_int(row, 11);
	entry->ack_until = db_int(row, 12);
	entry->ack_author = mem_strdup(db_text(row, 13));
	entry->ack_reason = mem_strdup(db_text(row, 14));
	entry->is_about_certificate = copy_digest(row, 8, entry->sha256) &&
	    (!finding_find(entry->finding, &code) ||
		finding_info(code)->subject == FINDING_ABOUT_CERTIFICATE);
}

static size_t
page_max(const struct history_query *query)
{
	return query->page_max > 0 && query->page_max < HISTORY_PAGE_MAX
	    ? query->page_max
	    : HISTORY_PAGE_MAX;
}

static struct db_statement *
prepare(struct db *db, const char *sql, const struct history_query *query,
    struct error *err)
{
	struct db_statement *statement = db_statement(db, sql, err);

	if (statement == NULL)
		return NULL;
	db_bind_text(statement, 1, query->pattern);
	db_bind_int(statement, 2, query->since);
	db_bind_int(statement, 5, (int64_t)page_max(query) + 1);
	return statement;
}

/* What came with a row beside what an entry keeps. */
struct found {
	ARRAY(struct history_entry) items;
	ARRAY(int64_t) numbers; /* of chains */
};

static void
found_clear(struct found *found)
{
	ARRAY_EACH (entry, &found->items)
		history_entry_clear(entry);
	ARRAY_CLEAR(&found->items);
	ARRAY_CLEAR(&found->numbers);
}

static bool
find_chains(struct db *db, const struct history_query *query,
    const struct history_cursor *cursor, struct found *found, struct error *err)
{
	struct db_statement *row = NULL;
	enum db_step step;

	if (query->is_open_only)
		return true;
	row = prepare(db, chains_sql[is_literal(query->pattern)], query, err);
	if (row == NULL)
		return false;
	db_bind_int(row, 3, cursor->chain_time);
	db_bind_int(row, 4, cursor->chain_number);
	while ((step = db_step(row, err)) == DB_ROW) {
		take_chain(ARRAY_ADD(&found->items), row);
		*ARRAY_ADD(&found->numbers) = db_int(row, 4);
	}
	return step == DB_END;
}

static bool
find_incidents(struct db *db, const struct history_query *query,
    const struct history_cursor *cursor, struct found *found, struct error *err)
{
	struct db_statement *row =
	    prepare(db, incidents_sql[is_literal(query->pattern)], query, err);
	enum db_step step;

	if (row == NULL)
		return false;
	db_bind_int(row, 3, cursor->incident_time);
	db_bind_text(row, 4, cursor->incident);
	db_bind_int(row, 6, query->has_lasting);
	db_bind_int(row, 7, query->is_open_only);
	while ((step = db_step(row, err)) == DB_ROW)
		take_incident(ARRAY_ADD(&found->items), row);
	return step == DB_END;
}

/* Earlier first; at the same time chains, which are what incidents are about.
 */
static void
merge(struct found *chains, struct found *incidents, size_t most,
    struct history_cursor *cursor, struct history_page *page)
{
	size_t c = 0, i = 0;

	while (page->items.len < most &&
	    (c < chains->items.len || i < incidents->items.len)) {
		struct history_entry *chain = chains->items.items + c;
		struct history_entry *incident = incidents->items.items + i;
		bool is_chain = i == incidents->items.len ||
		    (c < chains->items.len && chain->from <= incident->from);
		struct history_entry *from = is_chain ? chain : incident;

		if (is_chain) {
			cursor->chain_time = from->from;
			cursor->chain_number = chains->numbers.items[c++];
		} else {
			cursor->incident_time = from->from;
			memccpy(cursor->incident, from->id, '\0',
			    sizeof cursor->incident - 1);
			i++;
		}
		*ARRAY_ADD(&page->items) = *from;
		*from = (struct history_entry){0};
	}
	page->has_more = c < chains->items.len || i < incidents->items.len;
}

static bool
read_leaf(struct db *db, const uint8_t chain[CERT_SHA256_LEN],
    struct history_leaf *leaf, size_t *ret_count, struct error *err)
{
	static const char sql[] =
	    "SELECT substr(c.certificates, 1, 32), length(c.certificates) / "
	    "32, l.label, l.issuer_label, l.not_before, l.not_after "
	    "FROM chain c LEFT JOIN certificate l "
	    "ON l.sha256 = substr(c.certificates, 1, 32) WHERE c.id = ?1";
	struct db_statement *row = db_statement(db, sql, err);
	enum db_step step;

	if (row == NULL)
		return false;
	db_bind_bytes(row, 1, chain, CERT_SHA256_LEN);
	step = db_step(row, err);
	if (step == DB_ROW) {
		(void)copy_digest(row, 0, leaf->sha256);
		*ret_count = (size_t)db_int(row, 1);
		leaf->label = mem_strdup(db_text(row, 2));
		leaf->issuer_label = mem_strdup(db_text(row, 3));
		leaf->not_before = db_int(row, 4);
		leaf->not_after = db_int(row, 5);
		db_reset(row);
	}
	return step != DB_FAILED;
}

/* What the same target showed before. */
static bool
read_chain_before(struct db *db, int64_t number,
    uint8_t ret_chain[CERT_SHA256_LEN], bool *ret_is_there, struct error *err)
{
	static const char sql[] =
	    "SELECT p.chain FROM chain_seen c JOIN chain_seen p "
	    "USING (endpoint, address, port, variant) WHERE c.number = ?1 "
	    "AND (p.seen_from, p.number) < (c.seen_from, c.number) "
	    "ORDER BY p.seen_from DESC, p.number DESC LIMIT 1";
	struct db_statement *row = db_statement(db, sql, err);
	enum db_step step;

	if (row == NULL)
		return false;
	db_bind_int(row, 1, number);
	step = db_step(row, err);
	*ret_is_there = step == DB_ROW && copy_digest(row, 0, ret_chain);
	if (step == DB_ROW)
		db_reset(row);
	return step != DB_FAILED;
}

static bool
complete_chain(struct db *db, struct history_entry *entry, int64_t number,
    struct error *err)
{
	uint8_t before[CERT_SHA256_LEN];
	bool is_there = false;
	size_t count;

	if (!read_leaf(
		db, entry->chain, &entry->leaf, &entry->cert_count, err) ||
	    !read_chain_before(db, number, before, &is_there, err))
		return false;
	if (!is_there)
		return true;
	if (!read_leaf(db, before, &entry->before, &count, err))
		return false;
	if (memcmp(entry->leaf.sha256, entry->before.sha256, CERT_SHA256_LEN) ==
	    0)
		entry->change = HISTORY_REBUILT;
	else if (entry->leaf.not_before < entry->before.not_before)
		entry->change = HISTORY_RETURNED;
	else
		entry->change = HISTORY_RENEWED;
	return true;
}

static bool
complete_incident(struct db *db, struct history_entry *entry,
    const struct history_query *query, struct error *err)
{
	static const char sql[] =
	    "SELECT endpoint, count(*) OVER () FROM incident_endpoint WHERE "
	    "incident = ?2 ORDER BY " FITS("endpoint") " DESC, since, endpoint "
						       "LIMIT ?3";
	struct db_statement *row = db_statement(db, sql, err);
	enum db_step step;

	if (row == NULL)
		return false;
	db_bind_text(row, 1, query->pattern);
	db_bind_text(row, 2, entry->id);
	db_bind_int(row, 3, HISTORY_MAX_ENDPOINTS);
	while ((step = db_step(row, err)) == DB_ROW) {
		texts_add(&entry->endpoints, db_text(row, 0));
		entry->endpoint_count = (size_t)db_int(row, 1);
	}
	return step == DB_END;
}

bool
history_read(struct db *db, const struct history_query *query,
    struct history_cursor *cursor, struct history_page *ret_page,
    struct error *err)
{
	struct found chains = {0}, incidents = {0};
	bool ok;

	history_page_clear(ret_page);
	ok = find_chains(db, query, cursor, &chains, err) &&
	    find_incidents(db, query, cursor, &incidents, err);
	for (size_t i = 0; ok && i < chains.items.len; i++)
		ok = complete_chain(
		    db, &chains.items.items[i], chains.numbers.items[i], err);
	ARRAY_EACH (entry, &incidents.items)
		ok = ok && complete_incident(db, entry, query, err);
	if (ok)
		merge(&chains, &incidents, page_max(query), cursor, ret_page);
	found_clear(&chains);
	found_clear(&incidents);
	return ok;
}

bool
history_last(struct db *db, const struct history_query *query, size_t count,
    int64_t *ret_since, struct error *err)
{
	struct db_statement *row =
	    db_statement(db, last_sql[is_literal(query->pattern)], err);
	enum db_step step;

	if (row == NULL)
		return false;
	db_bind_text(row, 1, query->pattern);
	db_bind_int(row, 2, (int64_t)count - 1);
	step = db_step(row, err);
	*ret_since = step == DB_ROW ? db_int(row, 0) : 0;
	if (step == DB_ROW)
		db_reset(row);
	return step != DB_FAILED;
}

bool
history_incident(struct db *db, const char *id, struct history_entry *ret_entry,
    bool *ret_is_there, struct error *err)
{
	static const char sql[] = INCIDENT_COLUMNS "id = ?1";
	const struct history_query query = {0};
	struct db_statement *row = db_statement(db, sql, err);
	struct history_entry entry = {0};
	enum db_step step;

	if (row == NULL)
		return false;
	db_bind_text(row, 1, id);
	step = db_step(row, err);
	if (step == DB_ROW) {
		take_incident(&entry, row);
		db_reset(row);
	}
	if (step == DB_FAILED ||
	    (step == DB_ROW && !complete_incident(db, &entry, &query, err))) {
		history_entry_clear(&entry);
		return false;
	}
	*ret_entry = entry;
	*ret_is_there = step == DB_ROW;
	return true;
}
