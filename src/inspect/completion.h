/*
 * A judgement with all that can be had: where an issuer is missing, with what
 * the URLs came to that certificates give for it, and with what came from
 * there. It says which URLs would have to be asked to know more; asking them
 * (fetch/aia.h) and judging again is the caller's, in as many rounds as he
 * likes. What is complete is judged without any of it.
 */
#pragma once

#include "fetch/aia.h"
#include "judge/judge.h"

#define COMPLETION_MAX_URLS 4	/* of one certificate, in its order */
#define COMPLETION_MAX_ROUNDS 6 /* of asking, for who does all of it */

struct completion {
	struct aia *aia;       /* NULL: nothing was fetched, nothing is asked */
	bool is_asking_all;    /* the URLs of complete chains, too */
	unsigned min_failures; /* in a row, before one that nothing comes from
				* is evidence: who looks again may wait */
};

/* As judge(); known[KNOWN_FETCHED] and answers of the evidence are filled in
 * here. ret_urls: what to ask, aia_ask's limit at most; empty: no more can be
 * known. The report holds until an answer it rests on is asked for again. */
struct report *completion_judge(const struct completion *completion,
    const struct evidence *evidence, const struct judge_options *options,
    int64_t now, struct texts *ret_urls);
/* Could an issuer that is learnt later change this report? */
bool completion_has_gap(const struct report *report);
