/* What can be asked of the API is what etc/openapi.json says, and the reverse.
 */
#include "web/api_table.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/mem.h"
#include "web/openapi.h"

/* Paths that are answered by no row. */
static const char *const others[] = {
    API_PREFIX "openapi.json", "/healthz", "/metrics", "/probe", "/readyz"};

static int
set_up(void **state)
{
	json_error_t fault;

	*state = json_loads(openapi_text, JSON_REJECT_DUPLICATES, &fault);
	if (*state == NULL)
		fail_msg("line %d: %s", fault.line, fault.text);
	return 0;
}

static int
tear_down(void **state)
{
	json_decref(*state);
	return 0;
}

static const json_t *
member(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (value == NULL)
		fail_msg("there is no '%s'", key);
	return value;
}

/* "endpoints/" is described as "/api/v1/endpoints/{...}". */
static const json_t *
described(const json_t *api, const struct api_route *route)
{
	CLEANUP(free)
	char *start = mem_printf("%s%s%s", API_PREFIX, route->path,
	    route->member != NULL ? "{" : "");
	const char *path;
	json_t *value;

	json_object_foreach((json_t *)member(api, "paths"), path, value)
	{
		if (route->member != NULL
			? strncmp(path, start, strlen(start)) == 0
			: strcmp(path, start) == 0)
			return member(value, "get");
	}
	fail_msg("%s is not described", start);
	return NULL;
}

static bool
is_answered(const char *path)
{
	char plain[128];
	const char *id, *brace = strchr(path, '{');

	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		if (strcmp(path, others[i]) == 0)
			return true;
	}
	if (strncmp(path, API_PREFIX, strlen(API_PREFIX)) != 0)
		return false;
	snprintf(plain, sizeof plain, "%.*s%s",
	    brace == NULL ? 100 : (int)(brace - path), path,
	    brace == NULL ? "" : "x");
	return api_route_find(plain + strlen(API_PREFIX), &id) != NULL;
}

static void
every_path_is_described_and_every_described_one_is_there(void **state)
{
	const char *path;
	json_t *value;
	size_t count = 0;

	for (size_t i = 0; i < api_route_count; i++)
		assert_non_null(described(*state, &api_routes[i]));
	json_object_foreach((json_t *)member(*state, "paths"), path, value)
	{
		if (!is_answered(path))
			fail_msg("%s is described and not there", path);
		/* Nothing here acts. */
		assert_int_equal(json_object_size(value), 1);
		count++;
	}
	assert_int_equal(
	    count, api_route_count + sizeof others / sizeof others[0]);
}

/* A parameter as it is described, its reference followed. */
static const json_t *
followed(const json_t *api, const json_t *parameter)
{
	const char *at = json_string_value(json_object_get(parameter, "$ref"));

	if (at == NULL)
		return parameter;
	assert_non_null(strrchr(at, '/'));
	return member(member(member(api, "components"), "parameters"),
	    strrchr(at, '/') + 1);
}

static void
assert_fits(const struct api_parameter *parameter, const json_t *schema)
{
	static const char *const types[] = {
	    [API_TEXT] = "string",
	    [API_NUMBER] = "integer",
	    [API_FLAG] = "boolean",
	    [API_TIME] = "string",
	};
	const char *format =
	    json_string_value(json_object_get(schema, "format"));
	const json_t *usual = json_object_get(schema, "default");

	assert_string_equal(
	    json_string_value(member(schema, "type")), types[parameter->kind]);
	assert_int_equal(parameter->kind == API_TIME,
	    format != NULL && strcmp(format, "date-time") == 0);
	assert_int_equal(json_integer_value(usual), parameter->usual);
	if (parameter->kind != API_NUMBER)
		return;
	assert_int_equal(
	    json_integer_value(member(schema, "minimum")), parameter->least);
	assert_int_equal(
	    json_integer_value(member(schema, "maximum")), parameter->most);
}

static void
every_parameter_is_described_with_its_bounds(void **state)
{
	for (size_t i = 0; i < api_route_count; i++) {
		const struct api_route *route = &api_routes[i];
		const json_t *list =
		    member(described(*state, route), "parameters");
		size_t in_query = 0;

		for (size_t k = 0; k < json_array_size(list); k++) {
			const json_t *one =
			    followed(*state, json_array_get(list, k));
			const char *name =
			    json_string_value(member(one, "name"));
			const struct api_parameter *parameter =
			    api_parameter_find(route, name);
			bool is_of_path =
			    strcmp(json_string_value(member(one, "in")),
				"path") == 0;

			if (is_of_path || strcmp(name, "format") == 0)
				continue;
			if (parameter == NULL)
				fail_msg("%s takes no '%s'", route->path, name);
			assert_fits(parameter, member(one, "schema"));
			in_query++;
		}
		assert_int_equal(in_query, route->parameter_count);
	}
}

static void
no_row_leads_to_what_acts(UNUSED void **state)
{
	static const char *const reading[] = {"status", "show", "events",
	    "history", "incidents", "incident", "inventory", "certificate",
	    "silences"};

	for (size_t i = 0; i < api_route_count; i++) {
		bool is_reading = false;

		for (size_t k = 0; k < sizeof reading / sizeof reading[0]; k++)
			is_reading |=
			    strcmp(api_routes[i].command, reading[k]) == 0;
		assert_true(is_reading);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		every_path_is_described_and_every_described_one_is_there),
	    cmocka_unit_test(every_parameter_is_described_with_its_bounds),
	    cmocka_unit_test(no_row_leads_to_what_acts),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
