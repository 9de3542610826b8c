/*
 * struct issuer_answer: what asking one caIssuers URL (RFC 5280 4.2.2.1) came
 * to. Made by fetch, looked at by the judge: aia-unreachable, aia-wrong.
 */
#pragma once

#include <stddef.h>

struct cert;

enum issuer_answer_kind {
	ISSUER_ANSWER_GOT,	   /* certificates came; of whom, see certs */
	ISSUER_ANSWER_UNREACHABLE, /* no answer, or one that says no */
	ISSUER_ANSWER_NOT_CERTS,   /* something else came */
	ISSUER_ANSWER_REFUSED,	   /* not asked: scheme or address forbidden */
};

struct issuer_answer {
	const char *url;
	enum issuer_answer_kind kind;
	const char *detail; /* in words, safe to print; NULL when GOT */
	unsigned failures;  /* in a row; 0 when GOT */
	struct cert *const *certs;
	size_t cert_count;
};
