/*
 * struct report: what the judge says of the evidence. Shared and immutable
 * once judge() has returned it.
 */
#pragma once

#include "base/array.h"
#include "base/timestamp.h"
#include "model/dane.h"
#include "model/finding.h"
#include "model/revocation.h"
#include "model/transparency.h"
#include "model/want.h"
#include "pki/chain.h"

/* Where a certificate of a path came from. */
enum report_origin {
	REPORT_PRESENTED,
	REPORT_ANCHOR, /* out of a trust store */
	/* known issuers, which the server did not send; as enum known_from */
	REPORT_FLEET,
	REPORT_GIVEN,
	REPORT_FETCHED,
};

/* Not sent, and no anchor? */
bool report_origin_is_known(enum report_origin origin);

struct report_path {
	struct chain *chain; /* leaf to anchor, or as far as it goes */
	ARRAY(enum report_origin) origins; /* one for each certificate */
	bool is_complete;    /* its last certificate is an anchor */
	bool is_presented;   /* only presented certificates and the anchor */
	bool is_valid;	     /* complete, presented and without an error */
	char *anchor_stores; /* "system, corp"; NULL when incomplete */
	char *error;	     /* the first thing wrong with it; NULL: nothing */
	int64_t not_after;   /* earliest end, anchor's included */
};

/* What it means when a client refuses. */
enum report_client_weight {
	REPORT_CLIENT_IDLE,	/* it is told, and nothing follows */
	REPORT_CLIENT_WATCHED,	/* a warning */
	REPORT_CLIENT_REQUIRED, /* critical */
};

/* What one kind of client says of the chain as it was sent. */
struct report_client {
	const char *name, *title; /* of clients/profiles.c; constant */
	enum report_client_weight weight;
	bool is_checked; /* against the real stack; else modelled */
	bool accepts;
	char *reason;	     /* why not, in words; NULL: it accepts */
	int64_t breaks_at;   /* the first second at which it refuses;
			      * TIMESTAMP_NEVER; 0: it does now */
	char *breaks_reason; /* why, then; NULL: it never does, or does now */
};

/* What one trust store alone makes of the chain as it was sent. */
struct report_store {
	char *name;
	bool is_valid;
	bool is_compared;  /* one that the others are compared with */
	char *reason;	   /* why not; NULL: it is */
	int64_t breaks_at; /* as that of the report */
};

void report_path_clear(struct report_path *path);

struct report {
	bool is_valid; /* an ideal client that tries every path accepts */
	enum severity severity;
	ARRAY(struct finding) findings; /* root cause first */
	struct chain *presented;
	ARRAY(struct report_path) paths;     /* best first */
	bool has_more_paths;		     /* budgets ended the search */
	ARRAY(struct report_client) clients; /* in the table's order */
	ARRAY(struct report_store)
	stores;			 /* those that count, then those
				  * that are only compared */
	struct chain *suggested; /* to serve instead, without the anchor; NULL:
				  * what is sent is right, or cannot be known */
	bool is_suggested_complete;
	bool is_dane_open;     /* it is asked for, and not known now */
	struct dane *dane;     /* what DNS says of it; NULL: not asked */
	uint64_t dane_matches; /* a bit for each of its records that fits */
	char *dane_record;     /* as a zone has it: the TLSA record that would
				* fit what was sent first; NULL: none known */
	/* of each certificate of the best path but its anchor, in its order;
	 * empty where no server's certificate is there */
	ARRAY(struct revocation) revocations;
	struct transparency *transparency; /* NULL: is not looked at */
	ARRAY(struct want) wants;
	int64_t breaks_at; /* the first second at which it is not valid any
			    * more; TIMESTAMP_NEVER; 0: it is not now */
	int64_t judged_at;
	int64_t holds_until; /* same evidence, same report until this second,
			      * exclusive */
	unsigned refs;
};

struct report *report_new(void);
struct report *report_ref(struct report *report);
void report_unref(struct report *report);
CLEANUP_DEFINE(struct report, report_unref)
/* Adds with the catalogue's severity at its place among the others; cert may
 * be NULL. detail is a printf format. The finding is lent until the next one is
 * added: to set its `missing`, or its severity (then call report_sort). */
struct finding *report_add(struct report *report, enum finding_code code,
    const struct cert *cert, const char *detail, ...) PRINTF_LIKE(4, 5);
/* Puts the findings in order, root cause first, and sets the report's severity:
 * after severities were changed. */
void report_sort(struct report *report);
const struct finding *report_find(
    const struct report *report, enum finding_code code);
/* NULL: it is not of the best path, or is its anchor. */
const struct revocation *report_find_revocation(
    const struct report *report, const struct cert *cert);
/* NULL: no such store was asked. */
const struct report_store *report_find_store(
    const struct report *report, const char *name);
/* NULL: no such client was asked. */
const struct report_client *report_find_client(
    const struct report *report, const char *name);
