/*
 * Hands one enumerated path to X509_verify_cert, with exactly its certificates
 * and its last one as the anchor, and collects every error at every depth.
 * Signatures are known already, dates and names are checked by others; so what
 * comes out are the rules of RFC 5280 on extensions.
 */
#pragma once

#include "judge/path.h"

struct verifier;

struct verifier *verifier_new(void);
void verifier_free(struct verifier *verifier);
CLEANUP_DEFINE(struct verifier, verifier_free)

struct verify_error {
	int error; /* X509_V_ERR_* */
	int depth; /* index in the path */
};

#define VERIFY_MAX_ERRORS 32

struct verify_result {
	struct verify_error errors[VERIFY_MAX_ERRORS];
	size_t error_count;
	bool is_whole; /* it looked at the path to its end */
};

/* How many comparisons of names with constraints that will cost, at most. */
size_t verify_name_work(const struct path *path);
void verify_path(struct verifier *verifier, const struct path *path,
    struct verify_result *ret_result);
