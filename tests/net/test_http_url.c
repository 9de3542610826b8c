/* URLs: what is taken apart and what is refused. */
#include "net/http_url.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
parts_are_found(void **state)
{
	static const struct {
		const char *text, *host, *origin;
		unsigned port;
		bool is_https, is_address;
	} rows[] = {
	    {"https://Hooks.example.com/in?k=v", "hooks.example.com",
		"https://hooks.example.com", 443, true, false},
	    {"http://127.0.0.1:8080/", "127.0.0.1", "http://127.0.0.1:8080",
		8080, false, true},
	    {"https://[2001:db8::1]/x", "2001:db8::1", "https://[2001:db8::1]",
		443, true, true},
	    {"HTTPS://hooks.example.com:8443", "hooks.example.com",
		"https://hooks.example.com:8443", 8443, true, false},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct error err = ERROR_INIT;
		struct http_url url = {0};

		assert_true(http_url_parse(rows[i].text, &url, &err));
		assert_string_equal(url.host, rows[i].host);
		assert_string_equal(url.origin, rows[i].origin);
		assert_int_equal(url.port, rows[i].port);
		assert_int_equal(url.is_https, rows[i].is_https);
		assert_int_equal(url.is_address, rows[i].is_address);
		http_url_clear(&url);
	}
}

static void
what_is_no_url_of_ours_is_refused(void **state)
{
	static const struct {
		const char *text, *words;
	} rows[] = {
	    {"hooks.example.com/in", "does not begin with https://"},
	    {"ftp://hooks.example.com/in", "does not begin with https://"},
	    {"file:///etc/passwd", "does not begin with https://"},
	    {"https://user:pw@hooks.example.com/", "user name or password"},
	    {"https://hooks.example.com/#a", "fragment"},
	    {"https://hooks.example.com/a b", "blank or control"},
	    {"https://hooks.example.com:99999/", "is no URL"},
	    {"https://", "is no URL"},
	    {"https://[fe80::1%25eth0]/", "zones are not taken"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct error err = ERROR_INIT;
		struct http_url url = {0};

		assert_false(http_url_parse(rows[i].text, &url, &err));
		if (strstr(err.message, rows[i].words) == NULL)
			fail_msg("%s: %s", rows[i].text, err.message);
	}
}

static void
a_longer_url_than_the_limit_is_refused(void **state)
{
	char text[HTTP_URL_MAX + 32] = "https://hooks.example.com/";
	struct error err = ERROR_INIT;
	struct http_url url = {0};
	size_t len = strlen(text);

	memset(text + len, 'a', HTTP_URL_MAX + 1 - len);
	assert_false(http_url_parse(text, &url, &err));
	assert_int_equal(err.kind, ERROR_LIMIT);
	text[HTTP_URL_MAX] = '\0';
	assert_true(http_url_parse(text, &url, &err));
	http_url_clear(&url);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(parts_are_found),
	    cmocka_unit_test(what_is_no_url_of_ours_is_refused),
	    cmocka_unit_test(a_longer_url_than_the_limit_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
