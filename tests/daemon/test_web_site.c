/* What a configuration wants of the page, and what this program has of it. The
 * rest of it is wiring, tried by the system tests. */
#include "daemon/web_site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "config.h"

static void
a_page_that_nobody_wants_is_not_missed(void **state)
{
	struct config config = {.web.listen.family = 0};

	assert_null(web_site_lacks(&config));
}

static void
a_page_that_was_not_built_is_missed(void **state)
{
	struct config config = {.web.listen.family = AF_INET};

#ifdef WITH_PAGE
	assert_null(web_site_lacks(&config));
#else
	assert_non_null(strstr(web_site_lacks(&config), "--without-page"));
#endif
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_page_that_nobody_wants_is_not_missed),
	    cmocka_unit_test(a_page_that_was_not_built_is_missed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
