/*
 * The chain to serve in place of what a report is about: the judge's
 * suggestion, or what was given where it is right; or why there is none. What
 * `chainwatch fix` prints, and what the page of an endpoint gives to download.
 */
#pragma once

#include "base/strbuf.h"
#include "model/report.h"

struct mended {
	struct chain *chain;  /* to serve, without the root; NULL: refused */
	struct report *after; /* of chain as if it were served; NULL: none
			       * was there to judge */
	char *refusal;	      /* why there is none; NULL: there is */
	struct finding fault; /* of what kind; when refused only */
};

/* A report of the chain as if it were served, as of the same time, by the same
 * stores and for the same name. */
typedef struct report *(*mended_judge_fn)(
    const void *arg, const struct chain *chain);

/* By a report of what was given. */
void mended_make(const struct report *before, mended_judge_fn judge_chain,
    const void *arg, struct mended *ret_mended);
/* There is none: why, in words. */
void mended_refuse(
    struct mended *mended, enum finding_code code, const char *words);
void mended_clear(struct mended *mended);

/* Certificates of a chain from one place to another, as PEM. */
void mended_write(
    struct strbuf *buf, const struct chain *chain, size_t from, size_t to);
