/*
 * What a configuration says to judge by, loaded: the named trust stores, and
 * "system" when an endpoint asks for it, the dated rules, and issuers. All or
 * none: a monitor that judged by half a store would raise false alarms.
 */
#pragma once

#include "base/array.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "config/config.h"
#include "model/policy.h"
#include "pki/trust_store.h"

struct trust_stores {
	ARRAY(struct trust_store *) list; /* a reference each */
	struct policy *policy;		  /* a reference */
	struct trust_store *issuers; /* given, trusted by nobody; a reference;
				      * NULL: none */
};

bool trust_stores_load(const struct config *config,
    struct trust_stores *ret_stores, struct error *err) MUST_CHECK;
void trust_stores_clear(struct trust_stores *stores);
struct trust_store *trust_stores_find(
    const struct trust_stores *stores, const char *name);
/* "system (142 anchors), corp (1)" */
void trust_stores_words(
    const struct trust_stores *stores, struct strbuf *ret_words);
