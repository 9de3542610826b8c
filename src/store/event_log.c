/* Events that were kept; see event_log.h. */
#include "store/event_log.h"

#include "base/mem.h"

#define FITS \
	"sequence > ?1 AND time >= ?2 AND (?3 IS NULL OR endpoint GLOB ?3 " \
	"OR endpoint GLOB ?3 || ':*')"

void
event_page_clear(struct event_page *page)
{
	ARRAY_EACH (line, &page->items)
		free(line->payload);
	ARRAY_CLEAR(&page->items);
	page->has_more = false;
}

static struct db_statement *
prepare(struct db *db, const char *sql, const struct event_query *query,
    int64_t limit, struct error *err)
{
	struct db_statement *statement = db_statement(db, sql, err);

	if (statement == NULL)
		return NULL;
	db_bind_int(statement, 1, (int64_t)query->after);
	db_bind_int(statement, 2, query->since);
	db_bind_text(statement, 3, query->endpoint);
	db_bind_int(statement, 4, limit);
	return statement;
}

bool
event_log_read(struct db *db, const struct event_query *query,
    struct event_page *ret_page, struct error *err)
{
	static const char sql[] =
	    "SELECT sequence, payload FROM event WHERE " FITS
	    " ORDER BY sequence LIMIT ?4";
	struct db_statement *row =
	    prepare(db, sql, query, EVENT_LOG_PAGE_MAX + 1, err);
	enum db_step step;

	event_page_clear(ret_page);
	if (row == NULL)
		return false;
	while ((step = db_step(row, err)) == DB_ROW) {
		struct event_line *line;

		if (ret_page->items.len == EVENT_LOG_PAGE_MAX) {
			ret_page->has_more = true;
			continue;
		}
		line = ARRAY_ADD(&ret_page->items);
		line->sequence = (uint64_t)db_int(row, 0);
		line->payload = mem_strdup(db_text(row, 1));
	}
	return step == DB_END;
}

bool
event_log_last(struct db *db, const struct event_query *query, size_t count,
    uint64_t *ret_after, struct error *err)
{
	static const char sql[] =
	    "SELECT min(sequence) - 1, count(*) FROM (SELECT sequence FROM "
	    "event WHERE " FITS " ORDER BY sequence DESC LIMIT ?4)";
	struct db_statement *row = prepare(db, sql, query, (int64_t)count, err);
	enum db_step step;

	if (row == NULL)
		return false;
	step = db_step(row, err);
	*ret_after = query->after;
	if (step == DB_ROW && db_int(row, 1) > 0)
		*ret_after = (uint64_t)db_int(row, 0);
	db_reset(row);
	return step != DB_FAILED;
}
