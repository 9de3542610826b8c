/* PKCS#12 files; see mint_pkcs12.h. */
#include "support/mint_pkcs12.h"

#include <assert.h>
#include <openssl/pkcs12.h>
#include <string.h>

#include "base/mem.h"

#define ITERATIONS 10

/* The purposes that Java writes there are not looked at: any text will do. */
static void
mark(PKCS12_SAFEBAG *bag)
{
	if (PKCS12_add1_attr_by_txt(bag, "2.16.840.1.113894.746875.1.1",
		V_ASN1_UTF8STRING, (const unsigned char *)"any", 3) != 1)
		abort();
}

static STACK_OF(PKCS7) *
    make_parts(const struct mint_pkcs12 *recipe, int iterations)
{
	STACK_OF(PKCS12_SAFEBAG) *bags = NULL;
	STACK_OF(PKCS7) *parts = NULL;
	int encryption =
	    recipe->encryption != 0 ? recipe->encryption : NID_aes_256_cbc;

	for (unsigned i = 0; i < 4 && recipe->certs[i] != NULL; i++) {
		PKCS12_SAFEBAG *bag =
		    PKCS12_add_cert(&bags, recipe->certs[i]->cert->x509);

		assert(bag != NULL);
		if ((recipe->marked >> i & 1) != 0)
			mark(bag);
	}
	if (PKCS12_add_safe(&parts, bags,
		recipe->password == NULL ? -1 : encryption, iterations,
		recipe->password) != 1)
		abort();
	sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
	return parts;
}

uint8_t *
mint_pkcs12(const struct mint_pkcs12 *recipe, size_t *ret_len)
{
	int iterations =
	    recipe->iterations != 0 ? recipe->iterations : ITERATIONS;
	STACK_OF(PKCS7) *parts = make_parts(recipe, iterations);
	PKCS12 *file = PKCS12_add_safes(parts, 0);
	uint8_t *bytes = NULL, *copy;
	int len;

	assert(file != NULL);
	if (recipe->password != NULL &&
	    PKCS12_set_mac(file, recipe->password, -1, NULL, 0, iterations,
		EVP_sha256()) != 1)
		abort();
	len = i2d_PKCS12(file, &bytes);
	assert(len > 0);
	copy = mem_new((size_t)len, 1);
	memcpy(copy, bytes, (size_t)len);
	OPENSSL_free(bytes);
	PKCS12_free(file);
	sk_PKCS7_pop_free(parts, PKCS7_free);
	*ret_len = (size_t)len;
	return copy;
}
