/* What was freed goes back to the system, where it is worth it. */
#include "daemon/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define MB ((size_t)1 << 20)

static void
waste_counts_by_size_and_by_share(void **state)
{
	static const struct {
		size_t resident_mb, used_mb;
		bool is_wasted;
	} rows[] = {
	    {20, 19, false}, {20, 13, false},	/* much of it, but little */
	    {20, 12, true}, {100, 91, false},	/* much, but little of it */
	    {100, 90, true}, {100, 120, false}, /* swapped out */
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct memory_state memory = {
		    rows[i].resident_mb * MB, rows[i].used_mb * MB};

		assert_int_equal(memory_is_wasted(&memory), rows[i].is_wasted);
	}
}

static void
it_is_looked_at_once_in_a_while(void **state)
{
	struct memory memory = {0};

	memory_settle(&memory, 1000);
	assert_int_equal(memory.looked_at_ms, 1000);
	memory_settle(&memory, 1000 + MEMORY_PAUSE_MS - 1);
	assert_int_equal(memory.looked_at_ms, 1000);
	memory_settle(&memory, 1000 + MEMORY_PAUSE_MS);
	assert_int_equal(memory.looked_at_ms, 1000 + MEMORY_PAUSE_MS);
}

static void
what_the_process_has_can_be_read(void **state)
{
	struct memory_state memory;

	assert_true(memory_read(&memory));
	assert_true(memory.resident > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(waste_counts_by_size_and_by_share),
	    cmocka_unit_test(it_is_looked_at_once_in_a_while),
	    cmocka_unit_test(what_the_process_has_can_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
