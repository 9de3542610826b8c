/*
 * What a command judges by: the trust stores given, or the system's, and dated
 * rules, those given or those that are built in.
 */
#pragma once

#include "cli/options.h"
#include "fetch/aia.h"
#include "model/ct_logs.h"
#include "model/policy.h"
#include "pki/trust_store.h"

/* As they were given. */
struct trust_options {
	struct option_list files;
	const char *password_file; /* of those files that are PKCS#12 */
	const char *policy;
	const char *log_list; /* of transparency logs */
};

/* Their rows in a command's table; member is of struct trust_options. */
#define TRUST_OPTION_ROWS(type, member) \
	{ \
	    .name = "trust", \
	    .kind = OPTION_LIST, \
	    .offset = offsetof(type, member.files), \
	    .value = "FILE", \
	    .help = "anchors, instead of the system's: PEM, DER, PKCS#12 or " \
		    "a folder; may be given again", \
	}, \
	    { \
		.name = "trust-password-file", \
		.kind = OPTION_TEXT, \
		.offset = offsetof(type, member.password_file), \
		.value = "FILE", \
		.help = "its first line opens the PKCS#12 files of --trust, " \
			"where that is not \"changeit\" or none", \
	    }, \
	{ \
		.name = "policy", .kind = OPTION_TEXT, \
		.offset = offsetof(type, member.policy), .value = "FILE", \
		.help = "dated rules: lifetimes, distrust and removal of " \
			"CAs; in place of those built in, or on top of them", \
	}

/* For those commands that look at timestamps: the same struct. */
#define LOG_LIST_OPTION_ROW(type, member) \
	{ \
		.name = "log-list", .kind = OPTION_TEXT, \
		.offset = offsetof(type, member.log_list), .value = "FILE", \
		.help = "transparency logs, as Google and Apple publish them " \
			"(JSON): timestamps are verified by it", \
	}

struct trust {
	ARRAY(struct trust_store *) stores; /* a reference each */
	struct policy *policy;
	struct ct_logs *logs; /* a reference; NULL: none */
	/* Of what is not sent, where looks_take is to complete it; else
	 * nothing. */
	struct trust_store *issuers; /* given; a reference; NULL: none */
	ARRAY(struct cert *) known;  /* sent by others; a reference each */
	bool has_aia, is_asking_all, has_revocation;
	struct aia_options aia;
};

/* One store a file, named after it; "system" when there is none. Without a
 * policy: the rules that are built in. */
bool trust_load(const struct trust_options *options, struct trust *ret_trust,
    struct error *err) MUST_CHECK;
/* The stores of an endpoint as a configuration names them, and its rules. */
struct config;
struct endpoint;
bool trust_load_configured(const struct config *config,
    const struct endpoint *endpoint, struct trust *ret_trust,
    struct error *err) MUST_CHECK;
/* One of them; "system" is implied. NULL: it cannot be read. */
struct trust_store *trust_load_named(
    const struct config *config, const char *name, struct error *err);
/* The issuers that a configuration gives; NULL: none. */
bool trust_load_issuers(const struct config *config,
    struct trust_store **ret_given, struct error *err) MUST_CHECK;
/* Those that the daemon has learnt from its fleet, if whoever asks may read
 * its store. */
void trust_take_known(struct trust *trust, const char *state_directory);
/* The rules that are built in; a reference, NULL if they cannot be had. */
struct policy *trust_policy_shipped(void);
void trust_clear(struct trust *trust);
