/* `chainwatch check` against servers on loopback. */
#include "cli/command.h"

#include "base/mem.h"
#include "cli/command_run.h"
#include "support/tls_server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define HOST "www.example.test"
#define AT "2026-06-01T00:00:00Z" /* MINT_NOW */

static struct mint_chain chain;

/* Serves these; gives the port as text. */
static struct tls_server *
serve(const struct tls_script *script, char port[8])
{
	struct tls_server *server = tls_server_start(script);

	snprintf(port, 8, "%u", (unsigned)tls_server_address(server).port);
	return server;
}

static int
enter(void **state)
{
	if (command_folder_enter(state) != 0)
		return -1;
	chain = mint_chain_for(HOST);
	command_write_certs("root.pem", chain.root, NULL);
	return 0;
}

static void
a_good_server_ends_with_0_and_a_tree(void **state)
{
	const struct tls_script script = {
	    .chain = {chain.leaf, chain.intermediate}};
	char port[8];
	struct tls_server *server = serve(&script, port);
	char *host = mem_printf(HOST ":%s", port);
	struct command_run run = command_run("check", "--at", AT, "--trust",
	    "root.pem", "--address", "127.0.0.1", host, NULL);

	assert_int_equal(run.code, 0);
	assert_non_null(strstr(run.output, "ok: the chain is complete"));
	assert_non_null(strstr(run.output, "`- Test Root"));
	assert_non_null(strstr(run.output, "TLS 1.3"));
	tls_server_await_ended(server, 1);
	assert_string_equal(tls_server_counts(server).sni, HOST);
	command_run_clear(&run);
	tls_server_stop(server);
	free(host);
}

static void
an_address_that_differs_is_named_and_the_worst_counts(void **state)
{
	const struct tls_script good_script = {
	    .chain = {chain.leaf, chain.intermediate}};
	const struct tls_script bad_script = {.chain = {chain.leaf}};
	char good_port[8], bad_port[8];
	struct tls_server *good = serve(&good_script, good_port);
	struct tls_server *bad = serve(&bad_script, bad_port);
	char *at_good = mem_printf("127.0.0.1:%s", good_port);
	char *at_bad = mem_printf("127.0.0.1:%s", bad_port);
	char *words =
	    mem_printf("%s shows another chain than %s.", at_bad, at_good);
	char *other =
	    mem_printf("%s shows another chain than %s.", at_good, at_bad);
	struct command_run run;
	json_t *object;

	run = command_run("check", "--at", AT, "--trust", "root.pem",
	    "--no-remedies", "--address", at_good, "--address", at_bad, HOST,
	    NULL);
	assert_int_equal(run.code, 2);
	assert_true(strstr(run.output, words) != NULL ||
	    strstr(run.output, other) != NULL);
	command_run_clear(&run);

	run = command_run("check", "--json", "--at", AT, "--trust", "root.pem",
	    "--address", at_good, "--address", at_bad, HOST, NULL);
	object = command_run_json(&run);
	assert_true(json_is_false(json_object_get(object, "valid")));
	assert_string_equal(
	    json_string_value(json_object_get(object, "address")), at_bad);
	assert_int_equal(
	    json_array_size(json_object_get(object, "addresses")), 2);
	json_decref(object);
	command_run_clear(&run);

	tls_server_stop(good);
	tls_server_stop(bad);
	free(at_good);
	free(at_bad);
	free(words);
	free(other);
}

/* Modern clients get the good one; those that ask for RSA do not. */
static void
both_key_types_are_shown_where_there_are_two(void **state)
{
	const struct mint *rsa = MINT(.subject = "CN=" HOST,
	    .names = "DNS:" HOST, .issuer = chain.intermediate,
	    .key_kind = MINT_RSA_2048, .key = "rsa");
	const struct tls_script script = {
	    .chain = {chain.leaf, chain.intermediate},
	    .other = {rsa},
	};
	char port[8];
	struct tls_server *server = serve(&script, port);
	char *host = mem_printf(HOST ":%s", port);
	char *at = mem_printf("127.0.0.1:%s (RSA)", port);
	struct command_run run = command_run("check", "--at", AT, "--trust",
	    "root.pem", "--address", "127.0.0.1", host, NULL);

	assert_int_equal(run.code, 2);
	assert_non_null(strstr(run.output, "ok: the chain is complete"));
	assert_non_null(strstr(run.output, at));
	assert_non_null(strstr(run.output, "leaf-only"));
	command_run_clear(&run);
	run = command_run("check", "--at", AT, "--trust", "root.pem",
	    "--address", "127.0.0.1", "--variant", "ecdsa", host, NULL);
	assert_int_equal(run.code, 0);
	assert_non_null(strstr(run.output, "(ECDSA)"));
	assert_null(strstr(run.output, "(RSA)"));
	command_run_clear(&run);
	run = command_run("check", "--at", AT, "--trust", "root.pem",
	    "--address", "127.0.0.1", "--variant", "rsa", "--json", host, NULL);
	assert_int_equal(run.code, 2);
	assert_non_null(strstr(run.output, "\"variant\": \"rsa\""));
	command_run_clear(&run);
	tls_server_stop(server);
	free(at);
	free(host);
}

static void
plugin_output_has_state_and_numbers(void **state)
{
	const struct tls_script script = {
	    .chain = {chain.leaf, chain.intermediate}};
	char port[8];
	struct tls_server *server = serve(&script, port);
	char *host = mem_printf(HOST ":%s", port);
	struct command_run run = command_run("check", "--nagios", "--at", AT,
	    "--trust", "root.pem", "--address", "127.0.0.1", host, NULL);

	assert_int_equal(run.code, 0);
	assert_int_equal(strncmp(run.output, "CHAINWATCH OK - " HOST, 32), 0);
	assert_non_null(strstr(run.output, "| days_left=45;;;; time=0."));
	command_run_clear(&run);
	tls_server_stop(server);
	free(host);
}

static void
what_another_time_and_store_change_is_told(void **state)
{
	const struct tls_script script = {
	    .chain = {chain.leaf, chain.intermediate}};
	char port[8];
	struct tls_server *server = serve(&script, port);
	char *host = mem_printf(HOST ":%s", port);
	struct command_run run;
	json_t *report, *differs;

	run = command_run("check", "--json", "--at", AT, "--trust", "root.pem",
	    "--address", "127.0.0.1", host, NULL);
	assert_int_equal(run.code, 0);
	report = command_run_json(&run);
	differs = json_object_get(report, "differs");
	assert_true(json_is_false(
	    json_object_get(json_object_get(differs, "valid"), "before")));
	assert_true(json_is_true(
	    json_object_get(json_object_get(differs, "valid"), "after")));
	assert_string_equal(json_string_value(json_object_get(
				json_object_get(differs, "from"), "trust")),
	    "system");
	json_decref(report);
	command_run_clear(&run);

	run = command_run("check", "--at", AT, "--trust", "root.pem",
	    "--address", "127.0.0.1", host, NULL);
	assert_non_null(strstr(run.output, "What differs from now ("));
	command_run_clear(&run);
	tls_server_stop(server);
	free(host);
}

static void
what_one_address_leaves_out_another_may_name(void **state)
{
	const struct tls_script good_script = {
	    .chain = {chain.leaf, chain.intermediate}};
	const struct tls_script bad_script = {.chain = {chain.leaf}};
	char good_port[8], bad_port[8];
	struct tls_server *good = serve(&good_script, good_port);
	struct tls_server *bad = serve(&bad_script, bad_port);
	char *at_good = mem_printf("127.0.0.1:%s", good_port);
	char *at_bad = mem_printf("127.0.0.1:%s", bad_port);
	struct command_run run = command_run("check", "--at", AT, "--trust",
	    "root.pem", "--address", at_bad, "--address", at_good, HOST, NULL);

	assert_non_null(strstr(run.output, "(not sent now)"));
	command_run_clear(&run);
	tls_server_stop(good);
	tls_server_stop(bad);
	free(at_good);
	free(at_bad);
}

static void
nobody_there_is_unknown_with_cause_and_remedy(void **state)
{
	const struct tls_script script = {.chain = {chain.leaf}};
	char port[8];
	struct tls_server *server = serve(&script, port);
	char *host = mem_printf(HOST ":%s", port);
	struct command_run run;
	json_t *object;

	tls_server_stop(server); /* its port is free now */
	run = command_run("check", "--trust", "root.pem", "--address",
	    "127.0.0.1", host, NULL);
	assert_int_equal(run.code, 3);
	assert_non_null(strstr(run.output, "(connect-refused)"));
	assert_non_null(strstr(run.output, "What to do"));
	command_run_clear(&run);
	run = command_run("check", "--json", "--trust", "root.pem", "--address",
	    "127.0.0.1", host, NULL);
	object = command_run_json(&run);
	assert_int_equal(run.code, 3);
	assert_string_equal(json_string_value(json_object_get(
				json_object_get(object, "failure"), "kind")),
	    "connect-refused");
	json_decref(object);
	command_run_clear(&run);
	free(host);
}

static void
with_an_address_as_host_sni_is_who_is_meant(void **state)
{
	const struct tls_script script = {
	    .chain = {chain.leaf, chain.intermediate}};
	char port[8];
	struct tls_server *server = serve(&script, port);
	char *host = mem_printf("127.0.0.1:%s", port);
	struct command_run run = command_run("check", "--at", AT, "--trust",
	    "root.pem", "--sni", HOST, host, NULL);

	assert_int_equal(run.code, 0);
	tls_server_await_ended(server, 1);
	assert_string_equal(tls_server_counts(server).sni, HOST);
	command_run_clear(&run);
	/* Without it the certificate would have to cover the address. */
	run =
	    command_run("check", "--at", AT, "--trust", "root.pem", host, NULL);
	assert_int_equal(run.code, 2);
	assert_non_null(strstr(run.output, "(name-mismatch)"));
	tls_server_await_ended(server, 2);
	assert_string_equal(tls_server_counts(server).sni, "");
	command_run_clear(&run);
	tls_server_stop(server);
	free(host);
}

static void
wrong_arguments_say_what_would_be_right(void **state)
{
	static const struct {
		const char *words[3];
		const char *message;
	} cases[] = {
	    {{"https://www.example.test/x"}, "is a URL; write the host alone"},
	    {{"www.example.test:99999"}, "must be from 1 to 65535"},
	    {{"--address", "not an address", HOST}, "--address not an address"},
	    {{"--sni", "192.0.2.1", HOST}, "addresses are not sent"},
	    {{"--timeout", "2h", HOST}, "--timeout: one hour at most"},
	    {{"--starttls", "xmpp", HOST},
		"--starttls is 'xmpp'; it must be one of smtp, lmtp"},
	    {{"--nagios", "--json", HOST}, "--json or --nagios"},
	    {{"--nagois", HOST}, "did you mean --nagios?"},
	    {{"one.example.test", "two.example.test"}, "one host at a time"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct command_run run = command_run("check", cases[i].words[0],
		    cases[i].words[1], cases[i].words[2], NULL);

		assert_int_equal(run.code, 3);
		assert_string_equal(run.output, "");
		if (strstr(run.errors, cases[i].message) == NULL)
			fail_msg("%s: %s", cases[i].message, run.errors);
		command_run_clear(&run);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_good_server_ends_with_0_and_a_tree),
	    cmocka_unit_test(
		an_address_that_differs_is_named_and_the_worst_counts),
	    cmocka_unit_test(both_key_types_are_shown_where_there_are_two),
	    cmocka_unit_test(plugin_output_has_state_and_numbers),
	    cmocka_unit_test(what_another_time_and_store_change_is_told),
	    cmocka_unit_test(what_one_address_leaves_out_another_may_name),
	    cmocka_unit_test(nobody_there_is_unknown_with_cause_and_remedy),
	    cmocka_unit_test(with_an_address_as_host_sni_is_who_is_meant),
	    cmocka_unit_test(wrong_arguments_say_what_would_be_right),
	};

	return cmocka_run_group_tests(tests, enter, command_folder_leave);
}
