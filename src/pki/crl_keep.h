/*
 * What is kept of a revocation list while it is walked: its own words and the
 * entries asked for, as they came. They are put together to a short list, which
 * crl_new reads: what counts as readable has one home. Private to crl_walk.c.
 */
#pragma once

#include "base/strbuf.h"
#include "pki/crl_walk.h"

struct crl_keep {
	/* elements as they came: the signed part up to its entries, what
	 * follows these, and what follows the signed part */
	struct strbuf head, entries, tail, outer;
	struct strbuf issuer_entry; /* the last with a certificateIssuer */
	bool is_issuer_kept;
	bool is_unknown_kept; /* an entry with an unknown critical extension */
	size_t issuer_count;
	uint32_t entry_count;
	struct crl scratch; /* reads one entry at a time */
	struct crl_cut *cut;
};

/* Copies what was asked for; see crl_walk_new. */
void crl_keep_init(struct crl_keep *keep, const uint64_t *asked, size_t count);
void crl_keep_clear(struct crl_keep *keep);
/* Reads it as crl_new would, and keeps it if it is wanted. */
bool crl_keep_entry(struct crl_keep *keep, const struct der_slice *entry,
    struct error *err) MUST_CHECK;
/* The short list; its cut is not set yet. */
struct crl *crl_keep_build(
    const struct crl_keep *keep, struct error *err) MUST_CHECK;
