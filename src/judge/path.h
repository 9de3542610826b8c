/*
 * struct path: one way from the server's certificate up, as far as it goes:
 * to an anchor, or to a dead end. Enumerates all of them, backtracking over
 * every issuer whose name and key fit, within budgets.
 *
 * Certificates are lent by the evidence, which outlives the judgement.
 */
#pragma once

#include <stdint.h>

#include "base/array.h"
#include "model/evidence.h"
#include "model/finding.h"
#include "model/report.h"
#include "pki/signature.h"

enum path_end {
	PATH_ANCHORED,	  /* the last certificate is an anchor */
	PATH_SELF_SIGNED, /* ... signs itself and is no anchor */
	PATH_NO_ISSUER,	  /* nobody of the issuer's name is at hand */
	PATH_NOT_SIGNED,  /* somebody is, but did not sign it */
	PATH_LOOP,	  /* all its issuers stand in the path already */
	PATH_TOO_DEEP,	  /* the budget of depth ended it */
};

struct path_cert {
	const struct cert *cert;
	enum report_origin origin;
	int index; /* in the presented chain, where it was sent; else -1 */
};

/* Something that keeps clients from accepting a path. */
struct fault {
	enum finding_code code;
	const struct cert *cert;
	char *detail; /* in one or two sentences */
};

struct path {
	struct path_cert *certs; /* the server's own first */
	size_t len;
	enum path_end end;
	size_t presented_count, known_count; /* the anchor not counted */
	ARRAY(struct fault) faults;
	int64_t not_before, not_after; /* when all certificates are valid */
	int64_t issuers_not_after;     /* without the server's own */
};

/* However deep the options allow, self-issued certificates not counted. */
#define PATH_MAX_CERTS 64

struct path_limits {
	/* intermediates between leaf and anchor; those that a CA issued to
	 * itself, to change its key, are not counted (RFC 5280 6.1) */
	unsigned max_depth;
	unsigned max_paths; /* complete ones; as many dead ends beside them */
};

struct path_set {
	ARRAY(struct path) paths;
	bool has_more; /* a budget ended the search */
};

/* leaf: index in the presented chain. has_known: known issuers take part. */
void path_search(const struct evidence *evidence, int leaf, bool has_known,
    const struct path_limits *limits, struct signature_cache *signatures,
    struct path_set *ret_set);
/* Drops all from the count-th on: a budget ended the judging. */
void path_set_cut(struct path_set *set, size_t count);
void path_set_clear(struct path_set *set);

/* Complete, and without anything the server did not send. */
bool path_is_presented(const struct path *path);
bool path_is_valid(const struct path *path);
/* Is this certificate in the path, other than as its anchor? */
bool path_has_below_anchor(const struct path *path, const struct cert *cert);
/* Is certificate i the root: the anchor, or the self-signed end? */
bool path_is_root(const struct path *path, size_t i);
/* Adds a fault, once for a code and certificate. */
void path_add_fault(struct path *path, enum finding_code code,
    const struct cert *cert, const char *detail, ...) PRINTF_LIKE(4, 5);
const struct fault *path_find_fault(
    const struct path *path, enum finding_code code, const struct cert *cert);

/* Equal subject and key: the same CA, if not the same certificate. */
bool path_same_ca(const struct cert *a, const struct cert *b);
/* Is it an anchor of any of the stores? */
bool path_is_anchor(const struct evidence *evidence, const struct cert *cert);
