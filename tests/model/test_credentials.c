/* User and password out of the first line of a file. */
#include "model/credentials.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
the_first_line_holds_both(void **state)
{
	static const char *const texts[] = {
	    "monitor:pa:ss", "monitor:pa:ss\n", "monitor:pa:ss\r\nmore\n"};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct credentials c;
		struct error err = ERROR_INIT;

		assert_true(credentials_parse(
		    texts[i], strlen(texts[i]), NULL, &c, &err));
		assert_string_equal(c.user, "monitor");
		assert_string_equal(c.password, "pa:ss");
		credentials_clear(&c);
		assert_string_equal(c.password, "");
	}
}

static void
with_a_user_given_the_line_is_the_password(void **state)
{
	struct credentials c;
	struct error err = ERROR_INIT;

	assert_true(credentials_parse("a:b\n", 4, "monitor", &c, &err));
	assert_string_equal(c.user, "monitor");
	assert_string_equal(c.password, "a:b");
}

static void
what_is_unusable_is_told_and_not_repeated(void **state)
{
	static const struct row {
		const char *text, *words;
	} rows[] = {
	    {"", "has no ':'"},
	    {"hunter2\n", "has no ':'"},
	    {":hunter2\n", "has no user"},
	    {"hunter2:\n", "has no password"},
	    {"hunter2:a\tb\n", "the password holds a control character"},
	    {"hun\ter2:b\n", "the user holds a control character"},
	};
	char longest[600];

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct credentials c;
		struct error err = ERROR_INIT;

		assert_false(credentials_parse(
		    rows[i].text, strlen(rows[i].text), NULL, &c, &err));
		assert_non_null(strstr(err.message, rows[i].words));
		assert_null(strstr(err.message, "hun"));
	}
	memset(longest, 'x', sizeof longest);
	for (size_t len = CREDENTIALS_MAX; len <= CREDENTIALS_MAX + 1; len++) {
		struct credentials c;
		struct error err = ERROR_INIT;

		assert_int_equal(credentials_parse(longest, len, "u", &c, &err),
		    len == CREDENTIALS_MAX);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_first_line_holds_both),
	    cmocka_unit_test(with_a_user_given_the_line_is_the_password),
	    cmocka_unit_test(what_is_unusable_is_told_and_not_repeated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
