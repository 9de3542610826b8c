/* Every certificate that is known; see inventory.h. */
#include "store/inventory.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "store/place_row.h"

static const char *const use_table[] = {
    [INVENTORY_OWN] = "own",
    [INVENTORY_ISSUER] = "issuer",
    [INVENTORY_ABSENT] = "absent",
    [INVENTORY_ANCHOR] = "anchor",
    [INVENTORY_UNUSED] = "unused",
};
const struct names inventory_use_names = NAMES_INIT(use_table);

void
inventory_cert_clear(struct inventory_cert *cert)
{
	free(cert->der);
	free(cert->label);
	free(cert->issuer_label);
	ARRAY_EACH (place, &cert->places)
		free(place->endpoint);
	ARRAY_CLEAR(&cert->places);
	texts_clear(&cert->endpoints);
	*cert = (struct inventory_cert){0};
}

void
inventory_page_clear(struct inventory_page *page)
{
	ARRAY_EACH (cert, &page->items)
		inventory_cert_clear(cert);
	ARRAY_CLEAR(&page->items);
	page->has_more = false;
}

/* What a call goes through at most, so that others get at the store. */
#define SCAN_MAX 1000

#define CERT_COLUMNS \
	"SELECT sha256, der, label, issuer_label, not_before, not_after, " \
	"first_seen"

static void
take_cert(struct inventory_cert *cert, const struct db_statement *row)
{
	const uint8_t *bytes;
	size_t len;

	bytes = db_bytes(row, 0, &len);
	if (len == CERT_SHA256_LEN)
		memcpy(cert->sha256, bytes, CERT_SHA256_LEN);
	bytes = db_bytes(row, 1, &cert->der_len);
	if (cert->der_len > 0)
		cert->der = mem_dup(bytes, cert->der_len);
	cert->label = mem_strdup(db_text(row, 2));
	cert->issuer_label = mem_strdup(db_text(row, 3));
	cert->not_before = db_int(row, 4);
	cert->not_after = db_int(row, 5);
	cert->first_seen = db_int(row, 6);
	cert->use = INVENTORY_UNUSED;
}

/* A pattern of which SQL says at least what fnmatch(3) says; else NULL: then
 * each certificate is a candidate. */
static const char *
plain_pattern(const char *pattern)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-._:*";

	return pattern != NULL && pattern[strspn(pattern, plain)] == '\0'
	    ? pattern
	    : NULL;
}

static void
bind_range(struct db_statement *row, const struct inventory_query *query,
    const struct inventory_cursor *cursor)
{
	db_bind_int(row, 1,
	    cursor->is_set && cursor->not_after > query->ends_from
		? cursor->not_after
		: query->ends_from);
	db_bind_int(row, 2, query->ends_to);
	db_bind_int(row, 3, cursor->is_set);
	db_bind_int(row, 4, cursor->not_after);
	db_bind_bytes(row, 5, cursor->sha256, CERT_SHA256_LEN);
	db_bind_int(row, 6, SCAN_MAX);
	db_bind_text(row, 7, plain_pattern(query->pattern));
}

static void
move_to(struct inventory_cursor *cursor, const struct db_statement *row)
{
	size_t len;
	const uint8_t *bytes = db_bytes(row, 0, &len);

	cursor->is_set = true;
	cursor->not_after = db_int(row, 5);
	if (len == CERT_SHA256_LEN)
		memcpy(cursor->sha256, bytes, CERT_SHA256_LEN);
}

struct run {
	const char *text;
	size_t len; /* 0: none, which is had by all */
};

/* The longest run of letters and digits; what has the whole text has that. The
 * type of a part of a name is none ("CN="), as it is no text in it. */
static struct run
longest_run(const char *text)
{
	struct run best = {.text = ""};

	for (; text != NULL && *text != '\0'; text++) {
		size_t len = 0;

		while (isalnum((unsigned char)text[len]))
			len++;
		if (text[len] != '=' && len > best.len)
			best = (struct run){text, len};
		text += len;
		if (*text == '\0')
			break;
	}
	return best;
}

static bool
has_run(const uint8_t *bytes, size_t len, struct run run)
{
	if (run.len == 0)
		return true;
	for (size_t i = 0; i + run.len <= len; i++) {
		if (strncasecmp((const char *)bytes + i, run.text, run.len) ==
		    0)
			return true;
	}
	return false;
}

/* Reading a certificate, and where it is served, takes far longer than to find
 * out that nothing of what is asked for stands in its bytes. */
static bool
is_candidate(
    const struct db_statement *row, const struct inventory_query *query)
{
	const char *pattern = plain_pattern(query->pattern);
	size_t len;
	const uint8_t *der = db_bytes(row, 1, &len);

	if (pattern != NULL && db_int(row, 7) == 0 &&
	    !has_run(der, len, longest_run(pattern)))
		return false;
	return query->issuer == NULL || len == 0 ||
	    strcasestr(db_text(row, 3), query->issuer) != NULL ||
	    has_run(der, len, longest_run(query->issuer));
}

static bool
find_certs(struct db *db, const struct inventory_query *query,
    struct inventory_cursor *cursor, struct inventory_page *page,
    struct error *err)
{
	static const char sql[] = CERT_COLUMNS
	    ", ?7 IS NULL OR names IS NULL OR more_names IS NOT 0 "
	    "OR names GLOB '*' || lower(?7) || '*' "
	    "OR lower(label) GLOB lower(?7) "
	    "OR EXISTS (SELECT 1 FROM chain_certificate c "
	    "JOIN chain_seen s ON s.chain = c.chain "
	    "WHERE c.certificate = sha256 AND (s.endpoint GLOB ?7 "
	    "OR s.endpoint GLOB ?7 || ':*')) "
	    "FROM certificate WHERE not_after >= ?1 "
	    "AND not_after <= ?2 AND (?3 = 0 OR (not_after, sha256) > "
	    "(?4, ?5)) ORDER BY not_after, sha256 LIMIT ?6";
	struct db_statement *row = db_statement(db, sql, err);
	enum db_step step;
	int scanned = 0;

	if (row == NULL)
		return false;
	bind_range(row, query, cursor);
	while ((step = db_step(row, err)) == DB_ROW) {
		move_to(cursor, row);
		scanned++;
		if (is_candidate(row, query))
			take_cert(ARRAY_ADD(&page->items), row);
		if (page->items.len == INVENTORY_PAGE_MAX) {
			db_reset(row);
			break;
		}
	}
	page->has_more =
	    page->items.len == INVENTORY_PAGE_MAX || scanned == SCAN_MAX;
	return step != DB_FAILED;
}

/* Where it stands in the chain: 1 is the server's own, 0 not sent at all. What
 * need not be sent are roots alone. */
static enum inventory_use
use_of(const struct inventory_cert *cert, int64_t position)
{
	if (position == 0)
		return strcmp(cert->label, cert->issuer_label) == 0
		    ? INVENTORY_ANCHOR
		    : INVENTORY_ABSENT;
	return position == 1 ? INVENTORY_OWN : INVENTORY_ISSUER;
}

/* Rows come by endpoint; *last is that of the row before. */
static void
take_place(
    struct inventory_cert *cert, const struct db_statement *row, char **last)
{
	const char *endpoint = db_text(row, 0);
	enum inventory_use use = use_of(cert, db_int(row, 5));
	struct inventory_place *place;

	if (use < cert->use)
		cert->use = use;
	if (cert->since == 0 || db_int(row, 4) < cert->since)
		cert->since = db_int(row, 4);
	cert->has_fitting |= db_int(row, 6) != 0;
	if (*last == NULL || strcmp(*last, endpoint) != 0) {
		free(*last);
		*last = mem_strdup(endpoint);
		cert->endpoint_count++;
		if (cert->endpoints.len < INVENTORY_MAX_ENDPOINTS)
			texts_add(&cert->endpoints, endpoint);
	}
	cert->place_count++;
	if (cert->places.len == INVENTORY_MAX_PLACES)
		return;
	place = ARRAY_ADD(&cert->places);
	place->endpoint = mem_strdup(endpoint);
	place->place = place_row(row, 1);
	place->since = db_int(row, 4);
}

static bool
read_places(struct db *db, const struct inventory_query *query,
    struct inventory_cert *cert, struct error *err)
{
	static const char sql[] =
	    "SELECT s.endpoint, s.address, s.port, s.variant, s.seen_from, "
	    "instr(chain.certificates, ?1), "
	    "?2 IS NULL OR s.endpoint = ?2 OR s.endpoint GLOB ?2 OR "
	    "s.endpoint GLOB ?2 || ':*' "
	    "FROM chain_certificate c JOIN chain ON chain.id = c.chain "
	    "JOIN chain_seen s ON s.chain = c.chain "
	    "WHERE c.certificate = ?1 AND s.seen_to IS NULL "
	    "ORDER BY s.endpoint, s.address, s.port, s.variant";
	struct db_statement *row = db_statement(db, sql, err);
	CLEANUP(free) char *last = NULL;
	enum db_step step;

	if (row == NULL)
		return false;
	db_bind_bytes(row, 1, cert->sha256, CERT_SHA256_LEN);
	db_bind_text(row, 2, query->pattern);
	while ((step = db_step(row, err)) == DB_ROW)
		take_place(cert, row, &last);
	cert->has_fitting |= query->pattern == NULL;
	return step == DB_END;
}

static bool
read_end(struct db *db, const struct inventory_query *query,
    struct inventory_cert *cert, struct error *err)
{
	static const char sql[] =
	    "SELECT max(s.seen_to), max(s.endpoint = ?2 OR s.endpoint GLOB ?2 "
	    "OR s.endpoint GLOB ?2 || ':*') FROM chain_certificate c "
	    "JOIN chain_seen s ON s.chain = c.chain WHERE c.certificate = ?1";
	struct db_statement *row = db_statement(db, sql, err);
	enum db_step step;

	if (row == NULL)
		return false;
	db_bind_bytes(row, 1, cert->sha256, CERT_SHA256_LEN);
	db_bind_text(row, 2, query->pattern);
	step = db_step(row, err);
	if (step == DB_ROW) {
		cert->ended = db_int(row, 0);
		cert->has_fitting |= db_int(row, 1) != 0;
		db_reset(row);
	}
	return step != DB_FAILED;
}

static void
drop_unused(struct inventory_page *page)
{
	struct inventory_page kept = {.has_more = page->has_more};

	ARRAY_EACH (cert, &page->items) {
		if (cert->place_count == 0)
			continue;
		*ARRAY_ADD(&kept.items) = *cert;
		*cert = (struct inventory_cert){0};
	}
	inventory_page_clear(page);
	*page = kept;
}

/* Where it is served, or when it was last. */
static bool
complete(struct db *db, const struct inventory_query *query,
    struct inventory_cert *cert, struct error *err)
{
	return read_places(db, query, cert, err) &&
	    (cert->place_count > 0 || read_end(db, query, cert, err));
}

bool
inventory_read(struct db *db, const struct inventory_query *query,
    struct inventory_cursor *cursor, struct inventory_page *ret_page,
    struct error *err)
{
	struct inventory_cursor at = *cursor;
	bool ok;

	inventory_page_clear(ret_page);
	ok = find_certs(db, query, &at, ret_page, err);
	ARRAY_EACH (cert, &ret_page->items)
		ok = ok && complete(db, query, cert, err);
	if (!ok)
		return false;
	if (query->is_used_only)
		drop_unused(ret_page);
	*cursor = at;
	return true;
}

bool
inventory_find(struct db *db, const uint8_t sha256[CERT_SHA256_LEN],
    struct inventory_cert *ret_cert, bool *ret_is_there, struct error *err)
{
	static const char sql[] =
	    CERT_COLUMNS " FROM certificate WHERE sha256 = ?1";
	const struct inventory_query query = {0};
	struct db_statement *row = db_statement(db, sql, err);
	struct inventory_cert cert = {0};
	enum db_step step;

	if (row == NULL)
		return false;
	db_bind_bytes(row, 1, sha256, CERT_SHA256_LEN);
	step = db_step(row, err);
	if (step == DB_ROW) {
		take_cert(&cert, row);
		db_reset(row);
	}
	if (step == DB_FAILED ||
	    (step == DB_ROW && !complete(db, &query, &cert, err))) {
		inventory_cert_clear(&cert);
		return false;
	}
	*ret_cert = cert;
	*ret_is_there = step == DB_ROW;
	return true;
}
