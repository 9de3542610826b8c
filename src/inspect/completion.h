/*
 * A judgement with all that can be had: where an issuer is missing, with what
 * the URLs came to that certificates give for it, and with what came from
 * there; and with what is known of revocation. It says what would have to be
 * asked to know more; asking it (completion_asks.h) and judging again is the
 * caller's, in as many rounds as he likes. What is complete is judged without
 * any issuer.
 */
#pragma once

#include "base/array.h"
#include "base/texts.h"
#include "fetch/aia.h"
#include "fetch/revocations.h"
#include "judge/judge.h"

#define COMPLETION_MAX_URLS 4	/* of one certificate, in its order */
#define COMPLETION_MAX_ROUNDS 6 /* of asking, for who does all of it */
#define COMPLETION_MAX_WANTS 8	/* about revocation, at once */

struct histogram;

struct completion {
	struct aia *aia;       /* NULL: nothing was fetched, nothing is asked */
	bool is_asking_all;    /* the URLs of complete chains, too */
	unsigned min_failures; /* in a row, before one that nothing comes from
				* is evidence: who looks again may wait */
	struct revocations *revocations; /* NULL: nobody is asked about it */
	bool is_without_lists, is_without_responders;
	struct histogram *spent; /* how long judging takes; NULL: nobody asks */
};

/* What to ask to know more. */
struct completion_asks {
	struct texts urls; /* of issuers; aia_ask's limit at most */
	/* about revocation; a reference each; COMPLETION_MAX_WANTS at most */
	ARRAY(struct want) wants;
};

void completion_asks_clear(struct completion_asks *asks);
/* Is there anything? */
bool completion_asks_any(const struct completion_asks *asks);

/* As judge(); known[KNOWN_FETCHED] and the answers of the evidence are filled
 * in here. ret_asks: empty: no more can be known. The report holds until an
 * answer it rests on is asked for again. */
struct report *completion_judge(const struct completion *completion,
    const struct evidence *evidence, const struct judge_options *options,
    int64_t now, struct completion_asks *ret_asks);
/* Could an issuer that is learnt later change this report? */
bool completion_has_gap(const struct report *report);
/* Of what is known of the revocation of these: differs when it says something
 * else. */
uint64_t completion_generation(const struct completion *completion,
    const uint8_t (*digests)[CERT_SHA256_LEN], size_t count);
