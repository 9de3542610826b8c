/* Trust stores: what they hold, and when they differ. */
#include "pki/trust_store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/mint.h"

static void
anchors_are_known_by_digest(void **state)
{
	const struct mint *a = MINT(.subject = "CN=A", .is_ca = true);
	const struct mint *twin = MINT(.subject = "CN=A", .is_ca = true);
	struct trust_store *store = mint_trust("corp", a, NULL);

	assert_string_equal(store->name, "corp");
	assert_true(trust_store_has(store, a->cert->sha256));
	assert_false(trust_store_has(store, twin->cert->sha256));
	trust_store_unref(store);
}

static void
generation_follows_the_anchors_alone(void **state)
{
	const struct mint *a = MINT(.subject = "CN=A", .is_ca = true);
	const struct mint *b = MINT(.subject = "CN=B", .is_ca = true);
	struct trust_store *ab = mint_trust("one", a, b, NULL);
	struct trust_store *ba = mint_trust("two", b, a, NULL);
	struct trust_store *only_b = mint_trust("one", b, NULL);

	assert_true(ab->generation == ba->generation);
	assert_true(ab->generation != only_b->generation);
	trust_store_unref(ab);
	trust_store_unref(ba);
	trust_store_unref(only_b);
}

static void
references_are_counted(void **state)
{
	const struct mint *a = MINT(.subject = "CN=A", .is_ca = true);
	struct trust_store *store = mint_trust("corp", a, NULL);

	assert_ptr_equal(trust_store_ref(store), store);
	trust_store_unref(store);
	assert_int_equal(cert_set_len(store->anchors), 1);
	trust_store_unref(store);
	trust_store_unref(NULL);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(anchors_are_known_by_digest),
	    cmocka_unit_test(generation_follows_the_anchors_alone),
	    cmocka_unit_test(references_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
