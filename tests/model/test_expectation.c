/* How people write what they expect, rightly and wrongly. */
#include "model/expectation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* SHA-256 of nothing, in each spelling. */
#define HEX "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define BASE64 "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
#define COLONS \
	"E3:B0:C4:42:98:FC:1C:14:9A:FB:F4:C8:99:6F:B9:24:" \
	"27:AE:41:E4:64:9B:93:4C:A4:95:99:1B:78:52:B8:55"

static const uint8_t first_bytes[] = {0xe3, 0xb0, 0xc4, 0x42};

static void
a_key_is_its_digest_in_any_spelling(void **state)
{
	static const char *const texts[] = {
	    HEX, COLONS, BASE64, "sha256//" BASE64, "sha256/" BASE64};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		CLEANUP(expectation_unref)
		struct expectation *expected = expectation_new();
		struct error err = ERROR_INIT;

		assert_true(expectation_add_key(expected, texts[i], &err));
		assert_int_equal(expected->keys.len, 1);
		assert_int_equal(expected->keys.items[0].kind, EXPECTED_KEY);
		assert_memory_equal(expected->keys.items[0].sha256, first_bytes,
		    sizeof first_bytes);
		assert_int_equal(expected->keys.items[0].sha256[31], 0x55);
	}
}

static void
what_is_no_digest_is_no_key(void **state)
{
	static const char *const texts[] = {"", "Let's Encrypt", HEX "00",
	    "e3b0", "sha256//" HEX, "sha1//" BASE64, "sha256//",
	    "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuF==",
	    "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSu*U=", BASE64 "\n",
	    ":" HEX};
	CLEANUP(expectation_unref)
	struct expectation *expected = expectation_new();

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct error err = ERROR_INIT;

		assert_false(expectation_add_key(expected, texts[i], &err));
		assert_non_null(strstr(err.message, "sha256//"));
	}
	assert_int_equal(expected->keys.len, 0);
}

static void
an_issuer_is_a_name_a_certificate_or_a_key(void **state)
{
	static const struct {
		const char *text;
		enum expected_kind kind;
	} rows[] = {
	    {"Let's Encrypt", EXPECTED_NAME},
	    {"CN=R10,O=Let's Encrypt,C=US", EXPECTED_NAME},
	    {"e3b0", EXPECTED_NAME},
	    {HEX, EXPECTED_CERTIFICATE},
	    {COLONS, EXPECTED_CERTIFICATE},
	    {"sha256//" BASE64, EXPECTED_KEY},
	};
	CLEANUP(expectation_unref)
	struct expectation *expected = expectation_new();
	struct error err = ERROR_INIT;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert_true(
		    expectation_add_issuer(expected, rows[i].text, &err));
		assert_int_equal(expected->issuers.items[i].kind, rows[i].kind);
		assert_string_equal(
		    expected->issuers.items[i].text, rows[i].text);
	}
	assert_false(expectation_add_issuer(expected, "", &err));
	assert_false(expectation_add_issuer(expected, "sha256//x", &err));
}

static void
too_long_a_name_is_refused(void **state)
{
	char text[EXPECTED_TEXT_MAX + 2];
	CLEANUP(expectation_unref)
	struct expectation *expected = expectation_new();
	struct error err = ERROR_INIT;

	memset(text, 'x', sizeof text);
	text[EXPECTED_TEXT_MAX + 1] = '\0';
	assert_false(expectation_add_issuer(expected, text, &err));
	assert_int_equal(err.kind, ERROR_LIMIT);
	text[EXPECTED_TEXT_MAX] = '\0';
	assert_true(expectation_add_issuer(expected, text, &err));
}

static void
equal_ones_have_equal_hashes(void **state)
{
	CLEANUP(expectation_unref) struct expectation *a = expectation_new();
	CLEANUP(expectation_unref) struct expectation *b = expectation_new();
	struct error err = ERROR_INIT;

	assert_true(expectation_equal(NULL, NULL));
	assert_false(expectation_equal(NULL, a));
	assert_true(expectation_equal(a, b));
	assert_int_equal(expectation_hash(NULL), 0);
	assert_true(expectation_add_issuer(a, HEX, &err));
	assert_false(expectation_equal(a, b));
	assert_true(expectation_add_key(b, HEX, &err));
	assert_false(expectation_equal(a, b));
	assert_true(expectation_hash(a) != expectation_hash(b));
	assert_true(expectation_add_issuer(b, HEX, &err));
	assert_true(expectation_add_key(a, HEX, &err));
	assert_true(expectation_equal(a, b));
	assert_true(expectation_hash(a) == expectation_hash(b));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_key_is_its_digest_in_any_spelling),
	    cmocka_unit_test(what_is_no_digest_is_no_key),
	    cmocka_unit_test(an_issuer_is_a_name_a_certificate_or_a_key),
	    cmocka_unit_test(too_long_a_name_is_refused),
	    cmocka_unit_test(equal_ones_have_equal_hashes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
