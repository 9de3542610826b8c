/* How to come to an endpoint: its keys, and what they take from "defaults". */
#include "config/config_approach.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/config_text.h"

static void
all_keys_fill_the_approach(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load(
	    "endpoints:\n"
	    "  - host: a.example\n"
	    "    proxy: http://monitor@proxy.example:8080\n"
	    "    proxy_credentials: /run/secrets/proxy\n"
	    "    proxy_resolve: proxy\n"
	    "    proxy_protocol: v2\n"
	    "    client_certificate: {certificate: /c.pem, key: /k.pem}\n"
	    "    family: ipv6\n"
	    "    source: 192.0.2.7\n"
	    "  - b.example\n");
	const struct approach *approach =
	    config->endpoints.items[0]->settings->approach;
	char source[IP_ADDRESS_TEXT_MAX];

	assert_int_equal(approach->proxy.kind, PROXY_HTTP);
	assert_string_equal(approach->proxy.host.text, "proxy.example");
	assert_int_equal(approach->proxy.port, 8080);
	assert_string_equal(approach->proxy.user, "monitor");
	assert_string_equal(approach->credentials_file, "/run/secrets/proxy");
	assert_int_equal(approach->resolution, APPROACH_RESOLVES_PROXY);
	assert_int_equal(approach->header, PROXY_HEADER_V2);
	assert_string_equal(approach->identity.cert_file, "/c.pem");
	assert_string_equal(approach->identity.key_file, "/k.pem");
	assert_int_equal(approach->addresses, ADDRESS_CHOICE_IPV6);
	assert_string_equal(
	    ip_address_format(&approach->source, source), "192.0.2.7");
	assert_null(config->endpoints.items[1]->settings->approach);
}

static void
an_endpoint_changes_its_own_copy_of_the_defaults(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load(
	    "defaults:\n"
	    "  proxy: socks5://proxy.example\n"
	    "  client_certificate: {certificate: /c.pem}\n"
	    "endpoints:\n"
	    "  - a.example\n"
	    "  - {host: b.example, proxy_protocol: v1}\n"
	    "  - {host: c.example, proxy: none, client_certificate: none}\n"
	    "  - d.example\n");
	struct endpoint **e = config->endpoints.items;

	assert_ptr_equal(e[0]->settings->approach, e[3]->settings->approach);
	assert_int_equal(e[0]->settings->approach->proxy.kind, PROXY_SOCKS5);
	assert_int_equal(e[0]->settings->approach->header, PROXY_HEADER_NONE);
	assert_int_equal(e[1]->settings->approach->proxy.kind, PROXY_SOCKS5);
	assert_int_equal(e[1]->settings->approach->header, PROXY_HEADER_V1);
	assert_string_equal(
	    e[1]->settings->approach->identity.cert_file, "/c.pem");
	assert_true(approach_equal(e[2]->settings->approach, NULL));
}

static void
faults_say_what_would_be_right(void **state)
{
	config_text_expect("endpoints:\n"
			   "  - {host: a.example, proxy: proxy.example}\n",
	    2, 30,
	    "'proxy' is no proxy; write http://HOST:PORT or "
	    "socks5://HOST:PORT");
	config_text_expect("endpoints:\n"
			   "  - {host: a.example, proxy_protocol: 2}\n",
	    2, 39, "'proxy_protocol' is '2'; it must be one of none, v1, v2");
	config_text_expect("endpoints:\n"
			   "  - {host: a.example, source: eth0}\n",
	    2, 31,
	    "'source' is 'eth0'; it must be an address of this machine such "
	    "as 192.0.2.1, without a port");
	config_text_expect("endpoints:\n"
			   "  - {host: a.example, client_certificate: {}}\n",
	    2, 43, "'client_certificate' has no 'certificate'; give it a path");
}

static void
what_contradicts_is_told(void **state)
{
	config_text_expect(
	    "endpoints:\n"
	    "  - {host: a.example, proxy: \"http://u@p.example\"}\n",
	    2, 30,
	    "'proxy' names a user, but there is no file with the password; "
	    "name it by 'proxy_credentials'");
	config_text_expect("endpoints:\n"
			   "  - {host: a.example, proxy_credentials: /f}\n",
	    2, 42,
	    "'proxy_credentials' without a 'proxy' that would be told them; "
	    "add it, or leave them out");
	config_text_expect("endpoints:\n"
			   "  - {host: a.example, source: 192.0.2.1, "
			   "family: ipv6}\n",
	    2, 31,
	    "'source' is an address of IPv4 and 'family' is ipv6; from there "
	    "nothing of it can be reached");
}

/* Neither in the message nor in the line below it. */
static void
a_password_in_a_url_is_never_shown(void **state)
{
	static const char yaml[] = "endpoints:\n"
				   "  - host: a.example\n"
				   "    proxy: http://me:hunter2@p.example\n";
	struct config_faults faults = {0};
	CLEANUP(config_free)
	struct config *config = config_parse(
	    "c.yaml", NULL, (const uint8_t *)yaml, sizeof yaml - 1, &faults);
	CLEANUP(free) char *text = config_text_faults(&faults);

	assert_null(config);
	assert_non_null(strstr(text, "c.yaml:3:12: 'proxy' has a password"));
	assert_non_null(strstr(text, "(not shown: it holds a secret)"));
	assert_null(strstr(text, "hunter2"));
	config_faults_clear(&faults);
}

static void
unix_sockets_are_addresses(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load(
	    "endpoints:\n"
	    "  - host: a.example\n"
	    "    addresses: [\"unix:/run/app.sock\", 192.0.2.1]\n");
	const struct endpoint *endpoint = config->endpoints.items[0];

	assert_int_equal(endpoint->fronts.len, 2);
	assert_string_equal(
	    endpoint_front_path(&endpoint->fronts.items[0]), "/run/app.sock");
	assert_null(endpoint_front_path(&endpoint->fronts.items[1]));
	config_text_expect("endpoints:\n"
			   "  - host: a.example\n"
			   "    addresses: [\"unix:app.sock\"]\n",
	    3, 17,
	    "'unix:app.sock' has no whole path; write one such as "
	    "unix:/run/app.sock");
}

static void
a_path_has_as_many_bytes_as_a_socket_can_have(void **state)
{
	for (int len = 107; len <= 108; len++) {
		CLEANUP(free)
		char *yaml = mem_printf("endpoints:\n"
					"  - host: a.example\n"
					"    addresses: [\"unix:/%0*d\"]\n",
		    len - 1, 0);
		struct config_faults faults = {0};
		CLEANUP(config_free)
		struct config *config = config_parse("c.yaml", NULL,
		    (const uint8_t *)yaml, strlen(yaml), &faults);

		assert_int_equal(config != NULL, len == 107);
		config_faults_clear(&faults);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_keys_fill_the_approach),
	    cmocka_unit_test(an_endpoint_changes_its_own_copy_of_the_defaults),
	    cmocka_unit_test(faults_say_what_would_be_right),
	    cmocka_unit_test(what_contradicts_is_told),
	    cmocka_unit_test(a_password_in_a_url_is_never_shown),
	    cmocka_unit_test(unix_sockets_are_addresses),
	    cmocka_unit_test(a_path_has_as_many_bytes_as_a_socket_can_have),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
