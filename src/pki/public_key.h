/*
 * A SubjectPublicKeyInfo (RFC 5280 4.1.2.7) taken apart, for the keys that
 * nearly all certificates have: RSA, and EC on a named curve of NIST's. Used by
 * key_library.h; a key of any other form is left to libcrypto.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PUBLIC_KEY_MAX_BYTES 4096 /* RSA 16384 has 2100 */

enum public_key_group {
	PUBLIC_KEY_P256,
	PUBLIC_KEY_P384,
	PUBLIC_KEY_P521,
	PUBLIC_KEY_GROUP_COUNT,
};

/* Lent by the bytes it was read from. */
struct public_key {
	bool is_rsa; /* else EC */
	/* EC: an uncompressed ECPoint (RFC 5480 2.2), not yet known to be on
	 * the curve */
	enum public_key_group group;
	const uint8_t *point;
	size_t point_len;
	/* RSA: big-endian, without leading zeros, not 0 (RFC 8017 A.1.1) */
	const uint8_t *modulus, *exponent;
	size_t modulus_len, exponent_len;
};

/* false: it is of another form, or none at all. Nothing may follow it. */
bool public_key_read(
    const uint8_t *der, size_t der_len, struct public_key *ret_key);
/* As libcrypto calls it. */
const char *public_key_group_name(enum public_key_group group);
