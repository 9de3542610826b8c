/* Where people see an incident. */
#include "render/render_page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static void
a_page_is_below_what_was_configured(void **state)
{
	char *page = render_page("https://watch.test:8443/tls/", "0a1b");

	assert_string_equal(page, "https://watch.test:8443/tls/incidents/0a1b");
	free(page);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_page_is_below_what_was_configured),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
