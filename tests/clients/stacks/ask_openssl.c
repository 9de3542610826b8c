/*
 * OpenSSL, as its users set it up. Modes: openssl (libssl's own defaults),
 * curl (lib/vtls/openssl.c), python (CPython 3.13's default context).
 */
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

#include "ask.h"

#define LEVEL 2 /* of Debian */

void
ask_begin(const char *mode)
{
	(void)mode;
}

static X509 *
load(const struct ask_der *der)
{
	const unsigned char *bytes = der->bytes;

	return d2i_X509(NULL, &bytes, (long)der->len);
}

static bool
set_name(X509_VERIFY_PARAM *param, const struct ask_chain *chain)
{
	return chain->is_address
	    ? X509_VERIFY_PARAM_set1_ip_asc(param, chain->name) == 1
	    : X509_VERIFY_PARAM_set1_host(param, chain->name, 0) == 1;
}

static void
set_mode(X509_VERIFY_PARAM *param, const char *mode)
{
	if (strcmp(mode, "curl") == 0 || strcmp(mode, "python") == 0) {
		X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN);
		X509_VERIFY_PARAM_set_hostflags(
		    param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	}
	if (strcmp(mode, "python") == 0)
		X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_X509_STRICT);
}

static bool
verify(X509_STORE *store, X509 *leaf, STACK_OF(X509) * others,
    const struct ask_chain *chain, const char *mode, char *why)
{
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	X509_VERIFY_PARAM *param;
	bool accepts;

	X509_STORE_CTX_init(ctx, store, leaf, others);
	X509_STORE_CTX_set_default(ctx, "ssl_server");
	param = X509_STORE_CTX_get0_param(ctx);
	X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_TRUSTED_FIRST);
	X509_VERIFY_PARAM_set_auth_level(param, LEVEL);
	X509_VERIFY_PARAM_set_time(param, (time_t)chain->at);
	set_mode(param, mode);
	accepts = set_name(param, chain) && X509_verify_cert(ctx) == 1;
	if (!accepts)
		snprintf(why, ASK_WHY_MAX, "%s",
		    X509_verify_cert_error_string(
			X509_STORE_CTX_get_error(ctx)));
	X509_STORE_CTX_free(ctx);
	return accepts;
}

bool
ask_stack(
    const struct ask_chain *chain, const char *mode, char why[ASK_WHY_MAX])
{
	X509_STORE *store = X509_STORE_new();
	STACK_OF(X509) *others = sk_X509_new_null();
	X509 *leaf = load(&chain->sent[0]);
	bool accepts = leaf != NULL;

	for (size_t i = 0; i < chain->anchor_count; i++) {
		X509 *anchor = load(&chain->anchors[i]);

		X509_STORE_add_cert(store, anchor);
		X509_free(anchor);
	}
	for (size_t i = 1; i < chain->sent_count; i++) {
		X509 *other = load(&chain->sent[i]);

		accepts = accepts && other != NULL;
		if (other != NULL)
			sk_X509_push(others, other);
	}
	if (accepts)
		accepts = verify(store, leaf, others, chain, mode, why);
	else
		snprintf(why, ASK_WHY_MAX, "not parsed");
	sk_X509_pop_free(others, X509_free);
	X509_free(leaf);
	X509_STORE_free(store);
	return accepts;
}
