/*
 * What a command judges by: the trust stores given, or the system's, and dated
 * rules, those given or those that are built in.
 */
#pragma once

#include "cli/options.h"
#include "fetch/aia.h"
#include "model/policy.h"
#include "pki/trust_store.h"

struct trust {
	ARRAY(struct trust_store *) stores; /* a reference each */
	struct policy *policy;
	/* Of what is not sent, where looks_take is to complete it; else
	 * nothing. */
	struct trust_store *issuers; /* given; a reference; NULL: none */
	bool has_aia, is_asking_all;
	struct aia_options aia;
};

/* One store a file, named after it; "system" when files is empty. policy_path
 * NULL: the rules that are built in. */
bool trust_load(const struct option_list *files, const char *policy_path,
    struct trust *ret_trust, struct error *err) MUST_CHECK;
/* The stores of an endpoint as a configuration names them, and its rules. */
struct config;
struct endpoint;
bool trust_load_configured(const struct config *config,
    const struct endpoint *endpoint, struct trust *ret_trust,
    struct error *err) MUST_CHECK;
/* The rules that are built in; a reference, NULL if they cannot be had. */
struct policy *trust_policy_shipped(void);
/* The words of --policy in the help of a command. */
#define TRUST_POLICY_HELP \
	"dated rules: lifetimes, distrust and removal of CAs; in place of " \
	"those built in, or on top of them"
void trust_clear(struct trust *trust);
