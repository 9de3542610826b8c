/* Links: whatever it leads to is one segment or one value. */
#include "web/link.h"

#include <stdlib.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void
all_but_the_unreserved_is_encoded(void **state)
{
	char *url = web_link("/endpoints/", "a.example:443/x y?&#%\xc3\xa4");

	(void)state;
	assert_string_equal(
	    url, "/endpoints/a.example%3A443%2Fx%20y%3F%26%23%25%C3%A4");
	free(url);
}

static void
queries_are_put_together(void **state)
{
	CLEANUP(strbuf_clear) struct strbuf url = STRBUF_INIT(1000);

	(void)state;
	strbuf_add(&url, "/");
	web_link_query(&url, "none", NULL);
	web_link_query(&url, "empty", "");
	web_link_query(&url, "q", "a&b");
	web_link_query(&url, "from", "10");
	assert_string_equal(strbuf_text(&url), "/?q=a%26b&from=10");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_but_the_unreserved_is_encoded),
	    cmocka_unit_test(queries_are_put_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
