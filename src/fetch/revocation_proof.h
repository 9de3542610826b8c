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
#include "model/want.h"
#include "pki/crl.h"

/* Of one list: two keys of an issuer that was renewed under its name, and for
 * each its CAs and all else. A further one takes the oldest's place, but not
 * that of one who is trusted more. */
#define REVOCATION_MAX_ASKERS 4

struct revocation_signer {
	uint8_t *der; /* owned */
	size_t len;
};

/* On whose behalf, as DER: each thread reads it for itself. */
struct revocation_asker {
	uint8_t *cert, *issuer; /* owned */
	size_t cert_len, issuer_len;
	bool is_ca;	 /* the certificate: a list may leave either out */
	bool is_trusted; /* the issuer: want.h */
	/* a complete list: a delta list is not what it asked for, and takes no
	 * complete one's place */
	bool wants_complete;
	/* who else may have signed; vouched for by who is trusted if it is */
	ARRAY(struct revocation_signer) signers;
};

struct revocation_askers {
	ARRAY(struct revocation_asker) items;
};

/* Copies, unless one of the same issuer and kind is there; who may sign is
 * added to that. true: one who is trusted is new, or has new signers. */
bool revocation_askers_add(
    struct revocation_askers *askers, const struct want *want);
/* Would adding one who is trusted tell nothing new? */
bool revocation_askers_know(
    const struct revocation_askers *askers, const struct want *want);
bool revocation_askers_has_trusted(const struct revocation_askers *askers);
void revocation_askers_copy(
    struct revocation_askers *to, const struct revocation_askers *from);
void revocation_askers_clear(struct revocation_askers *askers);

/* How far a list is one that was asked for. */
enum revocation_proof {
	REVOCATION_UNPROVEN,
	REVOCATION_PROVEN_OF_STRANGER, /* by the key of an issuer that no
					* anchor leads to: it takes nobody
					* else's place */
	REVOCATION_PROVEN,
};

#define REVOCATION_PROOF_ANY_TIME INT64_MAX /* of what was proven before */

/* For whichever of them it is proven best; ret_fault: UNPROVEN, why, in words.
 */
enum revocation_proof revocation_proof_of(const struct crl *crl,
    const struct revocation_askers *askers, int64_t now,
    const char **ret_fault);

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
