/* Options that say how to come to a host. */
#include "cli/approach_options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
none_of_them_is_plain(void **state)
{
	const struct approach_options options = {0};
	struct approach *approach = NULL;
	struct error err = ERROR_INIT;

	assert_true(approach_options_apply(&options, &approach, &err));
	assert_null(approach);
}

static void
all_of_them_fill_the_approach(void **state)
{
	const struct approach_options options = {
	    .proxy = "socks5://monitor@proxy.example",
	    .credentials = "/run/password",
	    .resolution = "proxy",
	    .header = "v1",
	    .cert = "c.pem",
	    .key = "k.pem",
	    .source = "2001:db8::7",
	    .is_ipv6 = true,
	};
	CLEANUP(approach_unref) struct approach *approach = NULL;
	struct error err = ERROR_INIT;

	assert_true(approach_options_apply(&options, &approach, &err));
	assert_int_equal(approach->proxy.kind, PROXY_SOCKS5);
	assert_string_equal(approach->proxy.user, "monitor");
	assert_string_equal(approach->credentials_file, "/run/password");
	assert_true(approach_leaves_names(approach));
	assert_int_equal(approach->header, PROXY_HEADER_V1);
	assert_string_equal(approach->identity.cert_file, "c.pem");
	assert_string_equal(approach->identity.key_file, "k.pem");
	assert_int_equal(approach->source.family, 6);
	assert_int_equal(approach->addresses, ADDRESS_CHOICE_IPV6);
}

static void
what_does_not_go_together_is_refused(void **state)
{
	static const struct row {
		struct approach_options options;
		const char *words;
	} rows[] = {
	    {{.proxy = "proxy:3128"}, "--proxy: is no proxy; write http://"},
	    {{.proxy = "http://u:hunter2@p"}, "--proxy: has a password"},
	    {{.proxy = "http://u@p.example"}, "--proxy-credentials names"},
	    {{.credentials = "f"}, "goes with --proxy"},
	    {{.header = "v3"}, "--proxy-protocol: 'v3'"},
	    {{.resolution = "dns"}, "--proxy-resolve: 'dns'"},
	    {{.key = "k.pem"}, "--client-key goes with --client-cert"},
	    {{.is_ipv4 = true, .is_ipv6 = true}, "exclude each other"},
	    {{.source = "eth0"}, "--source: 'eth0' is no address"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct approach *approach = NULL;
		struct error err = ERROR_INIT;

		assert_false(
		    approach_options_apply(&rows[i].options, &approach, &err));
		assert_null(approach);
		if (strstr(err.message, rows[i].words) == NULL)
			fail_msg("%s", err.message);
		assert_null(strstr(err.message, "hunter2"));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(none_of_them_is_plain),
	    cmocka_unit_test(all_of_them_fill_the_approach),
	    cmocka_unit_test(what_does_not_go_together_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
