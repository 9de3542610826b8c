/*
 * Events that were kept, by number, as the JSON they were told as.
 */
#pragma once

#include <stdint.h>

#include "base/array.h"
#include "store/db.h"

#define EVENT_LOG_PAGE_MAX 200
#define EVENT_LOG_LAST_MAX 10000

struct event_query {
	uint64_t after;	      /* greater numbers only */
	int64_t since;	      /* not before; seconds; 0: any */
	const char *endpoint; /* glob(7) of an id, with or without the port;
			       * NULL: all, the monitor's own too */
};

struct event_line {
	uint64_t sequence;
	char *payload;
};

struct event_page {
	ARRAY(struct event_line) items; /* by number */
	bool has_more;			/* behind the last of them */
};

void event_page_clear(struct event_page *page);
/* The next that fit, at most EVENT_LOG_PAGE_MAX. */
bool event_log_read(struct db *db, const struct event_query *query,
    struct event_page *ret_page, struct error *err) MUST_CHECK;
/* The number behind which the last `count` that fit lie. */
bool event_log_last(struct db *db, const struct event_query *query,
    size_t count, uint64_t *ret_after, struct error *err) MUST_CHECK;
