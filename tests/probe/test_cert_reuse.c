/* Certificates that libssl does not parse a second time: which, how many, and
 * that none is ever taken for another. */
#include "probe/cert_reuse.h"

#include <openssl/x509.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/mint.h"

#define MANY (4 * CERT_REUSE_MAX)
#define NEWER 64

static struct cert_reuse *reuse;

static int
set_up(UNUSED void **state)
{
	reuse = cert_reuse_new();
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	cert_reuse_end();
	cert_reuse_free(reuse);
	return 0;
}

/* As libssl does it: into a certificate that is empty. */
static X509 *
parse(const uint8_t *der, size_t len, size_t *ret_read)
{
	const unsigned char *p = der;
	X509 *x509 = X509_new_ex(NULL, NULL);

	assert_non_null(x509);
	if (d2i_X509(&x509, &p, (long)len) == NULL) {
		X509_free(x509);
		return NULL;
	}
	if (ret_read != NULL)
		*ret_read = (size_t)(p - der);
	return x509;
}

static const struct cert *
some_cert(void)
{
	return mint_chain_for("www.example.test").leaf->cert;
}

/* The n-th of many that differ in their signature alone. */
static uint8_t *
variant_of(const struct cert *cert, unsigned n)
{
	uint8_t *der = mem_dup(cert->der, cert->der_len);

	der[cert->der_len - 1] ^= (uint8_t)(n + 1);
	der[cert->der_len - 2] ^= (uint8_t)((n + 1) >> 8);
	return der;
}

static X509 *
parse_variant(const struct cert *cert, unsigned n)
{
	uint8_t *der = variant_of(cert, n);
	X509 *x509 = parse(der, cert->der_len, NULL);

	free(der);
	assert_non_null(x509);
	return x509;
}

static void
the_same_bytes_are_parsed_once(UNUSED void **state)
{
	const struct cert *cert = some_cert();
	uint8_t *copy = mem_dup(cert->der, cert->der_len);
	size_t read = 0;
	X509 *first, *second;

	cert_reuse_begin(reuse);
	first = parse(cert->der, cert->der_len, NULL);
	second = parse(copy, cert->der_len, &read);
	free(copy);
	assert_non_null(first);
	assert_ptr_equal(first, second);
	assert_int_equal(read, cert->der_len);
	assert_int_equal(cert_reuse_counts(reuse).parsed, 1);
	assert_int_equal(cert_reuse_counts(reuse).reused, 1);
	X509_free(first);
	X509_free(second);
}

static void
what_is_kept_outlives_whoever_had_it(UNUSED void **state)
{
	const struct cert *cert = some_cert();
	unsigned char *der = NULL;
	X509 *x509;
	int len;

	cert_reuse_begin(reuse);
	X509_free(parse(cert->der, cert->der_len, NULL));
	x509 = parse(cert->der, cert->der_len, NULL);
	len = i2d_X509(x509, &der);
	assert_int_equal(len, cert->der_len);
	assert_memory_equal(der, cert->der, cert->der_len);
	OPENSSL_free(der);
	X509_free(x509);
}

static void
what_is_had_outlives_what_is_kept(UNUSED void **state)
{
	const struct cert *cert = some_cert();
	X509 *x509;

	cert_reuse_begin(reuse);
	X509_free(parse(cert->der, cert->der_len, NULL));
	x509 = parse(cert->der, cert->der_len, NULL);
	cert_reuse_end();
	cert_reuse_free(TAKE(reuse));
	assert_non_null(X509_get0_pubkey(x509));
	X509_free(x509);
}

/* Of the same length and in the same set, as its end is the same. */
static void
another_certificate_is_never_taken_for_it(UNUSED void **state)
{
	const struct cert *cert = some_cert();
	uint8_t *other = mem_dup(cert->der, cert->der_len);
	X509 *first, *second;

	/* In the signature, but not at its end. */
	other[cert->der_len - 40] ^= 1;

	cert_reuse_begin(reuse);
	first = parse(cert->der, cert->der_len, NULL);
	second = parse(other, cert->der_len, NULL);
	assert_non_null(first);
	assert_non_null(second);
	assert_ptr_not_equal(first, second);
	assert_int_not_equal(X509_cmp(first, second), 0);
	assert_int_equal(cert_reuse_counts(reuse).reused, 0);
	free(other);
	X509_free(first);
	X509_free(second);
}

static void
nothing_is_reused_outside(UNUSED void **state)
{
	const struct cert *cert = some_cert();
	X509 *first, *second, *third;

	first = parse(cert->der, cert->der_len, NULL);
	cert_reuse_begin(reuse);
	second = parse(cert->der, cert->der_len, NULL);
	cert_reuse_end();
	third = parse(cert->der, cert->der_len, NULL);
	assert_ptr_not_equal(first, second);
	assert_ptr_not_equal(second, third);
	assert_int_equal(cert_reuse_counts(reuse).kept, 1);
	X509_free(first);
	X509_free(second);
	X509_free(third);
}

/* Others in the process call it by its description, d2i_X509(3). */
static void
who_gives_no_place_gets_one_of_his_own(UNUSED void **state)
{
	const struct cert *cert = some_cert();
	const unsigned char *p = cert->der;
	X509 *kept, *own, *empty = NULL;

	cert_reuse_begin(reuse);
	kept = parse(cert->der, cert->der_len, NULL);
	own = d2i_X509(NULL, &p, (long)cert->der_len);
	assert_non_null(own);
	assert_ptr_not_equal(own, kept);
	assert_ptr_equal(p, cert->der + cert->der_len);
	p = cert->der;
	assert_non_null(d2i_X509(&empty, &p, (long)cert->der_len));
	assert_ptr_not_equal(empty, kept);
	X509_free(kept);
	X509_free(own);
	X509_free(empty);
}

static void
what_is_malformed_is_not_kept(UNUSED void **state)
{
	const struct cert *cert = some_cert();

	cert_reuse_begin(reuse);
	for (int i = 0; i < 2; i++)
		assert_null(parse(cert->der, cert->der_len - 1, NULL));
	assert_int_equal(cert_reuse_counts(reuse).kept, 0);
	assert_int_equal(cert_reuse_counts(reuse).reused, 0);
}

static void
what_has_more_behind_it_is_not_kept(UNUSED void **state)
{
	const struct cert *cert = some_cert();
	uint8_t *der = mem_new(1, cert->der_len + 1);
	size_t read = 0;

	memcpy(der, cert->der, cert->der_len);
	cert_reuse_begin(reuse);
	for (int i = 0; i < 2; i++) {
		X509_free(parse(der, cert->der_len + 1, &read));
		assert_int_equal(read, cert->der_len);
	}
	free(der);
	assert_int_equal(cert_reuse_counts(reuse).kept, 0);
	assert_int_equal(cert_reuse_counts(reuse).reused, 0);
}

static void
no_more_are_kept_than_there_is_room_for(UNUSED void **state)
{
	const struct cert *cert = some_cert();

	cert_reuse_begin(reuse);
	for (unsigned n = 0; n < MANY; n++)
		X509_free(parse_variant(cert, n));
	assert_in_range(
	    cert_reuse_counts(reuse).kept, CERT_REUSE_MAX / 2, CERT_REUSE_MAX);
	assert_int_equal(cert_reuse_counts(reuse).parsed, MANY);
}

/* More leaves than there is room for, by turns, and one CA with each. */
static void
what_comes_with_each_is_kept_however_many_there_are(UNUSED void **state)
{
	struct mint_chain chain = mint_chain_for("www.example.test");
	const struct cert *ca = chain.intermediate->cert;
	uint64_t before;

	cert_reuse_begin(reuse);
	for (unsigned n = 0; n < MANY; n++) {
		X509_free(parse_variant(chain.leaf->cert, n));
		before = cert_reuse_counts(reuse).reused;
		X509_free(parse(ca->der, ca->der_len, NULL));
		if (n > 0)
			assert_int_equal(
			    cert_reuse_counts(reuse).reused, before + 1);
	}
}

/* ... of which a good part is kept, rather than each thrown out before it comes
 * again. */
static void
of_leaves_by_turns_some_are_kept(UNUSED void **state)
{
	const struct cert *cert = some_cert();
	unsigned count = 2 * CERT_REUSE_MAX;

	cert_reuse_begin(reuse);
	for (unsigned n = 0; n < 3 * count; n++)
		X509_free(parse_variant(cert, n % count));
	assert_true(cert_reuse_counts(reuse).reused > count / 2);
}

/* A fleet that renews all it has. */
static void
what_does_not_come_again_makes_way(UNUSED void **state)
{
	const struct cert *cert = some_cert();
	uint64_t before;

	cert_reuse_begin(reuse);
	for (unsigned n = 0; n < 2 * CERT_REUSE_MAX; n++)
		X509_free(parse_variant(cert, n));
	for (unsigned n = 0; n < 64 * NEWER; n++)
		X509_free(parse_variant(cert, 60000 + n % NEWER));
	before = cert_reuse_counts(reuse).reused;
	for (unsigned n = 0; n < NEWER; n++)
		X509_free(parse_variant(cert, 60000 + n));
	/* No set has room for all that fall into it. */
	assert_true(cert_reuse_counts(reuse).reused - before > NEWER / 2);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(the_same_bytes_are_parsed_once),
	    TEST(what_is_kept_outlives_whoever_had_it),
	    TEST(what_is_had_outlives_what_is_kept),
	    TEST(another_certificate_is_never_taken_for_it),
	    TEST(nothing_is_reused_outside),
	    TEST(who_gives_no_place_gets_one_of_his_own),
	    TEST(what_is_malformed_is_not_kept),
	    TEST(what_has_more_behind_it_is_not_kept),
	    TEST(no_more_are_kept_than_there_is_room_for),
	    TEST(what_comes_with_each_is_kept_however_many_there_are),
	    TEST(of_leaves_by_turns_some_are_kept),
	    TEST(what_does_not_come_again_makes_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
