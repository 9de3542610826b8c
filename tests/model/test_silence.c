/* What somebody said need not be told. */
#include "model/silence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

#define NOW 1800000000

static struct silence *
silence_of(const char *author, const char *reason, int64_t ends_at)
{
	struct silence *silence = silence_new();

	silence->number = 3;
	silence->author = mem_strdup(author);
	silence->reason = mem_strdup(reason);
	silence->ends_at = ends_at;
	return silence;
}

static bool
is_fine(const char *author, const char *reason, int64_t ends_at)
{
	struct silence *silence = silence_of(author, reason, ends_at);
	struct error err = ERROR_INIT;
	bool ok = silence_check(silence, NOW, &err);

	silence_free(silence);
	return ok;
}

static void
an_end_an_author_and_a_reason_are_needed(void **state)
{
	char long_text[SILENCE_TEXT_MAX + 2];

	(void)state;
	memset(long_text, 'x', sizeof long_text);
	long_text[sizeof long_text - 1] = '\0';
	assert_true(is_fine("anna", "moving", NOW + 1));
	assert_false(is_fine("anna", "moving", NOW));
	assert_true(is_fine("anna", "moving", NOW + SILENCE_MAX_S));
	assert_false(is_fine("anna", "moving", NOW + SILENCE_MAX_S + 1));
	assert_false(is_fine("anna", "", NOW + 1));
	assert_false(is_fine(NULL, "moving", NOW + 1));
	assert_false(is_fine("anna", long_text, NOW + 1));
}

static void
a_certificate_is_its_digest_or_the_start_of_it(void **state)
{
	struct silence *silence = silence_of("anna", "x", NOW + 1);
	const uint8_t sha256[CERT_SHA256_LEN] = {0xab, 0xcd, 0x12, 0x34};
	const uint8_t other[CERT_SHA256_LEN] = {0xab, 0xcd, 0x12, 0x35};
	struct error err = ERROR_INIT;

	(void)state;
	assert_false(silence_is_of_certificate(silence, sha256));
	assert_true(silence_set_certificate(silence, "AB:CD:12:34", &err));
	assert_string_equal(silence->certificate, "abcd1234");
	assert_true(silence_is_of_certificate(silence, sha256));
	assert_false(silence_is_of_certificate(silence, other));
	assert_false(silence_set_certificate(silence, "abcd123", &err));
	assert_false(silence_set_certificate(silence, "abcd123g", &err));
	silence_free(silence);
}

static void
tied_it_needs_a_certificate(void **state)
{
	struct silence *silence = silence_of("anna", "x", NOW + 1);
	struct error err = ERROR_INIT;

	(void)state;
	silence->is_tied = true;
	assert_false(silence_check(silence, NOW, &err));
	assert_true(silence_set_certificate(silence, "abcd1234", &err));
	assert_true(silence_check(silence, NOW, &err));
	silence_free(silence);
}

static void
its_words_are_safe_to_print(void **state)
{
	struct silence *silence = silence_of("an\033na", "mo\nving", NOW);
	struct silence *copy;
	struct strbuf words = STRBUF_INIT(1000);

	(void)state;
	silence->finding = FINDING_LEAF_ONLY;
	silence->scope.pattern = mem_strdup("*.example");
	copy = silence_copy(silence);
	silence_free(silence);
	silence_add_words(copy, &words);
	assert_null(strchr(strbuf_text(&words), '\n'));
	assert_null(strchr(strbuf_text(&words), '\033'));
	assert_non_null(strstr(strbuf_text(&words), "silence 3 by an"));
	strbuf_clear(&words);
	silence_add_subject(copy, &words);
	assert_string_equal(strbuf_text(&words), "leaf-only at *.example");
	strbuf_clear(&words);
	silence_free(copy);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_end_an_author_and_a_reason_are_needed),
	    cmocka_unit_test(a_certificate_is_its_digest_or_the_start_of_it),
	    cmocka_unit_test(tied_it_needs_a_certificate),
	    cmocka_unit_test(its_words_are_safe_to_print),
	};

	return cmocka_run_group_tests_name("silence", tests, NULL, NULL);
}
