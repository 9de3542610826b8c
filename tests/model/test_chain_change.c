/* Respects in which chains differ. */
#include "model/chain_change.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
what_got_worse_comes_first_in_its_order(void **state)
{
	static const struct {
		const char *what;
		bool is_worse;
	} rows[] = {
	    {"issuer", false},
	    {"names", true},
	    {"lifetime", false},
	    {"key", true},
	};
	CLEANUP(chain_changes_clear) struct chain_changes changes = {0};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		chain_changes_add(&changes, rows[i].what, mem_strdup("a"), NULL)
		    ->is_worse = rows[i].is_worse;
	chain_changes_sort(&changes);
	assert_string_equal(changes.list.items[0].what, "names");
	assert_string_equal(changes.list.items[1].what, "key");
	assert_string_equal(changes.list.items[2].what, "issuer");
	assert_string_equal(changes.list.items[3].what, "lifetime");
	assert_int_equal(changes.list.items[0].code, FINDING_COUNT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_got_worse_comes_first_in_its_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
