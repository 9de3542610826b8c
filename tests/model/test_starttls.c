/* Protocols that begin in the clear: names and ports. */
#include "model/starttls.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
every_protocol_has_a_name_a_port_and_a_word_of_openssl(void **state)
{
	for (int i = STARTTLS_NONE + 1; i < STARTTLS_COUNT; i++) {
		const char *name = names_text(&starttls_names, i);
		enum starttls found = STARTTLS_NONE;
		struct error err = ERROR_INIT;

		assert_true(starttls_parse(name, &found, &err));
		assert_int_equal(found, i);
		assert_true(starttls_port(i) > 0);
		assert_non_null(starttls_openssl(i));
		for (int j = STARTTLS_NONE + 1; j < i; j++)
			assert_int_not_equal(
			    starttls_port(i), starttls_port(j));
	}
	assert_int_equal(starttls_port(STARTTLS_NONE), 0);
}

static void
an_unknown_protocol_is_told_which_there_are(void **state)
{
	static const char *const wrong[] = {"", "SMTP", "smtp ", "xmpp", "?"};

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct error err = ERROR_INIT;
		enum starttls found;

		assert_false(starttls_parse(wrong[i], &found, &err));
		assert_non_null(strstr(err.message, "smtp, lmtp, imap"));
		assert_non_null(strstr(err.message, "postgres, mysql"));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		every_protocol_has_a_name_a_port_and_a_word_of_openssl),
	    cmocka_unit_test(an_unknown_protocol_is_told_which_there_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
