/*
 * A judge case: a recipe for certificates, what is served, stores and times,
 * and the exact findings expected, read out of tests/cases/<finding>/ *.case.
 *
 *	provokes: leaf-only		codes that one of the looks expects
 *	just-not: missing-intermediate	codes that one of the looks does not
 *	ordinary			defines root, inter (pathlen 0), leaf
 *	cert old: ca issuer=root not-after=-1d "subject=CN=Old,O=Test"
 *	garbage bad			bytes that are no certificate
 *	present: leaf inter		as sent; "present:" alone sends nothing
 *	store system: root		any number of stores
 *	counts: system			those that count; all, without it
 *	compare: system old		those that are compared, counted or not
 *	known: inter			known issuers: of the fleet
 *	given: inter			... given by the operator
 *	fetched: inter			... fetched by caIssuers URLs
 *	answer: URL inter		what came of asking that URL
 *	answer: URL unreachable|not-certs|refused words
 *	crl issuer=root revoke=inter	a revocation list; see case_crl.c
 *	ocsp issuer=inter staple=leaf	an OCSP response; see case_ocsp.c, also
 *of asked:, stapling: and revocation:
 *	name: www.example.test		the default; "none" checks no name
 *	expect: issuer=Test key=@leaf	what the configuration expects; @CERT is
 *					that certificate, or its key
 *	clients: required=openssl go	those that matter; "none"; watched ones
 *					without anything before the name
 *	tlsa: 3 1 1 @leaf		what DNS says of it; see case_dane.c
 *	dane: secure			... and whether that is proven
 *	policy: public sha256=@root	rows of dated rules; see case_policy.c
 *	transparency: on		looked at; logs and timestamps:
 *case_ct.c tls: 1.1			the version agreed on options:
 *max-depth=3 warning=21d thresholds: warning=33% critical=7d needs:
 *public-suffix-list	passed over by a build without it
 *
 *	at: +3d				opens a look: what follows is expected
 *	valid: no
 *	finding: critical leaf-only leaf missing=inter
 *	suggest: leaf inter		or "none"; "suggest-part:" if incomplete
 *	breaks-at: 2026-07-16T00:00:01Z
 *	holds-until: +20d
 *	want: leaf
 *	wants: crl:leaf ocsp:inter	... of revocation, exactly; or "none";
 *					delta:leaf is what changed since a list
 *	status: leaf revoked crl	of revocation, and by which source
 *	client: openssl-1.0.2 refuses	or accepts, or accepts until TIME
 *	in-store: old refuses		or accepts, or accepts until TIME
 *	paths: 2
 *
 * The findings of a look are exact: all, in order. What else is not named is
 * not compared. Times are RFC 3339, or relative to mint_now: +10d, -1s.
 * A finding is "SEVERITY CODE [CERT|-] [missing=CERT]"; missing may also be a
 * text in quotes, "missing=Some CA".
 * Attributes of a certificate: see case_cert.c; of a list: case_crl.c.
 */
#pragma once

#include "base/strbuf.h"
#include "judge/judge.h"
#include "model/issuer_answer.h"
#include "model/expectation.h"
#include "model/policy.h"
#include "model/revocation_answer.h"
#include "pki/crl.h"
#include "support/case_ct.h"
#include "pki/ocsp.h"
#include "support/mint.h"

struct case_cert {
	char *name;
	const struct mint *mint; /* NULL: garbage */
	struct cert *cert;	 /* a reference */
};

struct case_finding {
	enum severity severity;
	enum finding_code code;
	const char *cert;    /* name in the recipe; NULL: not compared */
	const char *missing; /* label; NULL: not compared */
};

struct case_client {
	const char *name;
	bool accepts, has_breaks_at;
	int64_t breaks_at;
};

struct case_store {
	const char *name;
	bool accepts, has_breaks_at;
	int64_t breaks_at;
};

struct case_want {
	enum want_kind kind;
	const char *cert;
};

struct case_status {
	const char *cert;
	enum revocation_status status;
	int source; /* enum revocation_source; -1: any */
};

struct case_staple {
	const struct cert *cert;
	uint8_t *der;
	size_t len;
};

struct case_look {
	size_t line;
	int64_t at;
	bool has_valid, is_valid;
	ARRAY(struct case_finding) findings;
	bool has_suggested, is_suggested_complete;
	ARRAY(const char *) suggested; /* names; empty: none */
	bool has_breaks_at, has_holds_until;
	int64_t breaks_at, holds_until;
	const char *want; /* name */
	bool has_wants;
	ARRAY(struct case_want) wants;
	ARRAY(struct case_status) statuses;
	ARRAY(struct case_client) clients;
	ARRAY(struct case_store) stores;
	size_t path_count; /* 0: not compared */
};

struct case_file {
	char *text; /* cut up; all names point into it */
	size_t line;
	ARRAY(struct case_cert) certs;
	struct chain *presented;
	ARRAY(struct trust_store *) stores;
	ARRAY(const struct trust_store *) counted; /* empty: all */
	ARRAY(const struct trust_store *) compared;
	struct cert_set *known[KNOWN_COUNT];
	ARRAY(struct issuer_answer) answers;
	ARRAY(struct crl *) crls;
	ARRAY(struct ocsp *) ocsps;
	ARRAY(struct case_staple) staples;
	ARRAY(struct revocation_answer) revocation_answers;
	enum revocation_mode revocation;
	bool was_staple_asked;
	bool lacks_something; /* this build does, of what the case needs */
	bool has_name;
	struct hostname name;
	struct client_choice clients; /* those that matter */
	struct thresholds thresholds; /* the operator's */
	struct expectation *expected; /* NULL: nothing */
	struct dane *dane;	      /* NULL: not asked */
	enum dane_wish dane_wish;
	struct strbuf policy_rows;
	struct policy *policy; /* made of them; NULL: none */
	struct case_ct ct;
	int tls_version;
	struct judge_options options;
	ARRAY(enum finding_code) provokes, just_not;
	ARRAY(struct case_look) looks;
};

bool case_read(
    const char *path, struct case_file *ret_case, struct error *err) MUST_CHECK;
void case_clear(struct case_file *file);
const struct case_cert *case_find_cert(
    const struct case_file *file, const char *name);
/* Judges as of that look. */
struct report *case_judge(
    const struct case_file *file, const struct case_look *look);

/* Used between case.c, case_cert.c, case_dane.c, case_look.c and case_policy.c.
 */
struct case_keyword {
	const char *word; /* NULL ends a table */
	bool (*read)(struct case_file *file, char *line, struct error *err);
};

extern const struct case_keyword case_look_keywords[];

bool case_code(
    const char *text, enum finding_code *ret_code, struct error *err);
/* The same as case_find_cert, with an error when there is none. */
const struct case_cert *case_named_cert(
    const struct case_file *file, const char *name, struct error *err);
/* The next word of a line, quotes removed; NULL at its end. */
char *case_word(char **line);
bool case_time(const char *text, int64_t *ret_time, struct error *err);
/* "old: ca issuer=root": mints and adds it, in place of one of that name. */
bool case_add_cert(struct case_file *file, char *line, struct error *err);
bool case_add_policy(struct case_file *file, char *line, struct error *err);
/* At the end of the file: makes the policy of its rows. */
bool case_read_policy(struct case_file *file, struct error *err);
void case_put_cert(struct case_file *file, const char *name,
    const struct mint *mint, struct cert *cert);
/* "3 1 1 @leaf", and what there is to say of all: see case_dane.c. */
bool case_add_tlsa(struct case_file *file, char *line, struct error *err);
bool case_set_dane(struct case_file *file, char *line, struct error *err);
/* "issuer=root revoke=leaf": mints a revocation list and adds it. */
bool case_add_crl(struct case_file *file, char *line, struct error *err);
/* Of case_ocsp.c. */
bool case_add_ocsp(struct case_file *file, char *text, struct error *err);
bool case_add_asked(struct case_file *file, char *text, struct error *err);
bool case_set_stapling(struct case_file *file, char *text, struct error *err);
bool case_set_revocation(struct case_file *file, char *text, struct error *err);
void case_add_fetched_crl(
    struct case_file *file, const char *url, struct crl *take_crl);
void case_clear_revocation(struct case_file *file);
/* One for each of those presented. */
void case_fill_staples(const struct case_file *file, struct staple *staples);
