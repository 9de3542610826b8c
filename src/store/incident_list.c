/* A list of incidents; see incident_list.h. */
#include "store/incident_list.h"

#include <string.h>

#include "base/mem.h"
#include "model/finding.h"
#include "model/pattern.h"

#define COLUMNS \
	"SELECT id, finding, severity, detail, endpoint, sha256, opened_at, " \
	"resolved_at, hush, ack_author, told FROM incident WHERE "
#define FITS \
	"AND (?1 IS NULL OR id IN (SELECT incident FROM incident_endpoint " \
	"WHERE endpoint GLOB ?1 OR endpoint GLOB ?1 || ':*')) " \
	"AND (?2 IS NULL OR finding = ?2) AND (?3 IS NULL OR severity = ?3) "
#define PAGE "LIMIT ?4 OFFSET ?5"

static const char open_sql[] = COLUMNS
    "resolved_at IS NULL " FITS
    "ORDER BY CASE severity WHEN 'critical' THEN 0 WHEN 'warning' THEN 1 "
    "WHEN 'notice' THEN 2 ELSE 3 END, opened_at DESC, id " PAGE;
static const char over_sql[] = COLUMNS "resolved_at IS NOT NULL " FITS
				       "ORDER BY resolved_at DESC, id " PAGE;

void
incident_list_clear(struct incident_list *list)
{
	ARRAY_EACH (item, &list->items) {
		free(item->id);
		free(item->finding);
		free(item->severity);
		free(item->detail);
		free(item->endpoint);
		free(item->told);
		free(item->hush);
		free(item->ack_author);
		texts_clear(&item->endpoints);
	}
	ARRAY_CLEAR(&list->items);
	*list = (struct incident_list){0};
}

static const char *
text_or_null(const char *text)
{
	return text == NULL || *text == '\0' ? NULL : text;
}

static void
take(struct incident_list_item *item, const struct db_statement *row)
{
	size_t len;
	const uint8_t *sha256 = db_bytes(row, 5, &len);
	enum finding_code code;

	item->id = mem_strdup(db_text(row, 0));
	item->finding = mem_strdup(db_text(row, 1));
	item->severity = mem_strdup(db_text(row, 2));
	item->detail = mem_strdup(db_text(row, 3));
	item->endpoint = mem_strdup(db_text(row, 4));
	item->is_about_certificate = len == CERT_SHA256_LEN &&
	    (!finding_find(item->finding, &code) ||
		finding_info(code)->subject == FINDING_ABOUT_CERTIFICATE);
	if (item->is_about_certificate)
		memcpy(item->sha256, sha256, CERT_SHA256_LEN);
	item->opened_at = db_int(row, 6);
	item->resolved_at = db_int(row, 7);
	item->hush = mem_strdup(db_text(row, 8));
	item->told = mem_strdup(db_text(row, 10));
	item->ack_author = mem_strdup(db_text(row, 9));
}

static bool
read_items(struct db *db, const struct incident_list_query *query,
    struct incident_list *list, struct error *err)
{
	CLEANUP(free) char *glob = pattern_with(query->pattern);
	struct db_statement *row =
	    db_statement(db, query->is_over ? over_sql : open_sql, err);
	size_t page = query->page < 1 ? 1 : query->page;
	enum db_step step;

	if (row == NULL)
		return false;
	if (page > INCIDENT_LIST_MAX_PAGES)
		page = INCIDENT_LIST_MAX_PAGES;
	db_bind_text(row, 1, glob);
	db_bind_text(row, 2, text_or_null(query->finding));
	db_bind_text(row, 3, text_or_null(query->severity));
	db_bind_int(row, 4, INCIDENT_LIST_PAGE + 1);
	db_bind_int(row, 5, (int64_t)(page - 1) * INCIDENT_LIST_PAGE);
	while ((step = db_step(row, err)) == DB_ROW) {
		if (list->items.len < INCIDENT_LIST_PAGE)
			take(ARRAY_ADD(&list->items), row);
		else
			list->has_more = page < INCIDENT_LIST_MAX_PAGES;
	}
	return step == DB_END;
}

static bool
read_endpoints(
    struct db *db, struct incident_list_item *item, struct error *err)
{
	static const char sql[] =
	    "SELECT endpoint, count(*) OVER () FROM incident_endpoint WHERE "
	    "incident = ?1 ORDER BY since, endpoint LIMIT ?2";
	struct db_statement *row = db_statement(db, sql, err);
	enum db_step step;

	if (row == NULL)
		return false;
	db_bind_text(row, 1, item->id);
	db_bind_int(row, 2, INCIDENT_LIST_ENDPOINTS);
	while ((step = db_step(row, err)) == DB_ROW) {
		texts_add(&item->endpoints, db_text(row, 0));
		item->endpoint_count = (size_t)db_int(row, 1);
	}
	return step == DB_END;
}

static bool
count_open(struct db *db, struct incident_list *list, struct error *err)
{
	static const char sql[] = "SELECT severity, count(*) FROM incident "
				  "WHERE resolved_at IS NULL GROUP BY severity";
	struct db_statement *row = db_statement(db, sql, err);
	enum db_step step;

	if (row == NULL)
		return false;
	while ((step = db_step(row, err)) == DB_ROW) {
		const char *text = db_text(row, 0);
		int severity;

		if (text != NULL &&
		    names_find(&severity_names, text, &severity))
			list->open[severity] = (size_t)db_int(row, 1);
	}
	return step == DB_END;
}

bool
incident_list_read(struct db *db, const struct incident_list_query *query,
    struct incident_list *ret_list, struct error *err)
{
	bool ok;

	incident_list_clear(ret_list);
	ok = read_items(db, query, ret_list, err) &&
	    count_open(db, ret_list, err);
	ARRAY_EACH (item, &ret_list->items)
		ok = ok && read_endpoints(db, item, err);
	return ok;
}
