/* In what addresses may differ. */
#include "model/allowed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct cert_facts facts = {
    .sha256 = {7}, .label = "www", .issuer_label = "R10"};
static struct cert_facts *certs[] = {&facts};
static const struct verdict chain = {.cert_count = 1, .certs = certs};
static const struct verdict empty = {.cert_count = 0};

static void
nothing_is_declared_unless_it_is_said(void **state)
{
	CLEANUP(allowed_unref) struct allowed *allowed = allowed_new();

	assert_false(allowed_declares(NULL, &chain));
	assert_false(allowed_declares(allowed, &chain));
	texts_add(&allowed->issuers, "R11");
	assert_false(allowed_declares(allowed, &chain));
	ARRAY_ADD(&allowed->certificates)->sha256[0] = 8;
	assert_false(allowed_declares(allowed, &chain));
}

static void
issuers_certificates_or_all_are_declared(void **state)
{
	CLEANUP(allowed_unref) struct allowed *issuers = allowed_new();
	CLEANUP(allowed_unref) struct allowed *certificates = allowed_new();
	CLEANUP(allowed_unref) struct allowed *any = allowed_new();

	texts_add(&issuers->issuers, "r10");
	assert_true(allowed_declares(issuers, &chain));
	ARRAY_ADD(&certificates->certificates)->sha256[0] = 7;
	assert_true(allowed_declares(certificates, &chain));
	any->is_any = true;
	assert_true(allowed_declares(any, &chain));
	assert_true(allowed_declares(any, &empty));
	assert_false(allowed_declares(issuers, &empty));
}

static void
equal_ones_say_the_same(void **state)
{
	CLEANUP(allowed_unref) struct allowed *a = allowed_new();
	CLEANUP(allowed_unref) struct allowed *b = allowed_new();

	assert_true(allowed_equal(a, b));
	assert_true(allowed_equal(NULL, NULL));
	assert_false(allowed_equal(a, NULL));
	texts_add(&a->issuers, "R10");
	assert_false(allowed_equal(a, b));
	texts_add(&b->issuers, "R10");
	assert_true(allowed_equal(a, b));
	ARRAY_ADD(&a->certificates)->sha256[0] = 1;
	assert_false(allowed_equal(a, b));
	ARRAY_ADD(&b->certificates)->sha256[0] = 2;
	assert_false(allowed_equal(a, b));
	b->certificates.items[0].sha256[0] = 1;
	assert_true(allowed_equal(a, b));
	a->roles = 4;
	assert_false(allowed_equal(a, b));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_is_declared_unless_it_is_said),
	    cmocka_unit_test(issuers_certificates_or_all_are_declared),
	    cmocka_unit_test(equal_ones_say_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
