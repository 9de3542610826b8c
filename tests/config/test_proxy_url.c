/* Proxies as people write them. */
#include "config/proxy_url.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
good_urls_are_read(void **state)
{
	static const struct row {
		const char *text;
		enum proxy_kind kind;
		const char *host;
		uint16_t port;
		const char *user;
	} rows[] = {
	    {"none", PROXY_NONE, "", 0, NULL},
	    {"http://proxy.example:8080", PROXY_HTTP, "proxy.example", 8080,
		NULL},
	    {"http://proxy.example", PROXY_HTTP, "proxy.example", 3128, NULL},
	    {"HTTP://proxy.example/", PROXY_HTTP, "proxy.example", 3128, NULL},
	    {"socks5://192.0.2.1", PROXY_SOCKS5, "192.0.2.1", 1080, NULL},
	    {"socks5://[2001:db8::1]:9050", PROXY_SOCKS5, "2001:db8::1", 9050,
		NULL},
	    {"http://monitor@p.example", PROXY_HTTP, "p.example", 3128,
		"monitor"},
	    {"http://DOM%5Cuser%40x@p.example", PROXY_HTTP, "p.example", 3128,
		"DOM\\user@x"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct approach_proxy proxy = {0};
		struct error err = ERROR_INIT;

		assert_true(proxy_url_parse(rows[i].text, &proxy, &err));
		assert_int_equal(proxy.kind, rows[i].kind);
		assert_string_equal(proxy.host.text, rows[i].host);
		assert_int_equal(proxy.port, rows[i].port);
		if (rows[i].user == NULL)
			assert_null(proxy.user);
		else
			assert_string_equal(proxy.user, rows[i].user);
		approach_proxy_clear(&proxy);
	}
}

static void
bad_urls_are_refused_with_a_reason(void **state)
{
	static const struct row {
		const char *text, *words;
	} rows[] = {
	    {"", "is no proxy; write http://HOST:PORT"},
	    {"proxy.example:3128", "is no proxy; write http://HOST:PORT"},
	    {"https://proxy.example", "begins with https://"},
	    {"socks4://proxy.example", "begins with socks4://"},
	    {"socks5h://proxy.example", "'proxy_resolve: proxy'"},
	    {"http://", "is empty"},
	    {"http://a b", "holds a space"},
	    {"http://proxy.example:99999", "port"},
	    {"http://proxy.example/path", "holds a path"},
	    {"http://@proxy.example", "no usable user name"},
	    {"http://a%zz@proxy.example", "no usable user name"},
	    {"http://a%4@proxy.example", "no usable user name"},
	    {"http://a%0ab@proxy.example", "no usable user name"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct approach_proxy proxy = {0};
		struct error err = ERROR_INIT;

		assert_false(proxy_url_parse(rows[i].text, &proxy, &err));
		if (strstr(err.message, rows[i].words) == NULL)
			fail_msg("'%s': %s", rows[i].text, err.message);
	}
}

static void
a_password_is_refused_and_not_repeated(void **state)
{
	static const char *const texts[] = {
	    "http://monitor:hunter2@proxy.example:3128",
	    "socks5://monitor:hunter2@proxy.example",
	    "http://monitor:hunt@er2@proxy.example",
	    "http://:hunter2@proxy.example",
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct approach_proxy proxy = {0};
		struct error err = ERROR_INIT;

		assert_false(proxy_url_parse(texts[i], &proxy, &err));
		assert_non_null(strstr(err.message, "has a password in it"));
		assert_null(strstr(err.message, "hunt"));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(good_urls_are_read),
	    cmocka_unit_test(bad_urls_are_refused_with_a_reason),
	    cmocka_unit_test(a_password_is_refused_and_not_repeated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
