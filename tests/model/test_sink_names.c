/* Sets of sinks as one text. */
#include "model/sink_names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

static void
a_name_is_in_it_as_a_whole(void **state)
{
	assert_true(sink_names_have("ops pager", "ops"));
	assert_true(sink_names_have("ops pager", "pager"));
	assert_false(sink_names_have("ops pager", "page"));
	assert_false(sink_names_have("ops pager", "ops pager"));
	assert_false(sink_names_have("", "ops"));
	assert_false(sink_names_have(NULL, "ops"));
}

static void
each_is_added_once(void **state)
{
	char *names = NULL;

	sink_names_add(&names, "ops");
	sink_names_add(&names, "ops");
	sink_names_add_all(&names, "mail ops pager");
	sink_names_add_all(&names, NULL);
	assert_string_equal(names, "ops mail pager");
	free(names);
}

static void
what_is_new_is_told_apart(void **state)
{
	char *left = sink_names_without("a b c", "b");

	assert_string_equal(left, "a c");
	free(left);
	assert_null(sink_names_without("a", "a b"));
	assert_null(sink_names_without(NULL, "a b"));
	left = sink_names_without("a", NULL);
	assert_string_equal(left, "a");
	free(left);
}

static void
a_name_that_is_too_long_is_cut(void **state)
{
	char text[200], name[SINK_NAME_MAX + 1];
	const char *at = text;

	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	assert_true(sink_names_next(&at, name));
	assert_int_equal(strlen(name), SINK_NAME_MAX);
	assert_false(sink_names_next(&at, name));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_name_is_in_it_as_a_whole),
	    cmocka_unit_test(each_is_added_once),
	    cmocka_unit_test(what_is_new_is_told_apart),
	    cmocka_unit_test(a_name_that_is_too_long_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
