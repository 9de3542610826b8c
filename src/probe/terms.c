/* The terms on which a server is asked; see terms.h. */
#include "probe/terms.h"

/*
 * TLS 1.3 has no cipher that tells the keys apart, and signatures of
 * certificates and of the server come in one list. But of those with RSA a
 * server signs by PSS only, while CAs sign certificates by PKCS #1 nearly
 * always: with PKCS #1 and without PSS the CA's RSA signatures pass and the
 * server's do not. Old versions choose by the cipher.
 */
#define BY_ECDSA \
	"ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:" \
	"RSA+SHA256:RSA+SHA384:RSA+SHA512"
#define BY_RSA \
	"rsa_pss_rsae_sha256:rsa_pss_rsae_sha384:rsa_pss_rsae_sha512:" \
	"rsa_pss_pss_sha256:rsa_pss_pss_sha384:rsa_pss_pss_sha512:" \
	"RSA+SHA256:RSA+SHA384:RSA+SHA512"
#define NO_OTHERS ":!aNULL:!eNULL:!PSK:!SRP:@SECLEVEL=0"

/* NULL, 0: as the usual one. */
static const struct terms {
	const char *signatures, *ciphers;
	int version; /* this one only */
	bool is_nameless;
} table[VARIANT_COUNT] = {
    [VARIANT_USUAL] = {0},
    [VARIANT_RSA] = {.signatures = BY_RSA,
	.ciphers = "ECDHE-RSA-AES128-GCM-SHA256:aRSA" NO_OTHERS},
    [VARIANT_ECDSA] = {.signatures = BY_ECDSA,
	.ciphers = "ECDHE-ECDSA-AES128-GCM-SHA256:aECDSA" NO_OTHERS},
    [VARIANT_NO_SNI] = {.is_nameless = true},
    [VARIANT_TLS12] = {.version = TLS1_2_VERSION},
};

bool
terms_set(SSL *ssl, enum variant variant)
{
	const struct terms *terms = &table[variant];

	if (terms->signatures != NULL &&
	    !SSL_set1_sigalgs_list(ssl, terms->signatures))
		return false;
	if (terms->ciphers != NULL && !SSL_set_cipher_list(ssl, terms->ciphers))
		return false;
	return terms->version == 0 ||
	    (SSL_set_min_proto_version(ssl, terms->version) &&
		SSL_set_max_proto_version(ssl, terms->version));
}

bool
terms_have_name(enum variant variant)
{
	return !table[variant].is_nameless;
}
