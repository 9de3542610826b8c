/* Retry-After: seconds and dates. */
#include "notify/retry_after.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define NOW INT64_C(784111777) /* Sun, 06 Nov 1994 08:49:37 GMT */

static void
seconds_and_dates_are_read(void **state)
{
	static const struct {
		const char *text;
		int64_t seconds;
	} rows[] = {
	    {"0", 0},
	    {"120", 120},
	    {"Sun, 06 Nov 1994 08:49:37 GMT", 0},
	    {"Sun, 06 Nov 1994 08:50:37 GMT", 60},
	    {"Sat, 05 Nov 1994 08:50:37 GMT", 0},
	    {"", -1},
	    {"-5", -1},
	    {"1.5", -1},
	    {"soon", -1},
	    {"9999999999", -1},
	    {"Sun, 06 Nox 1994 08:49:37 GMT", -1},
	    {"Sun, 06 Nov 1994 08:49:37 CET", -1},
	    {"Sun, 36 Nov 1994 08:49:37 GMT", -1},
	    {"Sun, 06 Nov 1994 08:49:3x GMT", -1},
	    {"Sunday, 06-Nov-94 08:49:37 GMT", -1},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int64_t seconds = retry_after_parse(rows[i].text, NOW);

		if (seconds != rows[i].seconds)
			fail_msg(
			    "'%s' gave %lld", rows[i].text, (long long)seconds);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(seconds_and_dates_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
