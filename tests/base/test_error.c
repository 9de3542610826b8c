/* Errors as values: kinds, words of errno, prefixes, cutting. */
#include "base/error.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
setting_returns_false_and_fills_kind_and_words(void **state)
{
	struct error err = ERROR_INIT;

	assert_false(error_set(&err, ERROR_LIMIT, "%d of %s", 7, "them"));
	assert_int_equal(err.kind, ERROR_LIMIT);
	assert_string_equal(err.message, "7 of them");
}

static void
errno_words_come_after_ours(void **state)
{
	struct error err = ERROR_INIT;

	errno = ENOENT;
	assert_false(error_set_errno(&err, "%s", "/a/b"));
	assert_int_equal(err.kind, ERROR_SYSTEM);
	assert_string_equal(err.message, "/a/b: No such file or directory");
}

static void
a_prefix_keeps_kind_and_message(void **state)
{
	struct error err = ERROR_INIT;

	error_set(&err, ERROR_MISSING, "no certificate");
	assert_false(error_prefix(&err, "%s:%d", "a.pem", 3));
	assert_int_equal(err.kind, ERROR_MISSING);
	assert_string_equal(err.message, "a.pem:3: no certificate");
}

static void
nobody_has_to_listen(void **state)
{
	assert_false(error_set(NULL, ERROR_INVALID, "x"));
	assert_false(error_set_errno(NULL, "x"));
	assert_false(error_prefix(NULL, "x"));
}

static void
a_long_message_is_cut_and_stays_a_string(void **state)
{
	char text[2 * ERROR_MESSAGE_MAX];
	struct error err = ERROR_INIT;

	memset(text, 'a', sizeof text);
	text[sizeof text - 1] = '\0';
	error_set(&err, ERROR_INVALID, "%s", text);
	assert_int_equal(strlen(err.message), ERROR_MESSAGE_MAX - 1);
	errno = EPERM;
	error_set_errno(&err, "%s", text);
	assert_int_equal(strlen(err.message), ERROR_MESSAGE_MAX - 1);
	error_prefix(&err, "%s", text);
	assert_int_equal(strlen(err.message), ERROR_MESSAGE_MAX - 1);
}

static void
a_cut_leaves_no_piece_of_a_character(void **state)
{
	char text[ERROR_MESSAGE_MAX];
	struct error err = ERROR_INIT;

	memset(text, 'a', sizeof text);
	text[sizeof text - 2] = '\0';
	error_set(&err, ERROR_INVALID, "%s\xc3\xa9", text);
	assert_int_equal(strlen(err.message), ERROR_MESSAGE_MAX - 2);
	error_set(&err, ERROR_INVALID, "%s\xc3\xa9", text + 1);
	assert_int_equal(strlen(err.message), ERROR_MESSAGE_MAX - 1);
	assert_string_equal(err.message + ERROR_MESSAGE_MAX - 4, "a\xc3\xa9");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(setting_returns_false_and_fills_kind_and_words),
	    cmocka_unit_test(errno_words_come_after_ours),
	    cmocka_unit_test(a_prefix_keeps_kind_and_message),
	    cmocka_unit_test(nobody_has_to_listen),
	    cmocka_unit_test(a_long_message_is_cut_and_stays_a_string),
	    cmocka_unit_test(a_cut_leaves_no_piece_of_a_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
