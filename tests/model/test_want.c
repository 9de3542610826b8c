/* Wanted evidence: which URLs of a certificate are those of which want. */
#include "model/want.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/mint.h"

static void
each_kind_has_its_own_urls(void **state)
{
	const struct mint *root = MINT(.subject = "CN=Root", .is_ca = true);
	const struct mint *leaf =
	    MINT(.subject = "CN=x", .issuer = root, .names = "DNS:x.test",
		.extensions = {"authorityInfoAccess=OCSP;URI:http://o.test/,"
			       "caIssuers;URI:http://i.test/a",
		    "crlDistributionPoints=URI:http://c.test/1.crl,"
		    "URI:ldap://c.test/"});
	static const struct {
		enum want_kind kind;
		size_t count;
		const char *first;
	} rows[] = {
	    {WANT_ISSUER, 1, "http://i.test/a"},
	    {WANT_OCSP, 1, "http://o.test/"},
	    {WANT_CRL, 2, "http://c.test/1.crl"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct want want = {
		    .kind = rows[i].kind,
		    .cert = cert_ref(leaf->cert),
		    .issuer = rows[i].kind == WANT_ISSUER
			? NULL
			: cert_ref(root->cert),
		};
		size_t count = 0;
		const char *const *urls = want_urls(&want, &count);

		assert_int_equal(count, rows[i].count);
		assert_string_equal(urls[0], rows[i].first);
		want_clear(&want);
	}
}

static void
changes_are_where_the_want_says(void **state)
{
	const struct mint *root = MINT(.subject = "CN=Root", .is_ca = true);
	struct want want = {
	    .kind = WANT_DELTA,
	    .cert = cert_ref(root->cert),
	    .issuer = cert_ref(root->cert),
	};
	size_t count = 0;

	(void)state;
	texts_add(&want.urls, "http://d.test/");
	assert_string_equal(want_urls(&want, &count)[0], "http://d.test/");
	assert_int_equal(count, 1);
	want_clear(&want);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_kind_has_its_own_urls),
	    cmocka_unit_test(changes_are_where_the_want_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
