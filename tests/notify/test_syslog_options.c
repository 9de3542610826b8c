/* notify.syslog, as a value. */
#include "notify/syslog_options.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct syslog_options
sample(void)
{
	return (struct syslog_options){
	    .transport = SYSLOG_TLS,
	    .facility = 3,
	    .host = mem_strdup("log.example.net"),
	    .port = 6514,
	    .ca_file = mem_strdup("/etc/ssl/ca.pem"),
	};
}

static void
a_copy_is_equal_and_its_own(void **state)
{
	struct syslog_options a = sample(), b;

	syslog_options_copy(&b, &a);
	assert_true(syslog_options_equal(&a, &b));
	assert_ptr_not_equal(a.host, b.host);
	assert_null(b.server_name);
	syslog_options_clear(&a);
	assert_string_equal(b.host, "log.example.net");
	syslog_options_clear(&b);
}

static void
any_difference_counts(void **state)
{
	struct syslog_options a = sample(), b = sample();

	b.facility = 4;
	assert_false(syslog_options_equal(&a, &b));
	b.facility = 3;
	b.server_name = mem_strdup("other");
	assert_false(syslog_options_equal(&a, &b));
	syslog_options_clear(&b);
	b = sample();
	b.port = 1;
	assert_false(syslog_options_equal(&a, &b));
	syslog_options_clear(&a);
	syslog_options_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_copy_is_equal_and_its_own),
	    cmocka_unit_test(any_difference_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
