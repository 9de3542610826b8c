/*
 * The library context in which a handshake reads certificates at little cost.
 *
 * For each public key OpenSSL 3 puts together a chain of decoders out of all
 * there are, and walks all algorithms that the context knows: four fifths of
 * what reading a certificate costs. In this context the algorithms are those of
 * the default provider, less what neither handshakes nor certificates have a
 * use for (key_tables.h); and public keys are read by two decoders of our own
 * (public_key.h), which hand what they find to the default provider's key
 * management. Documented interfaces alone: a built-in provider
 * (provider-base(7)), its decoders (provider-decoder(7)) and the import of keys
 * (provider-keymgmt(7)). A key that is out of the ordinary is decoded by the
 * default context and imported from there. Keys that no server signs with (DH,
 * X25519, SM2 and the like) are left out: a certificate with one has no key
 * here, and probe/cert_reuse.h has libcrypto read it.
 *
 * Nothing is remembered, so there is nothing to bound.
 */
#pragma once

#include <openssl/types.h>
#include <stdbool.h>

/* Made by the first call; lasts as long as the process. NULL, which is the
 * default context: this libcrypto does not let itself be extended (as newer
 * ones, which need it less), or it was switched off. Of the loop's thread. */
OSSL_LIB_CTX *key_library(void);
/* From now on certificates are read as libcrypto does it alone, or not. What
 * was read before is not touched. */
void key_library_enable(bool is_enabled);
/* Not whether it could be made. */
bool key_library_is_enabled(void);
/* Of libcrypto, as it runs: "3.0.17". */
const char *key_library_version(void);
