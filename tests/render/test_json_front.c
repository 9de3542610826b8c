/* Fronts as JSON: role, name and provider, or null. */
#include "render/json_front.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "render/scene.h"

static char title[] = "eu-1";

static const char *
text_at(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static void
a_front_has_role_name_and_provider(void **state)
{
	const struct endpoint_front front = {
	    .role = ENDPOINT_ROLE_CDN, .title = title};
	const struct endpoint_via via = {
	    .front = &front, .provider = PROVIDER_FASTLY};
	json_t *json = json_front(&via);

	assert_string_equal(text_at(json, "role"), "cdn");
	assert_string_equal(text_at(json, "name"), "eu-1");
	assert_string_equal(text_at(json, "provider"), "fastly");
	json_decref(json);
}

static void
what_is_not_known_is_null(void **state)
{
	const struct endpoint_front listed = {0};
	struct endpoint_via via = {.front = &listed};
	json_t *json = json_front(&via);

	assert_true(json_is_null(json));
	json_decref(json);
	via.provider = PROVIDER_FASTLY;
	json = json_front(&via);
	assert_true(json_is_null(json_object_get(json, "role")));
	assert_true(json_is_null(json_object_get(json, "name")));
	assert_string_equal(text_at(json, "provider"), "fastly");
	json_decref(json);
}

static void
an_event_lists_those_that_are_known(void **state)
{
	const struct endpoint_front front = {.role = ENDPOINT_ROLE_ORIGIN};
	struct event *event = scene_event();
	json_t *json;

	*ARRAY_ADD(&event->places) = event->places.items[0];
	*ARRAY_ADD(&event->vias) = (struct endpoint_via){0};
	*ARRAY_ADD(&event->vias) = (struct endpoint_via){.front = &front};
	json = json_fronts(event);
	assert_int_equal(json_array_size(json), 1);
	assert_string_equal(text_at(json_array_get(json, 0), "role"), "origin");
	assert_string_equal(
	    text_at(json_array_get(json, 0), "address"), "192.0.2.10:443");
	json_decref(json);
	event_unref(event);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_front_has_role_name_and_provider),
	    cmocka_unit_test(what_is_not_known_is_null),
	    cmocka_unit_test(an_event_lists_those_that_are_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
