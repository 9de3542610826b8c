/*
 * struct transparency: which logs say that they have seen the server's
 * certificate (RFC 6962), how that reached the client, and what it is worth.
 * Made by the judge; part of the report.
 */
#pragma once

#include "base/array.h"
#include "model/ct_logs.h"

/* How a timestamp reached the client. */
enum sct_way {
	SCT_EMBEDDED,  /* in the certificate */
	SCT_HANDSHAKE, /* in an extension of the handshake */
	SCT_STAPLED,   /* in the OCSP response there */
	SCT_WAY_COUNT,
};

extern const struct names sct_way_names;

enum sct_standing {
	SCT_VALID,
	SCT_INVALID,	 /* `why` says how */
	SCT_UNKNOWN_LOG, /* the list does not name its log */
	SCT_UNCHECKED,	 /* there is no list, or it cannot be; `why` */
};

extern const struct names sct_standing_names;

struct report_sct {
	enum sct_way way;
	enum sct_standing standing;
	uint8_t log_id[SCT_LOG_ID_LEN];
	int64_t timestamp_ms; /* since 1970 */
	/* of the log; NULL: it is not known. Then the rest says nothing */
	char *log, *operator;
	enum ct_log_state log_state;
	bool is_approved;  /* by browsers now */
	bool was_approved; /* ... when it signed */
	char *why;	   /* words; NULL: there is nothing to say */
};

struct transparency {
	ARRAY(struct report_sct) scts;	/* of version 1 */
	unsigned counts[SCT_WAY_COUNT]; /* of all versions */
	/* the list of logs; NULL: there is none */
	char *list;
	int64_t list_made_at;
	bool is_list_stale; /* and does not count for what it lacks */
	/* what some browser demands of it; 0: none does */
	unsigned wanted;
	bool is_enough; /* for all that demand something */
};

struct transparency *transparency_new(void);
void transparency_free(struct transparency *transparency); /* NULL is fine */
/* So many stand so, of all ways. */
unsigned transparency_count(
    const struct transparency *transparency, enum sct_standing standing);
