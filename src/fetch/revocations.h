/*
 * struct revocations: what asking about revocation came to: lists by URL, and
 * what OCSP responders say of single certificates. However many want a thing it
 * is fetched once within its life, and a bad answer is remembered, too. Lists
 * in use are refreshed before they end; they lie in files, and are walked for
 * the serial numbers that somebody asked about (list_folder.h). Who keeps
 * answers over a restart fills in struct revocations_keeper.
 *
 * The URLs are written by others: what guarded.h says. What comes may be made
 * up: it takes the place of nothing that is proven (revocation_proof.h), and
 * the judge takes it by its signatures alone.
 */
#pragma once

#include "base/clock.h"
#include "fetch/guard.h"
#include "model/fetch_counts.h"
#include "model/revocation_answer.h"
#include "model/want.h"
#include "net/resolve.h"

/* As many as a store keeps: what it gives back has room. An entry takes about
 * 300 bytes beside its response. */
#define REVOCATIONS_MAX_RESPONSES 20000

struct revocations_options {
	bool is_enabled;
	struct guard guard;
	int64_t ocsp_timeout_ms, crl_timeout_ms; /* for one URL, in all */
	size_t max_crl_bytes;
	size_t max_running, max_host_running; /* fetches at a time */
	size_t max_lists, max_responses;      /* set when made */
	uint64_t max_file_bytes;	      /* of all lists */
	size_t max_response_bytes;	      /* of all responses, in memory */
	int64_t least_s; /* nothing good is asked for again sooner */
	int64_t retry_first_s, retry_most_s; /* a bad one; doubling */
};

extern const struct revocations_options revocations_options_default;

/* An answer with its dates, in seconds since 1970. Lent for the call. */
struct revocations_record {
	struct revocation_answer answer; /* its crl is not kept */
	const uint8_t *cert_sha256;	 /* OCSP; NULL: a list */
	int64_t next_at;
	int64_t this_update, next_update; /* of a list */
	const char *file; /* of a list that is there; else NULL */
	size_t file_len;
	const char *etag, *last_modified;
};

struct revocations_keeper {
	void (*keep)(void *arg, const struct revocations_record *record);
	void *arg;
};

struct aia_wait; /* aia.h has aia_wait_cancel */
struct revocations;

/* The resolver is borrowed; folder: where lists lie, made when needed. keeper
 * NULL: nothing is kept. */
struct revocations *revocations_new(struct loop *loop,
    const struct clock *clock, struct resolver *resolver,
    const struct revocations_options *options, const char *folder,
    const struct revocations_keeper *keeper);
void revocations_free(struct revocations *revocations); /* cancels all */
CLEANUP_DEFINE(struct revocations, revocations_free)
void revocations_set_resolver(
    struct revocations *revocations, struct resolver *resolver);
/* What was refused is asked for again. */
void revocations_set_options(
    struct revocations *revocations, const struct revocations_options *options);
bool revocations_is_enabled(const struct revocations *revocations);
/* What was kept; not kept again. Then, once: files of no record go. */
void revocations_restore(
    struct revocations *revocations, const struct revocations_record *record);
void revocations_restored(struct revocations *revocations);

#define REVOCATIONS_MAX_ANSWERS 8 /* for one want */

/* What its URLs came to; of a WANT_ISSUER nothing does. Lent until the loop
 * turns. */
struct revocations_known {
	const struct revocation_answer *answers[REVOCATIONS_MAX_ANSWERS];
	size_t count;
	bool is_open;	 /* asking may tell more now */
	bool has_failed; /* all its URLs, and none may be asked now */
	int64_t next_at; /* the first of them to be asked again */
};

void revocations_find(struct revocations *revocations, const struct want *want,
    struct revocations_known *ret_known);
/* Asks what is open of them; done(arg) is called once, never before it returns,
 * when all is answered, or after timeout_ms. The wait is gone then. */
struct aia_wait *revocations_ask(struct revocations *revocations,
    const struct want *const *wants, size_t count, int64_t timeout_ms,
    loop_fn done, void *arg);
/* Of what is known of that certificate: differs when it says something else.
 * Says, too, that it is still in use. */
uint64_t revocations_generation(
    struct revocations *revocations, const uint8_t *cert_sha256);
/* Asks for lists in use whose time has come, and says when that of the next one
 * does (wall clock; INT64_MAX: of none). Happens by itself: a minute after
 * anything has, and at that time; while there is none nobody wakes up for it.
 */
int64_t revocations_refresh(struct revocations *revocations);

/* Is anything asked or walked just now? */
bool revocations_is_busy(const struct revocations *revocations);

struct revocations_counts {
	uint64_t fetches, walks;
	struct fetch_counts of_lists, of_responses; /* outcomes */
	size_t lists, responses, running;
	uint64_t file_bytes;
	size_t response_bytes;
};
struct revocations_counts revocations_counts(
    const struct revocations *revocations);
