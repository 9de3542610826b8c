/* What a TLS client never meets; see key_tables.h. */
#include "pki/key_tables.h"

#include <openssl/core_dispatch.h>
#include <string.h>

#include "base/mem.h"

/*
 * Of ciphers modes and families that no cipher suite has; of digests what
 * signs no certificate; of the rest what serves files, passwords and other
 * protocols. Parts of names, as some are many.
 */
static const struct unmet {
	int operation;
	const char *part;
} unmet[] = {
    {OSSL_OP_CIPHER, "-ECB"},
    {OSSL_OP_CIPHER, "-CFB"},
    {OSSL_OP_CIPHER, "-OFB"},
    {OSSL_OP_CIPHER, "-CTR"},
    {OSSL_OP_CIPHER, "-CTS"},
    {OSSL_OP_CIPHER, "-XTS"},
    {OSSL_OP_CIPHER, "-OCB"},
    {OSSL_OP_CIPHER, "-SIV"},
    {OSSL_OP_CIPHER, "WRAP"},
    {OSSL_OP_CIPHER, "SM4"},
    {OSSL_OP_CIPHER, "AES-192"},
    {OSSL_OP_CIPHER, "ARIA-192"},
    {OSSL_OP_CIPHER, "CAMELLIA-192"},
    {OSSL_OP_CIPHER, "DES-EDE-"},
    {OSSL_OP_DIGEST, "BLAKE2"},
    {OSSL_OP_DIGEST, "KECCAK"},
    {OSSL_OP_DIGEST, "SHAKE"},
    {OSSL_OP_MAC, "BLAKE2"},
    {OSSL_OP_MAC, "CMAC"},
    {OSSL_OP_MAC, "GMAC"},
    {OSSL_OP_MAC, "KMAC"},
    {OSSL_OP_MAC, "SIPHASH"},
    {OSSL_OP_MAC, "POLY1305"},
    {OSSL_OP_KDF, "SSKDF"},
    {OSSL_OP_KDF, "PBKDF"},
    {OSSL_OP_KDF, "PKCS12KDF"},
    {OSSL_OP_KDF, "SSHKDF"},
    {OSSL_OP_KDF, "X942KDF"},
    {OSSL_OP_KDF, "KBKDF"},
    {OSSL_OP_KDF, "SCRYPT"},
    {OSSL_OP_KDF, "KRB5KDF"},
    {OSSL_OP_KEYMGMT, "DHX"},
    {OSSL_OP_KEYMGMT, "SM2"},
    {OSSL_OP_KEYMGMT, "TLS1-PRF"},
    {OSSL_OP_KEYMGMT, "HKDF"},
    {OSSL_OP_KEYMGMT, "SCRYPT"},
    {OSSL_OP_KEYMGMT, "SIPHASH"},
    {OSSL_OP_KEYMGMT, "POLY1305"},
    {OSSL_OP_KEYMGMT, "CMAC"},
    {OSSL_OP_KEYEXCH, "TLS1-PRF"},
    {OSSL_OP_KEYEXCH, "HKDF"},
    {OSSL_OP_KEYEXCH, "SCRYPT"},
    {OSSL_OP_SIGNATURE, "SM2"},
    {OSSL_OP_SIGNATURE, "SIPHASH"},
    {OSSL_OP_SIGNATURE, "POLY1305"},
    {OSSL_OP_SIGNATURE, "CMAC"},
    {OSSL_OP_RAND, "TEST-RAND"},
};

size_t
key_table_len(const OSSL_ALGORITHM *table)
{
	size_t len = 0;

	while (table != NULL && table[len].algorithm_names != NULL)
		len++;
	return len;
}

bool
key_table_is_named(const OSSL_ALGORITHM *algorithm, const char *name)
{
	size_t len = strcspn(algorithm->algorithm_names, ":");

	return strlen(name) == len &&
	    strncmp(name, algorithm->algorithm_names, len) == 0;
}

static bool
is_unmet(int operation, const char *names)
{
	for (size_t i = 0; i < sizeof unmet / sizeof unmet[0]; i++) {
		if (unmet[i].operation == operation &&
		    strstr(names, unmet[i].part) != NULL)
			return true;
	}
	return false;
}

static bool
is_known(int operation)
{
	for (size_t i = 0; i < sizeof unmet / sizeof unmet[0]; i++) {
		if (unmet[i].operation == operation)
			return true;
	}
	return false;
}

OSSL_ALGORITHM *
key_table_without_unmet(int operation, const OSSL_ALGORITHM *theirs)
{
	size_t len = key_table_len(theirs), count = 0;
	OSSL_ALGORITHM *kept;

	if (theirs == NULL || !is_known(operation))
		return NULL;
	kept = mem_new(len + 1, sizeof *kept);
	for (size_t i = 0; i < len; i++) {
		if (!is_unmet(operation, theirs[i].algorithm_names))
			kept[count++] = theirs[i];
	}
	return kept;
}
