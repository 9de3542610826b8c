/* Services that DNS names: how they are written, and what becomes of them. */
#include "model/dns_service.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

static struct dns_service
parsed(enum service_kind kind, const char *text)
{
	struct dns_service service;
	struct error err = ERROR_INIT;

	if (!dns_service_parse(kind, text, &service, &err))
		fail_msg("%s: %s", text, err.message);
	return service;
}

static void
mail_exchangers_speak_smtp_under_their_own_names(void **state)
{
	struct dns_service mx = parsed(SERVICE_MX, "Example.ORG.");

	(void)state;
	assert_string_equal(mx.name, "example.org");
	assert_int_equal(mx.starttls, STARTTLS_SMTP);
	assert_false(mx.has_domain_identity);
	assert_true(dns_service_is_known(&mx));
}

static void
each_service_has_its_protocol_and_name(void **state)
{
	static const struct {
		const char *name;
		enum starttls starttls;
		bool has_domain_identity, is_known;
	} cases[] = {
	    {"_imap._tcp.example.org", STARTTLS_IMAP, false, true},
	    {"_imaps._tcp.example.org", STARTTLS_NONE, false, true},
	    {"_XMPP-Client._tcp.example.org", STARTTLS_XMPP_CLIENT, true, true},
	    {"_xmpp-server._TCP.example.org", STARTTLS_XMPP_SERVER, true, true},
	    {"_submission._tcp.example.org", STARTTLS_SMTP, false, true},
	    {"_sips._tcp.example.org", STARTTLS_NONE, true, true},
	    {"_strange._tcp.example.org", STARTTLS_NONE, false, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct dns_service srv = parsed(SERVICE_SRV, cases[i].name);

		assert_string_equal(srv.domain.text, "example.org");
		assert_int_equal(srv.starttls, cases[i].starttls);
		assert_int_equal(
		    srv.has_domain_identity, cases[i].has_domain_identity);
		assert_int_equal(dns_service_is_known(&srv), cases[i].is_known);
	}
}

static void
nonsense_is_refused(void **state)
{
	static const struct {
		enum service_kind kind;
		const char *text;
	} cases[] = {
	    {SERVICE_MX, "192.0.2.1"},
	    {SERVICE_MX, ""},
	    {SERVICE_MX, "exa mple.org"},
	    {SERVICE_SRV, "example.org"},
	    {SERVICE_SRV, "_imaps.example.org"},
	    {SERVICE_SRV, "_imaps._udp.example.org"},
	    {SERVICE_SRV, "_._tcp.example.org"},
	    {SERVICE_SRV, "_imaps._tcp."},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct dns_service service;
		struct error err = ERROR_INIT;

		if (dns_service_parse(
			cases[i].kind, cases[i].text, &service, &err))
			fail_msg("%s was taken", cases[i].text);
		assert_true(err.message[0] != '\0');
	}
}

static const struct dns_service_host hosts[] = {
    {(char *)"a.example.net", 993},
    {(char *)"not a name", 993},
    {(char *)"b.example.net", 994},
};

static void
clear(dns_service_endpoints *endpoints)
{
	ARRAY_EACH (endpoint, endpoints)
		endpoint_unref(*endpoint);
	ARRAY_CLEAR(endpoints);
}

static void
each_server_is_an_endpoint_under_its_own_name(void **state)
{
	CLEANUP(endpoint_unref) struct endpoint *like = endpoint_new();
	struct dns_service srv = parsed(SERVICE_SRV, "_imaps._tcp.example.org");
	dns_service_endpoints made = {.len = 0};

	(void)state;
	like->settings->interval_s = 77;
	dns_service_make_endpoints(&srv, like, hosts, 3, &made);
	assert_int_equal(made.len, 2);
	assert_string_equal(made.items[0]->id, "a.example.net:993");
	assert_string_equal(endpoint_sni(made.items[0]), "a.example.net");
	assert_string_equal(
	    made.items[0]->source, "srv _imaps._tcp.example.org");
	assert_int_equal(made.items[0]->settings->interval_s, 77);
	assert_string_equal(made.items[1]->id, "b.example.net:994");
	clear(&made);
}

static void
mail_exchangers_have_the_port_that_was_said(void **state)
{
	CLEANUP(endpoint_unref) struct endpoint *like = endpoint_new();
	struct dns_service mx = parsed(SERVICE_MX, "example.org");
	dns_service_endpoints made = {.len = 0};

	(void)state;
	like->port = 2525;
	dns_service_make_endpoints(&mx, like, hosts, 1, &made);
	assert_string_equal(made.items[0]->id, "a.example.net:2525");
	clear(&made);
}

static void
under_the_domain_they_are_fronts_of_one_endpoint(void **state)
{
	CLEANUP(endpoint_unref) struct endpoint *like = endpoint_new();
	struct dns_service srv =
	    parsed(SERVICE_SRV, "_xmpp-client._tcp.example.org");
	dns_service_endpoints made = {.len = 0};

	(void)state;
	dns_service_make_endpoints(&srv, like, hosts, 3, &made);
	assert_int_equal(made.len, 1);
	assert_string_equal(made.items[0]->host.text, "example.org");
	assert_string_equal(endpoint_sni(made.items[0]), "example.org");
	assert_int_equal(made.items[0]->port, 993);
	assert_true(made.items[0]->has_dane_at_front);
	assert_int_equal(made.items[0]->fronts.len, 2);
	assert_string_equal(
	    made.items[0]->fronts.items[1].name, "b.example.net");
	assert_int_equal(made.items[0]->fronts.items[1].port, 994);
	clear(&made);
	dns_service_make_endpoints(&srv, like, hosts, 0, &made);
	assert_int_equal(made.len, 0);
	clear(&made);
}

static void
more_servers_than_allowed_are_cut(void **state)
{
	CLEANUP(endpoint_unref) struct endpoint *like = endpoint_new();
	struct dns_service mx = parsed(SERVICE_MX, "example.org");
	struct dns_service_host many[SERVICE_MAX_HOSTS + 1];
	dns_service_endpoints made = {.len = 0};

	(void)state;
	for (unsigned i = 0; i <= SERVICE_MAX_HOSTS; i++)
		many[i] = (struct dns_service_host){
		    mem_printf("h%u.example.net", i), 25};
	dns_service_make_endpoints(
	    &mx, like, many, SERVICE_MAX_HOSTS + 1, &made);
	assert_int_equal(made.len, SERVICE_MAX_HOSTS);
	clear(&made);
	for (unsigned i = 0; i <= SERVICE_MAX_HOSTS; i++)
		free(many[i].name);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(mail_exchangers_speak_smtp_under_their_own_names),
	    cmocka_unit_test(each_service_has_its_protocol_and_name),
	    cmocka_unit_test(nonsense_is_refused),
	    cmocka_unit_test(each_server_is_an_endpoint_under_its_own_name),
	    cmocka_unit_test(mail_exchangers_have_the_port_that_was_said),
	    cmocka_unit_test(under_the_domain_they_are_fronts_of_one_endpoint),
	    cmocka_unit_test(more_servers_than_allowed_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
