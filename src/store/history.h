/*
 * What was, in the order of time: which chain a target showed from when to
 * when, and which incidents there were. Read in pages, each bounded in what it
 * looks at, so that it may run on the store's thread.
 */
#pragma once

#include "base/array.h"
#include "base/texts.h"
#include "model/event.h"
#include "model/place.h"
#include "store/db.h"

#define HISTORY_PAGE_MAX 200
#define HISTORY_LAST_MAX 10000
#define HISTORY_MAX_ENDPOINTS 5 /* that an entry names of an incident */

enum history_kind {
	HISTORY_CHAIN,	  /* a target began to show a chain */
	HISTORY_INCIDENT, /* one was opened */
};

/* What a chain was to the one before at the same target. */
enum history_change {
	HISTORY_FIRST,	  /* there was none, that is still known */
	HISTORY_RENEWED,  /* another certificate of the server's own */
	HISTORY_RETURNED, /* ... that was issued before the old one */
	HISTORY_REBUILT,  /* the same one, with others behind it */
};

extern const struct names history_change_names; /* "first", "renewed" ... */

/* The server's own certificate. Texts are fit for a terminal. */
struct history_leaf {
	uint8_t sha256[CERT_SHA256_LEN];
	char *label, *issuer_label; /* owned; NULL: it is not known any more */
	int64_t not_before, not_after;
};

struct history_entry {
	enum history_kind kind;
	int64_t from;	/* seconds */
	int64_t to;	/* 0: it goes on */
	char *endpoint; /* of a chain; of an incident that is about one: that.
			 * NULL: it is about a certificate. Owned */

	/* of a chain */
	struct place place;
	uint8_t chain[CERT_SHA256_LEN];
	size_t cert_count;
	enum history_change change;
	struct history_leaf leaf, before; /* before: not of HISTORY_FIRST */

	/* of an incident; as the store has them, owned */
	char *id, *finding, *severity, *detail, *told;
	char *hush, *hush_words; /* why it is not told; NULL: it is */
	/* Who sees to it; acked_at 0: nobody. */
	int64_t acked_at, ack_until;
	char *ack_author, *ack_reason;
	bool is_about_certificate;
	uint8_t sha256[CERT_SHA256_LEN];
	size_t endpoint_count;	/* it met, all together */
	struct texts endpoints; /* some of them, first those that fit */
};

struct history_query {
	const char *pattern; /* NULL: all. glob(7) of an id, with or without
			      * the port */
	int64_t since;	     /* seconds; what began then or later ... */
	bool has_lasting;    /* ... and incidents that lasted until then */
	bool is_open_only;   /* incidents that are open, and nothing else */
	size_t page_max;     /* entries of a page; 0: HISTORY_PAGE_MAX */
};

/* How far it was read; zeroed: not at all. */
struct history_cursor {
	int64_t chain_time, chain_number;
	int64_t incident_time;
	char incident[EVENT_ID_LEN + 2];
};

struct history_page {
	ARRAY(struct history_entry) items; /* by time */
	bool has_more; /* there may be; the cursor stands behind the page */
};

void history_page_clear(struct history_page *page);
/* The next that fit, at most page_max. */
bool history_read(struct db *db, const struct history_query *query,
    struct history_cursor *cursor, struct history_page *ret_page,
    struct error *err) MUST_CHECK;
/* The incident of that id alone; *ret_is_there false: there is none. */
bool history_incident(struct db *db, const char *id,
    struct history_entry *ret_entry, bool *ret_is_there,
    struct error *err) MUST_CHECK;
void history_entry_clear(struct history_entry *entry);
/* The time from which on the last `count` that fit began; 0: there are fewer.
 * What began in the same second is among them. */
bool history_last(struct db *db, const struct history_query *query,
    size_t count, int64_t *ret_since, struct error *err) MUST_CHECK;
