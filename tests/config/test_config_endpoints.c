/* Endpoints in short and in long, and what is wrong with them. */
#include "config/config_endpoints.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/config_text.h"

static void
the_short_form_is_host_and_port(void **state)
{
	static const struct {
		const char *text, *id, *sni;
	} rows[] = {
	    {"www.example.com", "www.example.com:443", "www.example.com"},
	    {"www.example.com:8443", "www.example.com:8443", "www.example.com"},
	    {"192.0.2.1", "192.0.2.1:443", ""},
	    {"192.0.2.1:8443", "192.0.2.1:8443", ""},
	    {"2001:DB8::1", "[2001:db8::1]:443", ""},
	    {"\"[2001:db8::1]:8443\"", "[2001:db8::1]:8443", ""},
	    {"b\xc3\xbc"
	     "cher.example",
		"xn--bcher-kva.example:443", "xn--bcher-kva.example"},
	    {"{host: www.example.com, port: 25}", "www.example.com:25",
		"www.example.com"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CLEANUP(free)
		char *yaml = mem_printf("endpoints:\n- %s\n", rows[i].text);
		CLEANUP(config_free)
		struct config *config = config_text_load(yaml);
		const struct endpoint *endpoint = config->endpoints.items[0];

		assert_int_equal(config->endpoints.len, 1);
		assert_string_equal(endpoint->id, rows[i].id);
		assert_string_equal(endpoint_sni(endpoint), rows[i].sni);
		assert_int_equal(endpoint->fronts.len, 0);
		assert_int_equal(endpoint->refs, 1);
	}
}

static void
starttls_brings_the_port_of_its_protocol(void **state)
{
	static const struct {
		const char *text, *id;
		enum starttls starttls;
	} rows[] = {
	    {"{host: a.example, starttls: smtp}", "a.example:25",
		STARTTLS_SMTP},
	    {"{host: a.example, starttls: smtp, port: 587}", "a.example:587",
		STARTTLS_SMTP},
	    {"{port: 443, host: a.example, starttls: ldap}", "a.example:443",
		STARTTLS_LDAP},
	    {"{starttls: xmpp-server, host: a.example}", "a.example:5269",
		STARTTLS_XMPP_SERVER},
	    {"{host: a.example}", "a.example:443", STARTTLS_NONE},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CLEANUP(free)
		char *yaml = mem_printf("endpoints:\n- %s\n", rows[i].text);
		CLEANUP(config_free)
		struct config *config = config_text_load(yaml);
		const struct endpoint *endpoint = config->endpoints.items[0];

		assert_string_equal(endpoint->id, rows[i].id);
		assert_int_equal(endpoint->starttls, rows[i].starttls);
	}
}

static void
the_same_endpoint_twice_is_a_mistake(void **state)
{
	static const char message[] =
	    "a.example:443 is listed in line 2 already; remove one, or give "
	    "'addresses' to watch several of its servers";

	config_text_expect(
	    "endpoints:\n- a.example\n- a.example:443\n", 3, 3, message);
	config_text_expect(
	    "endpoints:\n- a.example\n- {port: 443, host: A.EXAMPLE.}\n", 3, 21,
	    message);
}

static void
duplicates_are_found_among_many(void **state)
{
	struct strbuf yaml = STRBUF_INIT(1 << 20);

	strbuf_add(&yaml, "endpoints:\n");
	for (int i = 0; i < 3000; i++)
		strbuf_addf(&yaml, "- h%d.example\n", i);
	strbuf_add(&yaml, "- h2999.example\n");
	config_text_expect(strbuf_text(&yaml), 3002, 3,
	    "h2999.example:443 is listed in line 3001 already; remove one, or "
	    "give 'addresses' to watch several of its servers");
	strbuf_clear(&yaml);
}

static void
items_that_are_no_endpoint_are_answered(void **state)
{
	config_text_expect("endpoints:\n- a.example: 8443\n", 2, 3,
	    "'a.example' is no key of an endpoint; write 'a.example:8443' "
	    "without a space, or 'host: a.example' and further keys");
	config_text_expect("endpoints:\n- [a.example]\n", 2, 3,
	    "an item of 'endpoints' is a list; write www.example.com:443, or a "
	    "map with 'host', and quote text that begins with '['");
	config_text_expect("endpoints:\n- \n", 2, 2,
	    "an item of 'endpoints' is empty; it must be www.example.com:443, "
	    "or a map with 'host'");
	config_text_expect("endpoints:\n- {host: \"a.example:1\"}\n", 2, 10,
	    "'host' has a port in it; write 'host: a.example' and 'port: 1'");
	config_text_expect("endpoints:\n- {port: 1}\n", 2, 3,
	    "an endpoint has no 'host'; give it a host name such as "
	    "www.example.com, or an IP address");
}

static void
all_faults_of_a_file_come_at_once(void **state)
{
	static const char yaml[] = "endpoints:\n"
				   "  - a..example\n"
				   "  - host: b.example\n"
				   "    port: 0\n"
				   "    interval: 5\n"
				   "    labels: {1: x}\n"
				   "  - c.example\n"
				   "notfy: {}\n";
	struct config_faults faults = {0};
	static const size_t lines[] = {2, 4, 5, 6, 8};

	assert_null(config_parse("test.yaml", NULL, (const uint8_t *)yaml,
	    sizeof yaml - 1, &faults));
	assert_int_equal(faults.items.len, 5);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(faults.items.items[i].line, lines[i]);
	config_faults_clear(&faults);
}

static void
the_number_of_endpoints_is_bounded(void **state)
{
	struct strbuf yaml = STRBUF_INIT(8 << 20);

	strbuf_add(&yaml, "endpoints:\n");
	for (int i = 0; i < CONFIG_MAX_ENDPOINTS + 2; i++)
		strbuf_addf(&yaml, "- h%d.example\n", i);
	config_text_expect(strbuf_text(&yaml), CONFIG_MAX_ENDPOINTS + 2, 3,
	    "more than 200000 endpoints; spread them over several daemons");
	strbuf_clear(&yaml);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_short_form_is_host_and_port),
	    cmocka_unit_test(starttls_brings_the_port_of_its_protocol),
	    cmocka_unit_test(the_same_endpoint_twice_is_a_mistake),
	    cmocka_unit_test(duplicates_are_found_among_many),
	    cmocka_unit_test(items_that_are_no_endpoint_are_answered),
	    cmocka_unit_test(all_faults_of_a_file_come_at_once),
	    cmocka_unit_test(the_number_of_endpoints_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
