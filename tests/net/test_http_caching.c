/* For how long an answer may be used. */
#include "net/http_caching.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void
max_age_is_found_among_others(void **state)
{
	static const struct {
		const char *header;
		int64_t seconds;
	} rows[] = {
	    {"max-age=3600", 3600},
	    {"public, max-age=0", 0},
	    {"Max-Age=\"60\" , must-revalidate", 60},
	    {"public,s-maxage=7,max-age=5", 5},
	    {"max-age=10, no-store", 0},
	    {"no-cache", 0},
	    {"x-no-cache", -1},
	    {"max-age=99999999999999999999", 366 * 86400},
	    {"max-age=-4", -1},
	    {"max-age", -1},
	    {"max-age=", -1},
	    {",,,=,", -1},
	    {"", -1},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (http_caching_max_age(rows[i].header) != rows[i].seconds)
			fail_msg("%s", rows[i].header);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(max_age_is_found_among_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
