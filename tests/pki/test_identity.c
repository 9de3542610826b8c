/* Client certificates and their keys, out of PEM. */
#include "pki/identity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/pem.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "support/mint.h"

static char *
key_pem(EVP_PKEY *key, const char *password)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *bytes, *text;
	long len;

	assert_true(PEM_write_bio_PKCS8PrivateKey(bio, key,
	    password == NULL ? NULL : EVP_aes_128_cbc(), password,
	    password == NULL ? 0 : (int)strlen(password), NULL, NULL));
	len = BIO_get_mem_data(bio, &bytes);
	text = mem_strndup(bytes, (size_t)len);
	BIO_free(bio);
	return text;
}

static struct identity *
parse(const char *certs, const char *key, struct error *err)
{
	return identity_parse(certs, strlen(certs), key, strlen(key), err);
}

static void
a_certificate_with_chain_and_key_is_read(void **state)
{
	struct mint_chain chain = mint_chain_for("client.example.test");
	CLEANUP(free) char *leaf = mint_pem(chain.leaf);
	CLEANUP(free) char *intermediate = mint_pem(chain.intermediate);
	CLEANUP(free) char *key = key_pem(chain.leaf->key, NULL);
	CLEANUP(free) char *certs = mem_printf("%s%s", leaf, intermediate);
	CLEANUP(free) char *all = mem_printf("%s%s%s", key, leaf, intermediate);
	struct error err = ERROR_INIT;

	for (int i = 0; i < 2; i++) {
		CLEANUP(identity_unref)
		struct identity *identity =
		    i == 0 ? parse(certs, key, &err) : parse(all, all, &err);

		assert_non_null(identity);
		assert_int_equal(
		    X509_cmp(identity->leaf, chain.leaf->cert->x509), 0);
		assert_int_equal(sk_X509_num(identity->chain), 1);
		assert_int_equal(
		    EVP_PKEY_eq(identity->key, chain.leaf->key), 1);
	}
}

static void
what_cannot_be_used_is_told(void **state)
{
	struct mint_chain chain = mint_chain_for("client.example.test");
	CLEANUP(free) char *leaf = mint_pem(chain.leaf);
	CLEANUP(free) char *key = key_pem(chain.leaf->key, NULL);
	CLEANUP(free) char *other = key_pem(chain.root->key, NULL);
	CLEANUP(free) char *locked = key_pem(chain.leaf->key, "hunter2");
	CLEANUP(free) char *broken = mem_printf("%s%.80s", leaf, leaf);
	CLEANUP(free) char *bad = mem_strdup(leaf);
	const struct row {
		const char *certs, *key, *words;
	} rows[] = {
	    {"", key, "holds no certificate in PEM"},
	    {key, key, "holds no certificate in PEM"},
	    {broken, key, "a certificate of its chain cannot be read"},
	    {bad, key, "the certificate cannot be read"},
	    {leaf, "", "holds no private key in PEM"},
	    {leaf, leaf, "holds no private key in PEM"},
	    {leaf, locked, "the private key is encrypted"},
	    {leaf, other, "the private key is not that of the certificate"},
	};

	memcpy(strstr(bad, "\n") + 1, "!!!!", 4);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct error err = ERROR_INIT;

		assert_null(parse(rows[i].certs, rows[i].key, &err));
		if (strstr(err.message, rows[i].words) == NULL)
			fail_msg("%zu: %s", i, err.message);
	}
}

static void
too_many_certificates_are_refused(void **state)
{
	struct mint_chain chain = mint_chain_for("client.example.test");
	CLEANUP(free) char *leaf = mint_pem(chain.leaf);
	CLEANUP(free) char *key = key_pem(chain.leaf->key, NULL);
	CLEANUP(strbuf_clear) struct strbuf all = STRBUF_INIT(1u << 20);
	struct error err = ERROR_INIT;

	for (int i = 0; i < IDENTITY_MAX_CERTS; i++)
		strbuf_add(&all, leaf);
	identity_unref(parse(all.text, key, &err));
	assert_int_equal(err.kind, ERROR_NONE);
	strbuf_add(&all, leaf);
	assert_null(parse(all.text, key, &err));
	assert_non_null(strstr(err.message, "more than 16 certificates"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_certificate_with_chain_and_key_is_read),
	    cmocka_unit_test(what_cannot_be_used_is_told),
	    cmocka_unit_test(too_many_certificates_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
