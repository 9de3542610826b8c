/* The bounded string: growth, the maximum, what is left after a cut. */
#include "base/strbuf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

static void
pieces_add_up(void **state)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(1000);

	assert_string_equal(strbuf_text(&buf), "");
	strbuf_add(&buf, "ab");
	strbuf_add_char(&buf, 'c');
	strbuf_addf(&buf, "%03d", 7);
	strbuf_add_bytes(&buf, "xyz", 2);
	strbuf_add_bytes(&buf, NULL, 0);
	assert_string_equal(strbuf_text(&buf), "abc007xy");
	assert_int_equal(buf.len, 8);
	assert_false(strbuf_is_truncated(&buf));
}

static void
the_maximum_is_reached_and_not_passed(void **state)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(5);

	strbuf_add(&buf, "abcde");
	assert_false(strbuf_is_truncated(&buf));
	strbuf_add(&buf, "");
	assert_false(strbuf_is_truncated(&buf));
	strbuf_add_char(&buf, 'f');
	assert_true(strbuf_is_truncated(&buf));
	assert_string_equal(strbuf_text(&buf), "abcde");
}

static void
nothing_follows_a_cut(void **state)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(4);

	strbuf_add(&buf, "abc\xc3\xa9");
	assert_true(strbuf_is_truncated(&buf));
	assert_string_equal(strbuf_text(&buf), "abc");
	strbuf_add(&buf, "d"); /* there is room, but it would read as "abcd" */
	assert_string_equal(strbuf_text(&buf), "abc");
}

static void
a_buffer_of_no_bytes_holds_nothing(void **state)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(0);

	strbuf_add(&buf, "x");
	assert_string_equal(strbuf_text(&buf), "");
	assert_true(strbuf_is_truncated(&buf));
}

static void
taking_leaves_a_buffer_that_can_be_used_again(void **state)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(3);
	CLEANUP(free) char *empty = strbuf_take(&buf);
	CLEANUP(free) char *text = NULL;

	assert_string_equal(empty, "");
	strbuf_add(&buf, "abcd");
	text = strbuf_take(&buf);
	assert_string_equal(text, "abc");
	assert_false(strbuf_is_truncated(&buf));
	strbuf_add(&buf, "xyz");
	assert_string_equal(strbuf_text(&buf), "xyz");
}

static void
a_large_text_grows_it(void **state)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(100000);

	for (int i = 0; i < 10000; i++)
		strbuf_add(&buf, "0123456789");
	assert_int_equal(buf.len, 100000);
	assert_int_equal(strlen(buf.text), 100000);
	assert_false(strbuf_is_truncated(&buf));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(pieces_add_up),
	    cmocka_unit_test(the_maximum_is_reached_and_not_passed),
	    cmocka_unit_test(nothing_follows_a_cut),
	    cmocka_unit_test(a_buffer_of_no_bytes_holds_nothing),
	    cmocka_unit_test(taking_leaves_a_buffer_that_can_be_used_again),
	    cmocka_unit_test(a_large_text_grows_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
