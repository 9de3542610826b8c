/*
 * struct silence: somebody's word that something need not be told until then,
 * and why. What is given of endpoints, finding and certificate must all fit.
 */
#pragma once

#include "model/finding.h"
#include "model/scope.h"

#define SILENCE_MAX 1000	    /* at a time */
#define SILENCE_MAX_S (366 * 86400) /* no longer: it would be forgotten */
#define SILENCE_TEXT_MAX 500	    /* of reason and author */
#define SILENCE_DIGITS_MIN 8	    /* of a certificate's fingerprint */
#define SILENCE_DIGITS_MAX (2 * CERT_SHA256_LEN)

enum silence_end {
	SILENCE_ENDED,	 /* its time was over */
	SILENCE_LAPSED,	 /* its certificate is not shown any more */
	SILENCE_REMOVED, /* by who may */
	SILENCE_END_COUNT,
};

extern const struct names silence_end_names;

struct silence {
	int64_t number; /* people call it by that; 0: of the configuration */
	struct scope scope;
	enum finding_code finding; /* FINDING_COUNT: any */
	/* Lower-case hexadecimal digits of its SHA-256, or of their start; "":
	 * any */
	char certificate[SILENCE_DIGITS_MAX + 1];
	bool is_tied; /* ends when nobody it fits shows the certificate */
	char *reason, *author;
	int64_t set_at, ends_at;
	int64_t ended_at; /* 0: it lasts */
	enum silence_end end;
	bool is_doubtful; /* has the certificate gone everywhere? */
};

struct silence *silence_new(void);
void silence_free(struct silence *silence);
CLEANUP_DEFINE(struct silence, silence_free)
struct silence *silence_copy(const struct silence *silence);
/* Takes digits with or without colons, in any case. */
bool silence_set_certificate(
    struct silence *silence, const char *text, struct error *err) MUST_CHECK;
bool silence_is_of_certificate(
    const struct silence *silence, const uint8_t sha256[CERT_SHA256_LEN]);
/* What people must give, and within what limits. */
bool silence_check(
    const struct silence *silence, int64_t now, struct error *err) MUST_CHECK;
/* "silence 3 by anna until 2026-11-22 10:00 UTC: moving house" */
void silence_add_words(const struct silence *silence, struct strbuf *buf);
/* "leaf-only at *.example.com with team=web" */
void silence_add_subject(const struct silence *silence, struct strbuf *buf);
