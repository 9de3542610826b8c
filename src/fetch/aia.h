/*
 * struct aia: issuers fetched from the URLs that certificates give for them
 * (caIssuers, RFC 5280 4.2.2.1). However many want a URL it is fetched once,
 * and the answer is remembered, a bad one too, with a growing time until it is
 * asked again. Who keeps answers over a restart fills in struct aia_keeper.
 *
 * The URLs are written by others: http only, no redirects, no credentials, no
 * proxy, no address that guard.h refuses, one deadline for all of it, bounded
 * bytes and certificates. What comes proves nothing by itself: the judge takes
 * an issuer by its signature alone.
 */
#pragma once

#include "base/clock.h"
#include "base/texts.h"
#include "fetch/guard.h"
#include "model/fetch_counts.h"
#include "model/issuer_answer.h"
#include "net/resolve.h"
#include "pki/cert_set.h"

#define AIA_MAX_CERTS 8 /* of one answer */

struct aia_options {
	bool is_enabled;
	struct guard guard;
	int64_t timeout_ms; /* for one URL, its name too */
	size_t max_bytes;   /* of one body */
	size_t max_running; /* fetches at a time; the rest stands in line */
	size_t max_urls;    /* answers remembered; set when made */
	int64_t fresh_s;    /* a good answer is asked for again after that */
	int64_t retry_first_s, retry_most_s; /* a bad one; doubling */
};

extern const struct aia_options aia_options_default;

/* An answer with its dates, in seconds since 1970. Lent for the call. */
struct aia_record {
	struct issuer_answer answer;
	int64_t asked_at, next_at;
};

struct aia_keeper {
	void (*keep)(void *arg, const struct aia_record *record);
	void *arg;
};

struct aia;
struct aia_wait;

/* The resolver is borrowed; keeper NULL: nothing is kept. */
struct aia *aia_new(struct loop *loop, const struct clock *clock,
    struct resolver *resolver, const struct aia_options *options,
    const struct aia_keeper *keeper);
void aia_free(struct aia *aia); /* cancels what runs */
CLEANUP_DEFINE(struct aia, aia_free)
void aia_set_resolver(struct aia *aia, struct resolver *resolver);
/* What was refused is asked for again. */
void aia_set_options(struct aia *aia, const struct aia_options *options);
bool aia_is_enabled(const struct aia *aia);
/* What was kept; not kept again. */
void aia_restore(struct aia *aia, const struct aia_record *record);

/* What this URL came to; is_stale: it may be asked again. NULL: it was not
 * asked yet, or that is forgotten. Lent until the loop turns. */
const struct issuer_answer *aia_find(
    struct aia *aia, const char *url, bool *ret_is_stale, int64_t *ret_next_at);
/* Asks what is not known or stale and calls done(arg) when all is answered, or
 * after timeout_ms; never before it returns, and once. At most
 * AIA_WAIT_MAX_URLS of them. The wait is gone then. */
struct aia_wait *aia_ask(struct aia *aia, const struct texts *urls,
    int64_t timeout_ms, loop_fn done, void *arg);
void aia_wait_cancel(struct aia_wait *wait); /* NULL is fine */

/* All certificates that came; lent until the loop turns. */
const struct cert_set *aia_certs(struct aia *aia);
/* Never 0; grows when an answer is another than before. */
uint64_t aia_generation(const struct aia *aia);

struct aia_counts {
	uint64_t fetches;
	struct fetch_counts outcomes;
	size_t urls, running;
};
struct aia_counts aia_counts(const struct aia *aia);
