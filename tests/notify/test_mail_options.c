/* One entry of notify.mail. */
#include "notify/mail_options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"

static void
addresses_are_known_from_other_text(void **state)
{
	static const struct {
		const char *text;
		bool is_address;
	} rows[] = {
	    {"ops@example.com", true},
	    {"a.b+c@localhost", true},
	    {"ops", false},
	    {"@example.com", false},
	    {"ops@", false},
	    {"a b@example.com", false},
	    {"a@b@c", false},
	    {"Ops <ops@example.com>", false},
	    {"ops@example.com\r\nBcc: x@y", false},
	    {"ops@example..com", true},
	    {".ops@example.com", false},
	    {"ops@example.com.", false},
	    {"\xc3\xa4@example.com", false},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (mail_address_is(rows[i].text) != rows[i].is_address)
			fail_msg("'%s'", rows[i].text);
	}
}

static void
a_copy_is_equal_until_it_is_changed(void **state)
{
	struct mail_options one = {
	    .name = mem_strdup("oncall"), .timeout_ms = 5};
	struct mail_options other;

	texts_add(&one.to, "a@example.com");
	mail_options_copy(&other, &one);
	assert_true(mail_options_equal(&one, &other));
	texts_add(&other.to, "b@example.com");
	assert_false(mail_options_equal(&one, &other));
	mail_options_clear(&other);
	mail_options_copy(&other, &one);
	other.username = mem_strdup("user");
	assert_false(mail_options_equal(&one, &other));
	mail_options_clear(&other);
	mail_options_clear(&one);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(addresses_are_known_from_other_text),
	    cmocka_unit_test(a_copy_is_equal_until_it_is_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
