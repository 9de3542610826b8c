/*
 * Reads public keys for key_library.h: two decoders in the form of
 * provider-decoder(7), and the default provider's management of such keys, by
 * which they are made. Inside this folder only.
 */
#pragma once

#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <stdbool.h>

#include "base/cleanup.h"

enum key_kind {
	KEY_KIND_EC,
	KEY_KIND_RSA,
	KEY_KIND_COUNT,
};

/* The default provider's management of one kind of key. */
struct key_manager {
	const char *name; /* as the default provider's tables begin */
	OSSL_FUNC_keymgmt_new_fn *make;
	OSSL_FUNC_keymgmt_free_fn *free;
	OSSL_FUNC_keymgmt_import_fn *import;
	OSSL_FUNC_keymgmt_dup_fn *dup;
	OSSL_FUNC_keymgmt_set_params_fn *set;
	/* All of them, but for one of ours that loads what a decoder made. */
	OSSL_DISPATCH *functions;
};

extern struct key_manager key_managers[KEY_KIND_COUNT];
extern const OSSL_DISPATCH key_decoders[KEY_KIND_COUNT][5];

/* The default provider's functions for this kind of key. */
void key_manager_take(struct key_manager *manager, const OSSL_DISPATCH *theirs);
/* When both are taken: the default provider's own context, and how libcrypto
 * reads what it wants decoded. false: something needed is not there. */
bool key_decoders_start(
    void *provider_context, OSSL_FUNC_BIO_read_ex_fn *read) MUST_CHECK;
