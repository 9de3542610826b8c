/* Alerts by name. */
#include "probe/alert.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void
alerts_have_the_names_of_the_rfc(void **state)
{
	char text[ALERT_TEXT_MAX];

	assert_string_equal(alert_format(40, text), "handshake_failure (40)");
	assert_string_equal(alert_format(70, text), "protocol_version (70)");
	assert_string_equal(
	    alert_format(116, text), "certificate_required (116)");
	assert_string_equal(alert_format(0, text), "close_notify (0)");
	assert_string_equal(alert_format(200, text), "number 200");
}

static void
only_some_are_about_the_client_certificate(void **state)
{
	static const int about[] = {40, 42, 46, 49, 116};
	static const int not_about[] = {0, 10, 47, 50, 51, 70, 80, 112, 200};

	for (size_t i = 0; i < sizeof about / sizeof about[0]; i++)
		assert_true(alert_is_about_client_cert(about[i]));
	for (size_t i = 0; i < sizeof not_about / sizeof not_about[0]; i++)
		assert_false(alert_is_about_client_cert(not_about[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(alerts_have_the_names_of_the_rfc),
	    cmocka_unit_test(only_some_are_about_the_client_certificate),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
