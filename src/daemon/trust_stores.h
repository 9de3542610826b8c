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
#include "model/ct_logs.h"
#include "model/policy.h"
#include "pki/trust_store.h"

struct trust_stores {
	ARRAY(struct trust_store *) list; /* a reference each */
	ARRAY(uint64_t) stamps; /* of the files of each, before it was read */
	struct policy *policy;	/* a reference */
	struct ct_logs *logs;	/* transparency logs; a reference; NULL: none */
	struct trust_store *issuers; /* given, trusted by nobody; a reference;
				      * NULL: none */
	uint64_t policy_stamp, logs_stamp, issuers_stamp; /* as those above */
};

bool trust_stores_load(const struct config *config,
    struct trust_stores *ret_stores, struct error *err) MUST_CHECK;
/* When the newest public CA of a store was made; 0: it has only few of them,
 * and is no copy of what a root programme ships. */
int64_t trust_stores_newest_public(
    const struct trust_store *store, const struct policy *policy);
/* Of the files that it would be read from now (files/trust_files.h). */
uint64_t trust_stores_stamp(const struct config *config, const char *name);
/* One store by its name, read now; one reference. */
struct trust_store *trust_stores_read(
    const struct config *config, const char *name, struct error *err);
/* The same of the given issuers, which there may be none of: NULL, and true. */
uint64_t trust_stores_stamp_issuers(const struct config *config);
bool trust_stores_read_issuers(const struct config *config,
    struct trust_store **ret_issuers, struct error *err) MUST_CHECK;
/* ... of the dated rules, which policy_file_load reads. */
uint64_t trust_stores_stamp_policy(const struct config *config);
/* ... of the list of transparency logs, which there may be none of. */
uint64_t trust_stores_stamp_logs(const struct config *config);
bool trust_stores_read_logs(const struct config *config,
    struct ct_logs **ret_logs, struct error *err) MUST_CHECK;
/* What leads to all these files (files/path_trail.h). */
void trust_stores_paths(const struct trust_stores *stores,
    const struct config *config, struct texts *ret_paths);
void trust_stores_clear(struct trust_stores *stores);
struct trust_store *trust_stores_find(
    const struct trust_stores *stores, const char *name);
/* "system (142 anchors), corp (1)" */
void trust_stores_words(
    const struct trust_stores *stores, struct strbuf *ret_words);
