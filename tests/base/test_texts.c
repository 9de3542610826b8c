/* Lists of strings. */
#include "base/texts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void
keeps_copies_in_order(void **state)
{
	struct texts texts = {0};
	char word[] = "one";

	texts_add(&texts, word);
	word[0] = 'X';
	texts_add_take(&texts, mem_strdup("two"));
	assert_int_equal(texts.len, 2);
	assert_string_equal(texts.items[0], "one");
	assert_string_equal(texts.items[1], "two");
	assert_true(texts_has(&texts, "two"));
	assert_false(texts_has(&texts, "tw"));
	texts_clear(&texts);
	assert_int_equal(texts.len, 0);
	assert_false(texts_has(&texts, "one"));
}

static void
one_text_takes_one_slot(void **state)
{
	struct texts texts = {0};

	texts_add(&texts, "alone");
	assert_int_equal(texts.cap, 1);
	texts_clear(&texts);
}

static void
equal_means_same_texts_in_same_order(void **state)
{
	struct texts a = {0}, b = {0};

	assert_true(texts_equal(&a, &b));
	texts_add(&a, "x");
	texts_add(&a, "y");
	assert_false(texts_equal(&a, &b));
	texts_add_all(&b, &a);
	assert_true(texts_equal(&a, &b));
	texts_clear(&b);
	texts_add(&b, "y");
	texts_add(&b, "x");
	assert_false(texts_equal(&a, &b));
	texts_clear(&a);
	texts_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(keeps_copies_in_order),
	    cmocka_unit_test(one_text_takes_one_slot),
	    cmocka_unit_test(equal_means_same_texts_in_same_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
