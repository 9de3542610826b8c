/* What may stand behind the '?', and what becomes of it. */
#include "web/api_request.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"

static const struct api_route *
route_of(const char *path)
{
	const char *id;
	const struct api_route *route = api_route_find(path, &id);

	assert_non_null(route);
	return route;
}

static void
assert_request(const struct api_request *request, const char *wanted)
{
	CLEANUP(free)
	char *text =
	    json_dumps(request->request, JSON_COMPACT | JSON_SORT_KEYS);

	assert_string_equal(text, wanted);
}

static void
what_is_said_becomes_the_request(UNUSED void **state)
{
	struct api_request request;
	struct error err = ERROR_INIT;

	api_request_begin(&request, route_of("certificates"), NULL);
	assert_true(
	    api_request_take(&request, "pattern", "*.example.com", &err));
	assert_true(api_request_take(&request, "used", "true", &err));
	assert_true(api_request_take(
	    &request, "ends_to", "2026-11-21T07:50:00Z", &err));
	assert_true(api_request_take(&request, "limit", "7", &err));
	assert_true(api_request_take(&request, "format", "ndjson", &err));
	api_request_complete(&request);
	assert_string_equal(request.format, "ndjson");
	assert_request(&request,
	    "{\"ends_to\":1795247400,\"limit\":7,"
	    "\"pattern\":\"*.example.com\",\"used\":true}");
	api_request_clear(&request);
}

static void
a_list_has_a_limit_and_an_id_is_no_pattern(UNUSED void **state)
{
	struct api_request request;

	api_request_begin(&request, route_of("status"), NULL);
	api_request_complete(&request);
	assert_request(&request, "{\"limit\":1000}");
	api_request_clear(&request);
	api_request_begin(&request, route_of("endpoints/*"), "*");
	api_request_complete(&request);
	assert_request(&request, "{\"exact\":true,\"pattern\":\"*\"}");
	api_request_clear(&request);
}

static void
what_is_wrong_is_told_by_its_name(UNUSED void **state)
{
	static const struct {
		const char *path, *name, *value, *words;
	} rows[] = {
	    {"status", "limt", "1", "there is no parameter 'limt' here"},
	    {"status", "follow", "true", "there is no parameter 'follow'"},
	    {"status", "\x1b[31m", "1", "'\\x1b[31m'"},
	    {"status", "", "1", "there is no parameter ''"},
	    {"status", "limit", "0", "from 1 to 100000"},
	    {"status", "limit", "100001", "from 1 to 100000"},
	    {"status", "limit", "-1", "'limit' is no whole number"},
	    {"status", "limit", "+1", "'limit' is no whole number"},
	    {"status", "limit", " 1", "'limit' is no whole number"},
	    {"status", "limit", "1.5", "'limit' is no whole number"},
	    {"status", "limit", "99999999999999999999", "whole number"},
	    {"status", "limit", "", "'limit' has no value"},
	    {"status", "limit", NULL, "'limit' has no value"},
	    {"status", "format", "xml", "'format' is json or ndjson"},
	    {"events", "follow", "true", "there is no parameter 'follow'"},
	    {"events", "since", "yesterday", "'since' is no time like"},
	    {"events", "since", "1900-01-01T00:00:00Z", "'since' is no time"},
	    {"certificates", "used", "yes", "neither true nor false"},
	    {"silences", "remove", "1", "there is no parameter 'remove'"},
	    {"incidents/x", "reason", "1", "there is no parameter 'reason'"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct api_request request;
		struct error err = ERROR_INIT;

		api_request_begin(&request, route_of(rows[i].path), "x");
		assert_false(api_request_take(
		    &request, rows[i].name, rows[i].value, &err));
		assert_string_equal(request.wrong, rows[i].name);
		if (strstr(err.message, rows[i].words) == NULL)
			fail_msg(
			    "'%s' is not in: %s", rows[i].words, err.message);
		api_request_clear(&request);
	}
}

static void
nothing_is_said_twice_and_nothing_without_bounds(UNUSED void **state)
{
	struct api_request request;
	struct error err = ERROR_INIT;
	char text[API_TEXT_MAX + 2];

	memset(text, '*', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	api_request_begin(&request, route_of("status"), NULL);
	assert_false(api_request_take(&request, "pattern", text, &err));
	assert_non_null(strstr(err.message, "more than 1024 bytes"));
	text[API_TEXT_MAX] = '\0';
	assert_true(api_request_take(&request, "pattern", text, &err));
	assert_false(api_request_take(&request, "pattern", "x", &err));
	assert_string_equal(err.message, "'pattern' is said twice");
	assert_true(api_request_take(&request, "format", "json", &err));
	assert_false(api_request_take(&request, "format", "json", &err));
	api_request_clear(&request);
	/* An id takes no second word for itself. */
	api_request_begin(&request, route_of("endpoints/x"), "x");
	assert_false(api_request_take(&request, "pattern", "y", &err));
	assert_false(api_request_take(&request, "exact", "false", &err));
	api_request_clear(&request);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_said_becomes_the_request),
	    cmocka_unit_test(a_list_has_a_limit_and_an_id_is_no_pattern),
	    cmocka_unit_test(what_is_wrong_is_told_by_its_name),
	    cmocka_unit_test(nothing_is_said_twice_and_nothing_without_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
