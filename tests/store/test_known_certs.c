/* A bounded memory of digests that may forget but never invents. */
#include "store/known_certs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void
a_digest_is_known_once_it_was_noted(void **state)
{
	struct known_certs *known = known_certs_new();
	uint8_t a[CERT_SHA256_LEN] = {1, 2, 3}, b[CERT_SHA256_LEN] = {9};

	assert_false(known_certs_note(known, a));
	assert_true(known_certs_note(known, a));
	assert_false(known_certs_note(known, b));
	known_certs_forget(known);
	assert_false(known_certs_note(known, a));
	known_certs_free(known);
}

static void
another_in_its_slot_is_not_taken_for_it(void **state)
{
	struct known_certs *known = known_certs_new();
	uint8_t a[CERT_SHA256_LEN] = {1, 2, 3, 4, 5};
	uint8_t b[CERT_SHA256_LEN] = {1, 2, 3, 4, 6};

	assert_false(known_certs_note(known, a));
	assert_false(known_certs_note(known, b));
	assert_false(known_certs_note(known, a));
	known_certs_free(known);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_digest_is_known_once_it_was_noted),
	    cmocka_unit_test(another_in_its_slot_is_not_taken_for_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
