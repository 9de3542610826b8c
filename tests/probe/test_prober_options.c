/* What a process with few descriptors may do at a time. */
#include "probe/probe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* A process that may open few descriptors has fewer sockets at a time; what is
 * short is never a server's fault. */
static void
few_descriptors_mean_few_sockets(void **state)
{
	for (unsigned long limit = 4; limit < 3000; limit++) {
		struct prober_options options = prober_options_for(limit);
		unsigned sockets =
		    options.max_dialing + options.max_handshaking;

		assert_true(options.max_dialing > 0);
		assert_true(options.max_handshaking > 0);
		if (limit >= 8)
			assert_true(sockets <=
			    limit - (limit / 2 < 64 ? limit / 2 : 64));
		if (limit >= 1200)
			assert_int_equal(sockets, 1064);
	}
	assert_int_equal(prober_options_for(1024).max_dialing, 896);
	assert_int_equal(prober_options_for(1024).max_handshaking, 64);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(few_descriptors_mean_few_sockets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
