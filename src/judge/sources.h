/*
 * struct sources: what the evidence says of revocation, read once for a
 * judgement: OCSP responses parsed, lists by who brought them. Believes
 * nothing yet; see standing.h.
 */
#pragma once

#include "model/evidence.h"
#include "model/revocation_answer.h"
#include "pki/crl.h"
#include "pki/ocsp.h"

#define SOURCES_MAX_RESPONSES 200

struct response {
	enum revocation_source source; /* STAPLE, OCSP or GIVEN_OCSP */
	const struct ocsp *ocsp;       /* NULL: it cannot be read; see error */
	struct ocsp *owned;	       /* the same, unless it was given */
	const uint8_t *cert_sha256;    /* that it is for; NULL: any */
	const char *url;	       /* OCSP; else NULL */
	char *error;		       /* why it cannot be read; NULL: it can */
};

/* Lists that count together: a delta changes a list of its own pool. */
struct crl_pool {
	const struct crl *const *crls;
	size_t count;
};

struct sources {
	ARRAY(struct response) responses;
	ARRAY(const struct crl *) fetched; /* lent by the answers */
	struct crl_pool pools[2];	   /* given; fetched */
	bool is_empty;			   /* nobody says anything */
};

#define SOURCES_GIVEN 0
#define SOURCES_FETCHED 1

/* The evidence is lent. */
void sources_read(const struct evidence *evidence, struct sources *ret_sources);
void sources_clear(struct sources *sources);
/* Of what was fetched; NULL: it was not. */
const char *sources_url_of(
    const struct evidence *evidence, const struct crl *crl);
