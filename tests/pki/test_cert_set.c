/* Sets: each certificate once, found by digest, issuer name and twin. */
#include "pki/cert_set.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/mint.h"

#define MANY 300 /* past several growths of the tables */

static void
each_certificate_is_kept_once(void **state)
{
	const struct mint *a = MINT(.subject = "CN=A");
	struct cert *copy = cert_new(a->cert->der, a->cert->der_len);
	struct cert_set *set = cert_set_new();

	assert_true(cert_set_add(set, a->cert));
	assert_false(cert_set_add(set, a->cert));
	assert_false(cert_set_add(set, copy));
	assert_int_equal(cert_set_len(set), 1);
	assert_ptr_equal(cert_set_at(set, 0), a->cert);
	assert_null(cert_set_at(set, 1));
	cert_unref(copy);
	cert_set_free(set);
}

static void
malformed_certificates_stay_out(void **state)
{
	struct cert *junk = cert_new((const uint8_t *)"x", 1);
	struct cert_set *set = cert_set_new();
	size_t cursor = 0;

	assert_false(cert_set_add(set, junk));
	assert_int_equal(cert_set_len(set), 0);
	assert_null(cert_set_next_issuer(set, junk, &cursor));
	assert_null(cert_set_next_twin(set, junk, &cursor));
	cert_unref(junk);
	cert_set_free(set);
	cert_set_free(NULL);
}

static void
every_issuer_of_that_name_is_walked_in_order(void **state)
{
	const struct mint *first = MINT(.subject = "CN=CA", .key = "1");
	const struct mint *other = MINT(.subject = "CN=Else");
	const struct mint *second = MINT(.subject = "CN=CA", .key = "2");
	const struct mint *leaf = MINT(.subject = "CN=leaf", .issuer = first);
	struct cert_set *set = cert_set_new();
	size_t cursor = 0;

	cert_set_add(set, first->cert);
	cert_set_add(set, other->cert);
	cert_set_add(set, leaf->cert);
	cert_set_add(set, second->cert);
	assert_ptr_equal(
	    cert_set_next_issuer(set, leaf->cert, &cursor), first->cert);
	assert_ptr_equal(
	    cert_set_next_issuer(set, leaf->cert, &cursor), second->cert);
	assert_null(cert_set_next_issuer(set, leaf->cert, &cursor));
	assert_null(cert_set_next_issuer(set, leaf->cert, &cursor));
	cert_set_free(set);
}

static void
twins_share_subject_and_key(void **state)
{
	const struct mint *root = MINT(.subject = "CN=Root");
	const struct mint *ca = MINT(.subject = "CN=CA", .issuer = root);
	const struct mint *self = MINT(.subject = "CN=CA");
	const struct mint *impostor = MINT(.subject = "CN=CA", .key = "other");
	struct cert_set *set = cert_set_new();
	size_t cursor = 0;

	cert_set_add(set, impostor->cert);
	cert_set_add(set, ca->cert);
	cert_set_add(set, self->cert);
	cert_set_add(set, root->cert);
	assert_ptr_equal(
	    cert_set_next_twin(set, ca->cert, &cursor), self->cert);
	assert_null(cert_set_next_twin(set, ca->cert, &cursor));
	cert_set_free(set);
}

static void
hundreds_are_found_again(void **state)
{
	struct cert_set *set = cert_set_new();
	const struct mint *minted[MANY];

	for (int i = 0; i < MANY; i++) {
		char subject[32];

		snprintf(subject, sizeof subject, "CN=ca %d", i);
		minted[i] = MINT(.subject = subject, .key = "shared");
		assert_true(cert_set_add(set, minted[i]->cert));
	}
	assert_int_equal(cert_set_len(set), MANY);
	for (int i = 0; i < MANY; i++) {
		struct cert *cert = minted[i]->cert;
		size_t cursor = 0;

		assert_ptr_equal(cert_set_at(set, (size_t)i), cert);
		assert_ptr_equal(cert_set_find(set, cert->sha256), cert);
		assert_ptr_equal(
		    cert_set_next_issuer(set, cert, &cursor), cert);
		assert_null(cert_set_next_issuer(set, cert, &cursor));
	}
	cert_set_free(set);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_certificate_is_kept_once),
	    cmocka_unit_test(malformed_certificates_stay_out),
	    cmocka_unit_test(every_issuer_of_that_name_is_walked_in_order),
	    cmocka_unit_test(twins_share_subject_and_key),
	    cmocka_unit_test(hundreds_are_found_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
