/* Where the changes to a list are to be had. */
#include "pki/crl_freshest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "support/mint_crl.h"

#define A "http://a.test/+.crl"
#define B "ldap://b.test/cn=b?deltaRevocationList"

static const struct mint *
a_leaf(const char *extension)
{
	return MINT(.subject = "CN=leaf", .names = "DNS:x.test",
	    .issuer = MINT(.subject = "CN=Root", .is_ca = true),
	    .extensions = {extension});
}

static void
a_certificate_and_a_list_name_them(void **state)
{
	const struct mint *leaf = a_leaf("freshestCRL=URI:" A ",URI:" B);
	struct crl *crl =
	    MINT_CRL(.issuer = MINT(.subject = "CN=Root", .is_ca = true),
		.freshest = A);
	struct texts urls = {0};

	(void)state;
	crl_freshest_of_list(crl, &urls);
	assert_int_equal(urls.len, 1);
	assert_string_equal(urls.items[0], A);
	crl_freshest_of_cert(leaf->cert, &urls);
	assert_int_equal(urls.len, 2); /* each once */
	assert_string_equal(urls.items[1], B);
	texts_clear(&urls);
	crl_free(crl);
}

static void
most_name_none(void **state)
{
	struct crl *crl =
	    MINT_CRL(.issuer = MINT(.subject = "CN=Root", .is_ca = true));
	struct texts urls = {0};

	(void)state;
	crl_freshest_of_list(crl, &urls);
	crl_freshest_of_cert(
	    a_leaf("crlDistributionPoints=URI:" A)->cert, &urls);
	crl_freshest_of_cert(a_leaf("freshestCRL=DER:30820f0000")->cert, &urls);
	crl_freshest_of_cert(a_leaf("freshestCRL=DER:3000")->cert, &urls);
	crl_freshest_of_cert(
	    a_leaf("freshestCRL=DER:300430020500")->cert, &urls);
	assert_int_equal(urls.len, 0);
	crl_free(crl);
}

/* "freshestCRL=URI:http://0.test/,URI:http://1.test/..." */
static char *
many(size_t count, size_t padding)
{
	struct strbuf text = STRBUF_INIT(1u << 20);

	strbuf_add(&text, "freshestCRL=");
	for (size_t i = 0; i < count; i++) {
		strbuf_addf(
		    &text, "%sURI:http://%zu.test/", i == 0 ? "" : ",", i);
		for (size_t k = 0; k < padding; k++)
			strbuf_add(&text, "x");
	}
	return strbuf_take(&text);
}

static void
there_are_bounds(void **state)
{
	CLEANUP(free) char *some = many(CRL_FRESHEST_MAX + 1, 0);
	CLEANUP(free) char *large = many(20, 500);
	struct texts urls = {0};

	(void)state;
	crl_freshest_of_cert(a_leaf(some)->cert, &urls);
	assert_int_equal(urls.len, CRL_FRESHEST_MAX);
	assert_string_equal(urls.items[0], "http://0.test/");
	texts_clear(&urls);
	crl_freshest_of_cert(a_leaf(large)->cert, &urls);
	assert_int_equal(urls.len, 0);
}

static void
what_is_not_printable_is_made_so(void **state)
{
	struct texts urls = {0};

	(void)state;
	crl_freshest_of_cert(
	    a_leaf("freshestCRL=DER:300b3009a007a00586031b5b6d")->cert, &urls);
	assert_int_equal(urls.len, 1);
	assert_string_equal(urls.items[0], "\\x1b[m");
	texts_clear(&urls);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_certificate_and_a_list_name_them),
	    cmocka_unit_test(most_name_none),
	    cmocka_unit_test(there_are_bounds),
	    cmocka_unit_test(what_is_not_printable_is_made_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
