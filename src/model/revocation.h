/*
 * struct revocation: what is known of one certificate of a path: revoked or
 * not, who says so, and how old that is. Made by the judge for each
 * certificate of the best path but its anchor; part of the report.
 */
#pragma once

#include <stdint.h>

#include "base/names.h"
#include "pki/cert.h"

/* What the operator wants of it, for an endpoint. */
enum revocation_mode {
	REVOCATION_OFF,	 /* nothing is asked; what is at hand counts */
	REVOCATION_SOFT, /* asked; that nothing usable came is a notice */
	REVOCATION_HARD, /* asked; that nothing usable came is critical */
};

extern const struct names revocation_mode_names;

enum revocation_status {
	REVOCATION_GOOD,
	REVOCATION_REVOKED,
	/* nobody was asked, or who was asked does not know it */
	REVOCATION_UNKNOWN,
	/* asked or given, and nothing usable came: never "revoked" */
	REVOCATION_UNAVAILABLE,
	/* nothing is required: it lives for days only, or names nobody who
	 * could be asked */
	REVOCATION_NOT_APPLICABLE,
};

extern const struct names revocation_status_names;

enum revocation_source {
	REVOCATION_NO_SOURCE,
	REVOCATION_STAPLE,     /* an OCSP response in the handshake */
	REVOCATION_OCSP,       /* ... of the responder */
	REVOCATION_CRL,	       /* a list that was fetched */
	REVOCATION_GIVEN_OCSP, /* by the operator */
	REVOCATION_GIVEN_CRL,
};

extern const struct names revocation_source_names;

#define REVOCATION_NO_REASON (-1)

struct revocation {
	struct cert *cert; /* a reference */
	enum revocation_status status;
	enum revocation_source source;
	/* of the source; 0 where there is none. Age: judged_at - this_update.
	 * Without an end next_update is TIMESTAMP_NEVER. */
	int64_t this_update, next_update;
	int64_t revoked_at; /* REVOKED: since then, says the source */
	int reason;	    /* CRL_REASON_*; REVOCATION_NO_REASON */
	char *url;	    /* of what was fetched; NULL. Printable */
	char *words;	    /* a sentence about how it stands; never NULL */
};

/* Is it by a list, rather than by an OCSP response? */
bool revocation_source_is_list(enum revocation_source source);
void revocation_clear(struct revocation *revocation);
