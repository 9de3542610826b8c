/* Timestamps of RFC 6962: taken apart, bounded, and the earliest. */
#include "pki/sct.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "support/mint.h"
#include "support/mint_sct.h"

#define MS(seconds) ((int64_t)(seconds)*1000)

static const int64_t three[] = {
    MS(MINT_NOW) + 7, MS(MINT_NOW) - 1, MS(MINT_NOW) + 9};

static void
reads_what_stands_in_it(void **state)
{
	uint8_t bytes[MINT_SCT_LIST_MAX];
	size_t len = mint_sct_list(three, 3, bytes);
	struct sct_list list;

	assert_true(sct_list_read(bytes, len, &list, NULL));
	assert_int_equal(list.len, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(list.items[i].version, SCT_V1);
		assert_int_equal(list.items[i].timestamp_ms, three[i]);
		assert_int_equal(list.items[i].log_id[31], 0x5c);
		assert_int_equal(list.items[i].hash_algorithm, 4);
		assert_int_equal(list.items[i].signature_algorithm, 3);
	}
	assert_int_equal(sct_list_earliest_ms(&list), three[1]);
}

static void
every_truncation_is_refused(void **state)
{
	uint8_t bytes[MINT_SCT_LIST_MAX];
	size_t len = mint_sct_list(three, 3, bytes);
	struct sct_list list;

	for (size_t cut = 0; cut < len; cut++) {
		struct error err = ERROR_INIT;

		assert_false(sct_list_read(bytes, cut, &list, &err));
		assert_int_equal(err.kind, ERROR_INVALID);
	}
}

static void
what_follows_is_refused(void **state)
{
	uint8_t bytes[MINT_SCT_LIST_MAX] = {0};
	size_t len = mint_sct_list(three, 2, bytes);
	struct sct_list list;

	assert_false(sct_list_read(bytes, len + 1, &list, NULL));
	bytes[3]++; /* the first reaches into the second */
	assert_false(sct_list_read(bytes, len, &list, NULL));
}

static void
a_later_version_counts_but_has_no_time(void **state)
{
	uint8_t bytes[MINT_SCT_LIST_MAX];
	size_t len = mint_sct_list(three, 2, bytes);
	struct sct_list list;

	bytes[2 + 49 + 2] = 1;
	assert_true(sct_list_read(bytes, len, &list, NULL));
	assert_int_equal(list.len, 2);
	assert_int_equal(list.items[1].version, 1);
	assert_int_equal(sct_list_earliest_ms(&list), three[0]);
}

static void
too_many_are_refused(void **state)
{
	uint8_t bytes[2 + (SCT_LIST_MAX + 1) * 3] = {0};
	struct sct_list list;
	struct error err = ERROR_INIT;

	for (size_t i = 0; i <= SCT_LIST_MAX; i++) {
		bytes[2 + 3 * i + 1] = 1; /* of one octet: */
		bytes[2 + 3 * i + 2] = 9; /* a version of the far future */
	}
	bytes[1] = sizeof bytes - 2;
	assert_false(sct_list_read(bytes, sizeof bytes, &list, &err));
	assert_int_equal(err.kind, ERROR_LIMIT);
	bytes[1] -= 3;
	assert_true(sct_list_read(bytes, sizeof bytes - 3, &list, NULL));
	assert_int_equal(list.len, SCT_LIST_MAX);
}

static void
no_time_beyond_64_bits_with_sign(void **state)
{
	uint8_t bytes[MINT_SCT_LIST_MAX];
	size_t len = mint_sct_list(three, 1, bytes);
	struct sct_list list;

	bytes[2 + 2 + 33] = 0x80;
	assert_false(sct_list_read(bytes, len, &list, NULL));
}

static const struct cert *
cert_with(const char *extension)
{
	return MINT(.subject = "CN=A", .extensions = {extension})->cert;
}

static void
certificates_know_their_earliest(void **state)
{
	char *extension = mint_sct_extension(three, 3);
	const struct cert *cert = cert_with(extension);

	assert_true(cert->has_scts);
	assert_int_equal(cert->sct_count, 3);
	assert_int_equal(cert->earliest_sct_ms, three[1]);
	assert_false(cert->has_unreadable_extension);
	free(extension);
}

static void
broken_lists_count_as_none(void **state)
{
	static const char *const texts[] = {
	    "1.3.6.1.4.1.11129.2.4.2=DER:0500",
	    "1.3.6.1.4.1.11129.2.4.2=DER:04020000",
	    "1.3.6.1.4.1.11129.2.4.2=DER:0403000101",
	    "1.3.6.1.4.1.11129.2.4.2=DER:0403000101ff",
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		const struct cert *cert = cert_with(texts[i]);

		assert_true(cert->has_scts);
		assert_int_equal(cert->sct_count, 0);
		assert_int_equal(cert->earliest_sct_ms, 0);
	}
	assert_false(MINT(.subject = "CN=A")->cert->has_scts);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_what_stands_in_it),
	    cmocka_unit_test(every_truncation_is_refused),
	    cmocka_unit_test(what_follows_is_refused),
	    cmocka_unit_test(a_later_version_counts_but_has_no_time),
	    cmocka_unit_test(too_many_are_refused),
	    cmocka_unit_test(no_time_beyond_64_bits_with_sign),
	    cmocka_unit_test(certificates_know_their_earliest),
	    cmocka_unit_test(broken_lists_count_as_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
