/*
 * Whether what came about revocation is what was asked for. Certificates name
 * http URLs, so that anybody on the way can answer; what is known is not given
 * up for what somebody made up. Proven is what the issuer signed about a
 * certificate that it was asked for on behalf of (pki/crl_proof.h,
 * pki/ocsp_answer.h). Inside this folder only; on any thread.
 */
#pragma once

#include "base/array.h"
#include "model/revocation_answer.h"
#include "pki/crl.h"

/* Of one list: two keys of an issuer that was renewed under its name, and for
 * each its CAs and all else. A further one takes the oldest's place. */
#define REVOCATION_MAX_ASKERS 4

/* On whose behalf, as DER: each thread reads it for itself. */
struct revocation_asker {
	uint8_t *cert, *issuer; /* owned */
	size_t cert_len, issuer_len;
	bool is_ca; /* the certificate: a list may leave either out */
};

struct revocation_askers {
	ARRAY(struct revocation_asker) items;
};

/* Copies, unless one of the same issuer and kind is there. */
void revocation_askers_add(struct revocation_askers *askers,
    const struct cert *cert, const struct cert *issuer);
void revocation_askers_copy(
    struct revocation_askers *to, const struct revocation_askers *from);
void revocation_askers_clear(struct revocation_askers *askers);

/* Proven for one of them: NULL; else why not, in words. */
const char *revocation_proof_fault(
    const struct crl *crl, const struct revocation_askers *askers, int64_t now);

/* What is done with a response beside the one that is kept. */
enum revocation_place {
	REVOCATION_TAKE,	 /* it is proven, and no older */
	REVOCATION_TAKE_FOR_NOW, /* it is not, and nor is what is kept */
	REVOCATION_LEAVE,	 /* what is kept is proven, and stays */
	REVOCATION_NO_ANSWER /* the same, since it only says that there is none
			      */
};

/* kept: its der_len 0: none is. ret_words: static, why it is not taken for
 * good. */
enum revocation_place revocation_proof_place(
    const struct revocation_askers *askers, int64_t now, const uint8_t *der,
    size_t len, const struct revocation_answer *kept, const char **ret_words);
