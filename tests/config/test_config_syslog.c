/* notify.syslog: what it may be, and what is filled in. */
#include "config/config_syslog.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/config_text.h"

static void
without_it_there_is_none(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load("notify: {journal: true}\n");

	assert_null(config->syslog);
}

static void
by_default_it_is_the_socket_of_this_machine(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load("notify: {syslog: {}}\n");

	assert_non_null(config->syslog);
	assert_int_equal(config->syslog->transport, SYSLOG_LOCAL);
	assert_int_equal(config->syslog->format, SYSLOG_FORMAT_AUTO);
	assert_int_equal(config->syslog->facility, 3);
	assert_string_equal(config->syslog->socket, "/dev/log");
	assert_int_equal(config->syslog->enterprise, 32473);
}

static void
a_facility_is_its_number(void **state)
{
	CLEANUP(config_free)
	struct config *config =
	    config_text_load("notify: {syslog: {facility: local7}}\n");

	assert_int_equal(config->syslog->facility, 23);
}

static void
each_transport_has_its_port(void **state)
{
	CLEANUP(config_free)
	struct config *tcp = config_text_load(
	    "notify: {syslog: {transport: tcp, address: Log.Example.net}}\n");
	CLEANUP(config_free)
	struct config *tls = config_text_load(
	    "notify: {syslog: {transport: tls, address: 192.0.2.1,\n"
	    "  ca_file: /etc/ssl/ca.pem, server_name: log.example.net}}\n");

	assert_int_equal(tcp->syslog->port, SYSLOG_PORT_TCP);
	assert_string_equal(tcp->syslog->host, "log.example.net");
	assert_null(tcp->syslog->socket);
	assert_int_equal(tls->syslog->port, SYSLOG_PORT_TLS);
	assert_string_equal(tls->syslog->host, "192.0.2.1");
	assert_string_equal(tls->syslog->ca_file, "/etc/ssl/ca.pem");
	assert_string_equal(tls->syslog->server_name, "log.example.net");
}

static void
keys_that_do_not_go_together_are_told(void **state)
{
	config_text_expect("notify: {syslog: {enterprise_number: 0}}\n", 1, 38,
	    "'enterprise_number' is 0; it must be a whole number from 1 to "
	    "4294967295");
	config_text_expect("notify: {syslog: {address: a.example}}\n", 1, 18,
	    "'address' goes with 'transport: tcp' or 'tls'; this one is "
	    "'local'");
	config_text_expect("notify: {syslog: {transport: tcp}}\n", 1, 18,
	    "'transport: tcp' needs 'address', the receiver");
}

static void
a_certificate_goes_with_its_key(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load(
	    "notify: {syslog: {transport: tls, address: a.example,\n"
	    "  cert_file: /etc/a.pem, key_file: /etc/a.key}}\n");

	assert_string_equal(config->syslog->cert_file, "/etc/a.pem");
	assert_string_equal(config->syslog->key_file, "/etc/a.key");
	config_text_expect(
	    "notify: {syslog: {transport: tls, address: a.example, "
	    "cert_file: /etc/a.pem}}\n",
	    1, 18,
	    "'cert_file' and 'key_file' belong together; 'key_file' is "
	    "missing");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(without_it_there_is_none),
	    cmocka_unit_test(by_default_it_is_the_socket_of_this_machine),
	    cmocka_unit_test(a_facility_is_its_number),
	    cmocka_unit_test(each_transport_has_its_port),
	    cmocka_unit_test(keys_that_do_not_go_together_are_told),
	    cmocka_unit_test(a_certificate_goes_with_its_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
