/* Foreign bytes made fit to be shown: every hostile kind has its row. */
#include "base/safe_print.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/utf8.h"

struct row {
	const char *bytes;
	size_t len;
	const char *shown;
};

#define ROW(bytes, shown) \
	{ \
		bytes, sizeof(bytes) - 1, shown \
	}

static void
check_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		CLEANUP(free)
		char *shown = safe_print_dup(rows[i].bytes, rows[i].len, 1000);

		assert_string_equal(shown, rows[i].shown);
	}
}

static void
plain_text_and_other_scripts_are_kept(void **state)
{
	static const struct row rows[] = {
	    ROW("", ""),
	    ROW("CN=www.example.com, O=A & B <c>",
		"CN=www.example.com, "
		"O=A & B <c>"),
	    ROW("M\xc3\xbcller", "M\xc3\xbcller"),
	    ROW("\xe4\xb8\xad\xe6\x96\x87", "\xe4\xb8\xad\xe6\x96\x87"),
	    ROW("\xf0\x9f\x94\x92", "\xf0\x9f\x94\x92"),
	};

	check_rows(rows, sizeof rows / sizeof rows[0]);
}

static void
controls_and_escape_sequences_are_shown_as_hex(void **state)
{
	static const struct row rows[] = {
	    ROW("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
	    ROW("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
	    ROW("a\nb\r\tc", "a\\x0ab\\x0d\\x09c"),
	    ROW("bank.com\0.evil.com", "bank.com\\x00.evil.com"),
	    ROW("\x7f", "\\x7f"),
	    ROW("\xc2\x9b"
		"31m",
		"\\u{9b}31m"), /* the eight-bit CSI, as UTF-8 */
	};

	check_rows(rows, sizeof rows / sizeof rows[0]);
}

static void
what_turns_or_hides_text_is_shown_as_its_number(void **state)
{
	static const struct row rows[] = {
	    ROW("a\xe2\x80\xae"
		"b",
		"a\\u{202e}b"), /* right-to-left override */
	    ROW("\xe2\x80\x8f", "\\u{200f}"),
	    ROW("\xe2\x81\xa6", "\\u{2066}"),	   /* isolate */
	    ROW("\xd8\x9c", "\\u{61c}"),	   /* Arabic letter mark */
	    ROW("\xe2\x80\x8b", "\\u{200b}"),	   /* zero width space */
	    ROW("\xc2\xad", "\\u{ad}"),		   /* soft hyphen */
	    ROW("\xef\xbb\xbf", "\\u{feff}"),	   /* byte order mark */
	    ROW("\xe2\x80\xa8", "\\u{2028}"),	   /* line separator */
	    ROW("\xe3\x85\xa4", "\\u{3164}"),	   /* Hangul filler */
	    ROW("\xf3\xa0\x81\x81", "\\u{e0041}"), /* tag letter */
	    ROW("\xee\x80\x80", "\\u{e000}"),	   /* private use */
	};

	check_rows(rows, sizeof rows / sizeof rows[0]);
}

static void
invalid_utf8_is_shown_byte_by_byte(void **state)
{
	static const struct row rows[] = {
	    ROW("\xff\xfe", "\\xff\\xfe"),
	    ROW("caf\xe9", "caf\\xe9"),		    /* Latin-1 */
	    ROW("\xc0\x80", "\\xc0\\x80"),	    /* overlong NUL */
	    ROW("\xc1\x9b", "\\xc1\\x9b"),	    /* overlong [ */
	    ROW("\xe0\x80\x9b", "\\xe0\\x80\\x9b"), /* overlong ESC */
	    ROW("\xf0\x80\x80\x9b", "\\xf0\\x80\\x80\\x9b"),
	    ROW("\xed\xa0\x80", "\\xed\\xa0\\x80"),	     /* surrogate */
	    ROW("\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"), /* > 10ffff */
	    ROW("\xf5\x80\x80\x80", "\\xf5\\x80\\x80\\x80"),
	    ROW("\xe4\xb8", "\\xe4\\xb8"), /* cut short */
	    ROW("\xe4\xb8\x1b", "\\xe4\\xb8\\x1b"),
	    ROW("\x80", "\\x80"),
	};

	check_rows(rows, sizeof rows / sizeof rows[0]);
}

static void
an_escape_cannot_be_forged(void **state)
{
	static const struct row rows[] = {
	    ROW("\\x1b", "\\\\x1b"),
	    ROW("\\\x1b", "\\\\\\x1b"),
	};

	check_rows(rows, sizeof rows / sizeof rows[0]);
}

static void
long_text_is_cut_with_dots_at_whole_characters(void **state)
{
	CLEANUP(free) char *exact = safe_print_dup("\xc3\xbc\xc3\xbc", 4, 2);
	CLEANUP(free) char *cut = safe_print_dup("\xc3\xbc\xc3\xbcx", 5, 2);
	CLEANUP(free) char *none = safe_print_dup("abc", 3, 0);
	CLEANUP(free) char *all = safe_print_dup("abc", 3, SIZE_MAX);
	CLEANUP(free) char *hex = safe_print_dup("\x01\x02\x03", 3, 2);

	assert_string_equal(exact, "\xc3\xbc\xc3\xbc");
	assert_string_equal(cut, "\xc3\xbc\xc3\xbc...");
	assert_string_equal(none, "...");
	assert_string_equal(all, "abc");
	assert_string_equal(hex, "\\x01\\x02...");
}

static bool
is_fit(const char *text)
{
	size_t len = strlen(text);

	while (len > 0) {
		uint32_t c = 0;
		size_t n = utf8_decode(text, len, &c);

		if (n == 0 || c < 0x20 || (c >= 0x7f && c < 0xa0))
			return false;
		text += n;
		len -= n;
	}
	return true;
}

/* Any bytes at all: what comes out is valid UTF-8 without controls. */
static void
whatever_comes_in_what_comes_out_is_fit(void **state)
{
	uint64_t seed = 1;

	for (int round = 0; round < 5000; round++) {
		CLEANUP(free) char *shown = NULL;
		uint8_t bytes[24];

		for (size_t i = 0; i < sizeof bytes; i++) {
			seed = seed * 6364136223846793005ULL + 1442695040888963;
			bytes[i] = (uint8_t)(seed >> 56);
		}
		shown = safe_print_dup(bytes, sizeof bytes, 20);
		assert_true(is_fit(shown));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(plain_text_and_other_scripts_are_kept),
	    cmocka_unit_test(controls_and_escape_sequences_are_shown_as_hex),
	    cmocka_unit_test(what_turns_or_hides_text_is_shown_as_its_number),
	    cmocka_unit_test(invalid_utf8_is_shown_byte_by_byte),
	    cmocka_unit_test(an_escape_cannot_be_forged),
	    cmocka_unit_test(long_text_is_cut_with_dots_at_whole_characters),
	    cmocka_unit_test(whatever_comes_in_what_comes_out_is_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
