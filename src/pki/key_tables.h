/*
 * Tables of algorithms, as providers have them (provider(7)), without what a
 * TLS client never meets: for key_library.h. libcrypto walks, and copies, all
 * that a context knows whenever it reads a public key, so that each row costs.
 * Inside this folder only.
 */
#pragma once

#include <openssl/core.h>
#include <stdbool.h>
#include <stddef.h>

size_t key_table_len(const OSSL_ALGORITHM *table); /* NULL: 0 */
/* Is that its first name? Tables have all of them: "EC:id-ecPublicKey". */
bool key_table_is_named(const OSSL_ALGORITHM *algorithm, const char *name);
/* A table without what handshakes and certificates have no use for; yours to
 * free. NULL: this operation is passed on as it is. What is not known here,
 * since it is newer, stays. */
OSSL_ALGORITHM *key_table_without_unmet(
    int operation, const OSSL_ALGORITHM *theirs);
