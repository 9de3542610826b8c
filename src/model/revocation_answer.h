/*
 * struct revocation_answer: what asking one URL about revocation came to. Made
 * by fetch, which holds what is proven against what somebody made up; what it
 * says, and whether to believe it, is the judge's.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pki/cert.h"

struct crl;

enum revocation_answer_kind {
	REVOCATION_ANSWER_OCSP, /* about one certificate: RFC 6960 */
	REVOCATION_ANSWER_CRL,	/* a list: RFC 5280 5 */
};

enum revocation_outcome {
	REVOCATION_GOT,		/* der, or crl */
	REVOCATION_UNREACHABLE, /* no answer, or one that says no */
	REVOCATION_NOT_ONE,	/* something else came, or too much of it */
	REVOCATION_REFUSED,	/* not asked: scheme or address forbidden */
};

struct revocation_answer {
	enum revocation_answer_kind kind;
	enum revocation_outcome outcome;
	const char *url; /* as the certificate has it; printable */
	/* OCSP: about which certificate */
	uint8_t cert_sha256[CERT_SHA256_LEN];
	/* OCSP, GOT: the response as it came, whatever it says */
	const uint8_t *der;
	size_t der_len;
	const struct crl *crl; /* CRL, GOT: whole or partial (pki/crl.h) */
	/* GOT, and it does not prove to be what was asked for: kept where there
	 * is nothing better, so that the judge can say what is wrong with it */
	bool is_unproven;
	/* in words, printable: what is wrong, or why a later one than what was
	 * GOT is not here; else NULL */
	const char *detail;
	unsigned failures; /* in a row; 0 when GOT */
	int64_t asked_at;
};
