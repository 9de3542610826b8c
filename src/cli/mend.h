/*
 * The chain to serve, out of certificates in any order: the judge chooses it,
 * then judges it as if it were served. What `chainwatch fix` does, without
 * files and output, but for issuers that it fetches.
 */
#pragma once

#include "cli/input.h"
#include "cli/issuer_fetch.h"
#include "cli/trust.h"
#include "model/evidence.h"
#include "judge/mended.h"
#include "model/report.h"

struct mend_source {
	struct cert *const *certs; /* lent, as they came */
	size_t count;
	const struct input_key *key; /* says which is the server's; or NULL */
	const struct hostname *name; /* NULL: none is checked */
	const struct trust *trust;
	/* beside those of the source; each may be NULL */
	const struct cert_set *known[KNOWN_COUNT];
	struct issuer_fetch *fetch; /* NULL: nothing is fetched */
	int64_t now;
};

struct mend {
	struct chain *given;   /* what could be read, the key's first */
	struct report *before; /* of given; NULL: there was nothing to judge */
	struct mended mended;  /* what came of it */
};

/* false: the key cannot be read. */
bool mend(const struct mend_source *source, struct mend *ret_mend,
    struct error *err) MUST_CHECK;
void mend_clear(struct mend *mend);
