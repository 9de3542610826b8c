/* "notify.routes": what comes out of them, and what is wrong with them. */
#include "config/config_routes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/config_text.h"

#define SINKS \
	"notify:\n" \
	"  webhooks:\n" \
	"    - {name: ops, url: \"http://127.0.0.1/\"}\n" \
	"    - {name: pager, url: \"http://127.0.0.1/\"}\n"

static void
every_key_arrives(void **state)
{
	struct config *config = config_text_load(
	    SINKS "  default: [ops, journal]\n"
		  "  routes:\n"
		  "    - labels: {team: \"web*\"}\n"
		  "      endpoints: [\"*.test\", a.example:443]\n"
		  "      findings: [\"leaf-*\", weak-key]\n"
		  "      events: [incident-opened]\n"
		  "      min_severity: warning\n"
		  "      continue: true\n"
		  "      sinks: [pager, ops]\n"
		  "    - {monitor: true, sinks: [ops]}\n");
	const struct routes *routes = &config->routes;
	const struct route *route = routes->list.items;

	assert_int_equal(routes->list.len, 2);
	assert_string_equal(route[0].labels.items[0].key, "team");
	assert_string_equal(route[0].labels.items[0].value, "web*");
	assert_string_equal(route[0].endpoints.items[1], "a.example:443");
	assert_string_equal(route[0].findings.items[0], "leaf-*");
	assert_true(route[0].events == UINT64_C(1) << EVENT_INCIDENT_OPENED);
	assert_int_equal(route[0].min_severity, SEVERITY_WARNING);
	assert_true(route[0].is_continued);
	assert_false(route[0].is_monitor);
	assert_string_equal(route[0].sinks.items[0], "pager");
	assert_true(route[1].is_monitor);
	assert_false(route[1].is_continued);
	assert_true(routes->has_defaults);
	assert_string_equal(routes->defaults.items[1], "journal");
	config_free(config);
}

/* The sinks may stand behind the routes that name them. */
static void
the_order_of_keys_does_not_count(void **state)
{
	struct config *config = config_text_load(
	    "notify:\n"
	    "  routes: [{labels: {team: web}, sinks: [syslog]}]\n"
	    "  syslog: {}\n");

	assert_int_equal(config->routes.list.len, 1);
	assert_false(config->routes.has_defaults);
	config_free(config);
}

static void
what_is_wrong_is_said_where_it_stands(void **state)
{
	static const struct {
		const char *yaml;
		size_t line, column;
		const char *message;
	} rows[] = {
	    {SINKS "  routes: [{sinks: [pagr, ops]}]\n", 5, 21,
		"unknown sink 'pagr'; did you mean 'pager'?"},
	    {SINKS "  default: [pager]\n", 3, 14,
		"no route leads to 'ops'; name it in 'routes' or in "
		"'default', or remove it"},
	    {SINKS "  default: [pager, pager, ops]\n", 5, 20,
		"'default' names 'pager' twice; remove one"},
	    {SINKS "  routes:\n"
		   "    - {sinks: [ops]}\n"
		   "    - {labels: {team: web}, sinks: [pager]}\n",
		7, 7,
		"this route is never asked: the one in line 6 takes all that "
		"it would; put it before that, or say 'continue: true' there"},
	    {SINKS "  routes:\n"
		   "    - {monitor: true, labels: {a: b}, sinks: [ops]}\n",
		6, 7,
		"this route never fits: the monitor's own events have no "
		"endpoint and no labels"},
	    {SINKS "  routes: [{findings: [leaf-expird], sinks: [ops]}]\n", 5,
		24,
		"there is no finding 'leaf-expird'; did you mean "
		"'leaf-expired'?"},
	    {SINKS "  routes: [{findings: [\"qqqq*\"], sinks: [ops]}]\n", 5, 24,
		"there is no finding 'qqqq*'; `chainwatch explain` lists "
		"them"},
	    {SINKS "  routes: [{labels: {team: }, sinks: [ops]}]\n", 5, 22,
		"the label 'team' has no value; give it a pattern, \"*\" for "
		"any"},
	    {SINKS "  routes: [{endpoints: [\"\"], sinks: [ops]}]\n", 5, 25,
		"a pattern has 1 to 300 characters; '*' fits anything"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		config_text_expect(rows[i].yaml, rows[i].line, rows[i].column,
		    rows[i].message);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_key_arrives),
	    cmocka_unit_test(the_order_of_keys_does_not_count),
	    cmocka_unit_test(what_is_wrong_is_said_where_it_stands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
