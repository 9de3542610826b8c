/* What the kernel says of this very process. */
#include "daemon/process.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"

static void
a_process_is_there_and_was_started_before(void **state)
{
	const struct process process = process_read();
	double now = (double)clock_wall_ms(&clock_system) / 1000;

	(void)state;
	assert_true(process.cpu_s >= 0);
	assert_true(process.started_at <= now + 1);
	assert_true(process.started_at > now - 86400);
	assert_true(process.resident_bytes >= 4096);
	assert_true(process.virtual_bytes >= process.resident_bytes);
	assert_true(process.max_fds >= process.open_fds);
}

static void
one_descriptor_more_is_one_more(void **state)
{
	int64_t before = process_read().open_fds;
	int fds[2];

	(void)state;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(process_read().open_fds, before + 2);
	close(fds[0]);
	close(fds[1]);
	assert_int_equal(process_read().open_fds, before);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_process_is_there_and_was_started_before),
	    cmocka_unit_test(one_descriptor_more_is_one_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
