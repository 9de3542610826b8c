/* The kernel's word for its clock. */
#include "base/clock_sync.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/cleanup.h"

static void
it_can_be_asked_and_makes_sense(UNUSED void **state)
{
	struct clock_sync sync = clock_sync_read();

	assert_true(sync.max_error_ms >= 0);
	/* Who cannot ask is not told that it is right. */
	assert_true(sync.is_known || !sync.is_synchronised);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_can_be_asked_and_makes_sense),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
