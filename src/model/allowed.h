/*
 * struct allowed: in what the addresses of an endpoint may differ, because the
 * operator means it so. Made by config, shared by the endpoints that have it,
 * asked by the comparison of addresses. A plain value.
 */
#pragma once

#include "base/array.h"
#include "base/texts.h"
#include "model/verdict.h"

struct allowed_digest {
	uint8_t sha256[CERT_SHA256_LEN];
};

struct allowed {
	bool is_any; /* every address may show what it likes */
	/* servers' certificates that may stand side by side: these, and all of
	 * issuers of these names */
	ARRAY(struct allowed_digest) certificates;
	struct texts issuers;
	/* 1u << enum endpoint_role: fronts of that role are compared among
	 * themselves only */
	unsigned roles;
	unsigned refs;
};

struct allowed *allowed_new(void); /* one reference, allows nothing */
struct allowed *allowed_ref(struct allowed *allowed);
void allowed_unref(struct allowed *allowed); /* NULL is fine */
CLEANUP_DEFINE(struct allowed, allowed_unref)
/* NULL is one that allows nothing. */
bool allowed_equal(const struct allowed *a, const struct allowed *b);
/* May this chain stand beside others that are declared? */
bool allowed_declares(
    const struct allowed *allowed, const struct verdict *verdict);
