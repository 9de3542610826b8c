/* What all sinks have in common: names, given once. */
#include "config/config_sinks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "model/severity.h"
#include "support/config_text.h"

static void
each_sink_is_known_to_the_routes(void **state)
{
	struct config *config =
	    config_text_load("notify:\n"
			     "  syslog: {}\n"
			     "  webhooks:\n"
			     "    - {name: ops, url: \"http://127.0.0.1/\"}\n"
			     "    - {name: pager, url: \"http://127.0.0.1/\", "
			     "min_severity: critical}\n");
	const struct route_sink *sinks = config->routes.sinks.items;

	assert_int_equal(config->routes.sinks.len, 3);
	assert_string_equal(sinks[0].name, "syslog");
	assert_string_equal(sinks[1].name, "ops");
	assert_int_equal(sinks[1].min_severity, SEVERITY_OK);
	assert_int_equal(sinks[2].min_severity, SEVERITY_CRITICAL);
	config_free(config);
}

static void
names_of_ours_are_taken(void **state)
{
	config_text_expect("notify:\n"
			   "  webhooks:\n"
			   "    - name: journal\n"
			   "      url: \"http://127.0.0.1/\"\n",
	    3, 13, "'journal' is the name of another sink; choose another");
	config_text_expect("notify:\n"
			   "  webhooks:\n"
			   "    - name: syslog\n"
			   "      url: \"http://127.0.0.1/\"\n",
	    3, 13, "'syslog' is the name of another sink; choose another");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_sink_is_known_to_the_routes),
	    cmocka_unit_test(names_of_ours_are_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
