/*
 * The chains that the targets of one endpoint showed last, with their
 * certificates: what has to be judged again to be drawn. For who asks; on the
 * store's thread, or by a reader.
 */
#pragma once

#include "base/array.h"
#include "model/observation.h"
#include "model/place.h"
#include "store/db.h"

/* Distinct chains of one endpoint; more are counted, not read. */
#define TARGET_CHAINS_MAX 64
#define TARGET_CHAINS_MAX_PLACES 4096

struct target_chain_cert {
	uint8_t sha256[CERT_SHA256_LEN];
	uint8_t *der; /* owned; NULL: it was not kept */
	size_t der_len;
	char *label; /* owned; NULL: it is not known any more */
};

struct target_chain {
	uint8_t id[CERT_SHA256_LEN];
	ARRAY(struct target_chain_cert) certs; /* as sent */
	ARRAY(struct place) places;	       /* who shows it */
	char *findings; /* "leaf-only, name-mismatch": as the last look had
			 * them, root cause first; "": none. Owned */
	int64_t since;	/* the earliest of its places */
};

struct target_chains {
	ARRAY(struct target_chain) items; /* by place */
	size_t omitted;			  /* places beyond the limits */
};

/* The next endpoint that showed a chain, by id; after NULL: the first. NULL in
 * *ret_id: there is none. Free it. */
bool target_chains_next(struct db *db, const char *after, char **ret_id,
    struct error *err) MUST_CHECK;
bool target_chains_read(struct db *db, const char *endpoint_id,
    struct target_chains *ret_chains, struct error *err) MUST_CHECK;
void target_chains_clear(struct target_chains *chains);
/* By which it is judged: the first that a modern client would come to. */
const struct place *target_chain_place(const struct target_chain *chain);
/* As a probe would have seen it: what the judge is given. NULL: a certificate
 * of it was not kept. Free with observation_free. */
struct observation *target_chain_observation(
    const struct target_chain *chain, enum variant variant);
