/*
 * cmocka as the tests know it, 1.1 and 2 both: stands before the system's own
 * in the search path (TEST_CPPFLAGS), and includes that. cmocka 2 calls
 * assert_in_range deprecated, for two names that 1.1 does not have, and has a
 * macro named stop().
 */
#pragma once

#include_next <cmocka.h>

#undef stop
#ifdef assert_uint_in_range
#undef assert_in_range
#define assert_in_range(value, least, most) \
	assert_uint_in_range(value, least, most)
#endif
