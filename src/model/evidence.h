/*
 * struct evidence: all that the judge may look at for one verdict. Borrowed
 * for the call: the caller owns every part.
 */
#pragma once

#include "model/client_choice.h"
#include "model/dane.h"
#include "model/thresholds.h"
#include "model/revocation.h"
#include "pki/chain.h"
#include "pki/hostname.h"
#include "pki/trust_store.h"

struct crl;
struct expectation;
struct issuer_answer;
struct ocsp;
struct policy;
struct revocation_answer;
struct ct_logs;

/* Where issuers that the server did not send were had from; they are tried in
 * this order. They fill gaps so that these can be named, and hide none. */
enum known_from {
	KNOWN_FLEET,   /* sent by a server of the fleet: another, or the same
			  before */
	KNOWN_GIVEN,   /* given by the operator */
	KNOWN_FETCHED, /* from a caIssuers URL (RFC 5280 4.2.2.1) */
	KNOWN_COUNT,
};

/* What the handshake brought with one certificate. */
struct staple {
	const uint8_t *der; /* an OCSP response; NULL: none */
	size_t len;
};

/* Timestamps of transparency logs, beside those in the certificate and in its
 * staple. */
struct ct_evidence {
	const struct ct_logs *logs; /* NULL: they are counted only */
	/* the list that the handshake brought (RFC 6962 3.3.1); NULL: none */
	const uint8_t *handshake;
	size_t handshake_len;
};

struct evidence {
	const struct chain *presented; /* as sent; may be empty, never NULL */
	const struct hostname *name;   /* NULL: no name is checked */
	const struct trust_store *const *stores; /* their union decides */
	size_t store_count;
	/* judged by one by one and compared, whatever counts; may stand among
	 * the others, too */
	const struct trust_store *const *compared;
	size_t compared_count;
	const struct cert_set *known[KNOWN_COUNT]; /* each may be NULL */
	/* what asking caIssuers URLs came to; model/issuer_answer.h */
	const struct issuer_answer *answers;
	size_t answer_count;
	struct client_choice clients; /* those that matter */
	struct thresholds thresholds; /* of what nears its end; all zero: the
				       * options' */
	const struct expectation *expected; /* NULL: nothing; expectation.h */
	const struct dane *dane;	    /* NULL: not asked, or not known */
	enum dane_wish dane_wish;
	const struct policy *policy; /* dated rules; NULL: none. policy.h */
	/* revocation: what the operator gives, which must clear what its CA
	 * issued; what the handshake brought; what asking came to */
	enum revocation_mode revocation;
	const struct crl *const *crls; /* pki/crl.h */
	size_t crl_count;
	const struct ocsp *const *ocsps; /* pki/ocsp.h */
	size_t ocsp_count;
	const struct staple
	    *staples;	       /* one for each of presented; NULL: none */
	bool was_staple_asked; /* by the handshake: so there is none else */
	const struct revocation_answer *revocation_answers;
	size_t revocation_answer_count;
	const struct ct_evidence *transparency; /* NULL: is not looked at */
	int tls_version;			/* 0: not known (files) */
};
