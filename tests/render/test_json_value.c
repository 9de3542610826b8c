/* JSON values: none is lost, whatever the text. */
#include "render/json_value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
text_that_is_not_utf8_comes_out_escaped(void **state)
{
	json_t *value = json_value_text("a\xff\xfe"
					"b");

	assert_string_equal(json_string_value(value),
	    "a\\xff\\xfe"
	    "b");
	json_decref(value);
}

static void
good_text_stays_as_it_is(void **state)
{
	json_t *value = json_value_text("M\u00fcnchen \\ \"");

	assert_string_equal(json_string_value(value), "M\u00fcnchen \\ \"");
	json_decref(value);
}

static void
no_text_is_null(void **state)
{
	assert_true(json_is_null(json_value_text(NULL)));
	assert_true(json_is_null(json_value_nonempty("")));
}

static void
a_key_that_is_not_utf8_is_escaped(void **state)
{
	json_t *object = json_value_object();

	json_value_set(object, "k\x80", json_value_number(1));
	assert_int_equal(
	    json_integer_value(json_object_get(object, "k\\x80")), 1);
	json_decref(object);
}

static void
times_are_rfc_3339_and_never_is_null(void **state)
{
	json_t *value = json_value_time(0);

	assert_string_equal(json_string_value(value), "1970-01-01T00:00:00Z");
	assert_true(json_is_null(json_value_time(INT64_MAX)));
	json_decref(value);
}

static void
addresses_carry_their_port(void **state)
{
	struct place place = {0};
	json_t *value;

	assert_true(ip_address_parse("2001:db8::1", &place.address));
	place.address.port = 443;
	value = json_value_place(&place);
	assert_string_equal(json_string_value(value), "[2001:db8::1]:443");
	json_decref(value);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(text_that_is_not_utf8_comes_out_escaped),
	    cmocka_unit_test(good_text_stays_as_it_is),
	    cmocka_unit_test(no_text_is_null),
	    cmocka_unit_test(a_key_that_is_not_utf8_is_escaped),
	    cmocka_unit_test(times_are_rfc_3339_and_never_is_null),
	    cmocka_unit_test(addresses_carry_their_port),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
