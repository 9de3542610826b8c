/*
 * Why the best path does not reach an anchor by what was sent: what is missing,
 * what was sent in its place, or that nobody trusts its end. Complete it first,
 * then name it.
 */
#pragma once

#include "judge/path.h"

struct judgement;

enum gap_kind {
	GAP_NONE,	   /* what was sent reaches an anchor */
	GAP_NOT_SENT,	   /* somebody has it: it stands in the path as known */
	GAP_UNKNOWN,	   /* nobody has the issuer of below */
	GAP_WRONG_SENT,	   /* another one was sent in its place */
	GAP_BAD_SIGNATURE, /* the issuer is there; the signature is not its */
	GAP_LOOP,
	GAP_TOO_DEEP,
	GAP_TOO_COSTLY, /* signatures were not all checked */
	GAP_END,	/* nothing is missing, up to a root */
};

struct gap {
	enum gap_kind kind;
	const struct cert *below;   /* whose issuer is not there */
	const struct cert *missing; /* the issuer, when it is known */
	const struct cert *sent; /* GAP_WRONG_SENT, _BAD_SIGNATURE: which is */
	const struct cert *root; /* GAP_NOT_SENT: the same CA signed by itself
				  * was sent instead; NULL */
	bool is_unsupported;	 /* the signature is of a kind not supported */
	bool has_other_key;	 /* an anchor has the issuer's name only */
};

/* Of the best path. */
struct gap gap_find(const struct judgement *judgement);
