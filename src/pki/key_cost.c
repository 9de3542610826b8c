/* Measured on OpenSSL 3.0; see key_cost.h. */
#include "pki/key_cost.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/rsa.h>
#include <string.h>

#include "pki/crypto_error.h"

#define GROUP_NAME_MAX 64
#define COMMON_EXPONENT_BITS 17 /* of 65537 */

/* Curves with code of their own in OpenSSL, and what the rest costs up to a
 * size (binary and Brainpool ones); measured on OpenSSL 3.0, in units of
 * P-256. */
static const struct {
	const char *group; /* NULL: any */
	int max_bits;
	unsigned cost;
} curve_rows[] = {
    {"prime256v1", 256, 1},
    {"secp384r1", 384, 10},
    {"secp521r1", 521, 10},
    {NULL, 256, 8},
    {NULL, 384, 14},
    {NULL, 521, 24},
};

#define CURVE_COST_MAX 60

static unsigned
curve_cost(EVP_PKEY *pkey, int bits)
{
	char group[GROUP_NAME_MAX] = "";
	size_t len;

	if (EVP_PKEY_get_group_name(pkey, group, sizeof group, &len) != 1)
		group[0] = '\0';
	for (size_t i = 0; i < sizeof curve_rows / sizeof curve_rows[0]; i++) {
		if (bits <= curve_rows[i].max_bits &&
		    (curve_rows[i].group == NULL ||
			strcmp(curve_rows[i].group, group) == 0))
			return curve_rows[i].cost;
	}
	return CURVE_COST_MAX;
}

/* A modular power: the square of the size for each bit of the exponent. Up to
 * 3072 bits OpenSSL takes an exponent as long as the modulus. */
static unsigned
rsa_cost(EVP_PKEY *pkey, int bits)
{
	BIGNUM *exponent = NULL;
	unsigned exponent_bits = COMMON_EXPONENT_BITS;
	unsigned blocks = ((unsigned)bits + 511) / 512;

	if (EVP_PKEY_get_bn_param(pkey, OSSL_PKEY_PARAM_RSA_E, &exponent) == 1)
		exponent_bits = (unsigned)BN_num_bits(exponent);
	BN_free(exponent);
	if (bits > OPENSSL_RSA_MAX_MODULUS_BITS)
		return 1; /* libcrypto refuses it at once */
	/* RSA 4096 with 65537 costs as much as one P-256 check. */
	return 1 + blocks * blocks * exponent_bits / 64 / COMMON_EXPONENT_BITS;
}

unsigned
key_cost(EVP_PKEY *pkey, enum cert_key_kind kind, int bits)
{
	unsigned cost = CURVE_COST_MAX;

	if (pkey == NULL)
		return cost; /* nobody can check with it */
	switch (kind) {
	case CERT_KEY_RSA:
	case CERT_KEY_RSA_PSS: cost = rsa_cost(pkey, bits); break;
	case CERT_KEY_EC: cost = curve_cost(pkey, bits); break;
	case CERT_KEY_DSA:
		cost =
		    4 + 4 * ((unsigned)bits / 2048) * ((unsigned)bits / 2048);
		break;
	case CERT_KEY_ED25519: cost = 2; break;
	case CERT_KEY_ED448: cost = 4; break;
	case CERT_KEY_UNKNOWN: break;
	}
	crypto_error_drop();
	return cost;
}
