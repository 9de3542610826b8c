/*
 * Every certificate that is known, by its end, with where it is served and
 * which endpoints need it. Read in pages, each bounded in what it holds.
 */
#pragma once

#include "base/array.h"
#include "base/texts.h"
#include "model/place.h"
#include "pki/cert.h"
#include "store/db.h"

#define INVENTORY_PAGE_MAX 50
#define INVENTORY_MAX_PLACES 50	   /* of one certificate */
#define INVENTORY_MAX_ENDPOINTS 50 /* likewise */

/* What it is to those who serve it. */
enum inventory_use {
	INVENTORY_OWN,	  /* a server's own */
	INVENTORY_ISSUER, /* sent behind one */
	INVENTORY_ABSENT, /* one that should be sent behind it, and is not */
	INVENTORY_ANCHOR, /* not sent, and needed */
	INVENTORY_UNUSED, /* served by nobody now */
};

extern const struct names inventory_use_names; /* "own", "issuer" ... */

struct inventory_place {
	char *endpoint;
	struct place place;
	int64_t since;
};

struct inventory_cert {
	uint8_t sha256[CERT_SHA256_LEN];
	uint8_t *der; /* NULL: it was not kept */
	size_t der_len;
	char *label, *issuer_label;
	int64_t not_before, not_after, first_seen;
	enum inventory_use use;
	bool has_fitting; /* an endpoint fits the pattern; true without one */
	ARRAY(struct inventory_place) places; /* that show it, or need it */
	size_t place_count, endpoint_count;   /* all of them */
	struct texts endpoints;		      /* each once, in order */
	int64_t since;			      /* the earliest of the places */
	int64_t ended; /* when it was last shown; 0: it is, or never was */
};

struct inventory_query {
	const char *pattern;	    /* of endpoints and names; NULL: all */
	const char *issuer;	    /* in its issuer's name; NULL: all */
	int64_t ends_from, ends_to; /* seconds, both inclusive */
	bool is_used_only;	    /* served or needed now */
};

/* How far it was read; zeroed: not at all. */
struct inventory_cursor {
	bool is_set;
	int64_t not_after;
	uint8_t sha256[CERT_SHA256_LEN];
};

struct inventory_page {
	ARRAY(struct inventory_cert) items; /* by their end */
	bool has_more; /* there may be, also where this one is empty */
};

void inventory_page_clear(struct inventory_page *page);
/* The next of those that may fit: who has read their names decides. */
bool inventory_read(struct db *db, const struct inventory_query *query,
    struct inventory_cursor *cursor, struct inventory_page *ret_page,
    struct error *err) MUST_CHECK;
/* That one alone, whatever it is used for; *ret_is_there false: it is not
 * known. inventory_cert_clear it. */
bool inventory_find(struct db *db, const uint8_t sha256[CERT_SHA256_LEN],
    struct inventory_cert *ret_cert, bool *ret_is_there,
    struct error *err) MUST_CHECK;
void inventory_cert_clear(struct inventory_cert *cert);
