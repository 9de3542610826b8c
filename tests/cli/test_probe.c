/* `chainwatch probe` against servers on loopback. */
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
static const struct mint *renewed;

struct served {
	struct tls_server *server;
	char at[64];   /* 127.0.0.1:PORT */
	char host[64]; /* HOST:PORT */
};

static struct served
serve(const struct mint *leaf, const struct mint *intermediate)
{
	const struct tls_script script = {.chain = {leaf, intermediate}};
	struct served served = {.server = tls_server_start(&script)};
	unsigned port = tls_server_address(served.server).port;

	snprintf(served.at, sizeof served.at, "127.0.0.1:%u", port);
	snprintf(served.host, sizeof served.host, HOST ":%u", port);
	return served;
}

static int
enter(void **state)
{
	if (command_folder_enter(state) != 0)
		return -1;
	chain = mint_chain_for(HOST);
	renewed = MINT(.subject = "CN=renewed", .issuer = chain.intermediate,
	    .names = "DNS:" HOST);
	command_write_certs("root.pem", chain.root, NULL);
	command_write_certs("old.pem", chain.leaf, chain.intermediate, NULL);
	command_write_certs("new.pem", renewed, chain.intermediate, NULL);
	command_write_certs(
	    "rooted.pem", renewed, chain.intermediate, chain.root, NULL);
	command_write_certs("leaf.pem", renewed, NULL);
	return 0;
}

static void
all_that_show_the_file_end_with_0(void **state)
{
	struct served served = serve(renewed, chain.intermediate);
	struct command_run run =
	    command_run("probe", "--at", AT, "--trust", "root.pem", "--address",
		served.at, "--expect", "new.pem", "--wait=30s", HOST, NULL);

	assert_string_equal(run.errors, "");
	assert_int_equal(run.code, 0);
	assert_non_null(strstr(run.output, "1 of 1 address shows new.pem."));
	command_run_clear(&run);
	tls_server_stop(served.server);
}

static void
a_root_in_the_file_need_not_be_sent(void **state)
{
	struct served served = serve(renewed, chain.intermediate);
	struct command_run run =
	    command_run("probe", "--at", AT, "--trust", "root.pem", "--address",
		served.at, "--expect", "rooted.pem", HOST, NULL);

	assert_int_equal(run.code, 0);
	command_run_clear(&run);
	tls_server_stop(served.server);
}

static void
an_address_that_is_behind_is_named(void **state)
{
	struct served good = serve(renewed, chain.intermediate);
	struct served stale = serve(chain.leaf, chain.intermediate);
	char words[200];
	struct command_run run = command_run("probe", "--at", AT, "--trust",
	    "root.pem", "--address", good.at, "--address", stale.at, "--expect",
	    "new.pem", "--wait=1s", HOST, NULL);

	snprintf(words, sizeof words, "at %s still shows %s", stale.at, HOST);
	assert_int_equal(run.code, 1);
	assert_non_null(strstr(run.output, words));
	assert_non_null(strstr(run.output, "1 of 2 addresses shows new.pem"));
	command_run_clear(&run);
	tls_server_stop(good.server);
	tls_server_stop(stale.server);
}

static void
the_right_leaf_without_its_intermediate_is_broken(void **state)
{
	struct served served = serve(renewed, NULL);
	struct command_run run =
	    command_run("probe", "--at", AT, "--trust", "root.pem", "--address",
		served.at, "--expect", "new.pem", HOST, NULL);

	assert_int_equal(run.code, 2);
	assert_non_null(
	    strstr(run.output, "shows the certificate, but not Test"));
	assert_non_null(strstr(run.output, "(leaf-only)"));
	command_run_clear(&run);

	/* Also when that is what was asked for. */
	run = command_run("probe", "--at", AT, "--trust", "root.pem",
	    "--address", served.at, "--expect", "leaf.pem", HOST, NULL);
	assert_int_equal(run.code, 2);
	command_run_clear(&run);
	tls_server_stop(served.server);
}

static void
json_says_of_each_address_whether_it_shows_it(void **state)
{
	struct served good = serve(renewed, chain.intermediate);
	struct served stale = serve(chain.leaf, chain.intermediate);
	struct command_run run = command_run("probe", "--json", "--at", AT,
	    "--trust", "root.pem", "--address", good.at, "--address", stale.at,
	    "--expect", "new.pem", HOST, NULL);
	json_t *object = command_run_json(&run);
	json_t *addresses = json_object_get(object, "addresses");
	size_t shown = 0;

	assert_int_equal(run.code, 1);
	assert_true(json_is_false(json_object_get(object, "is_complete")));
	assert_int_equal(
	    json_integer_value(json_object_get(object, "shown")), 1);
	assert_int_equal(json_array_size(addresses), 2);
	for (size_t i = 0; i < 2; i++) {
		json_t *item = json_array_get(addresses, i);
		const char *address =
		    json_string_value(json_object_get(item, "address"));

		shown += json_is_true(json_object_get(item, "shown")) &&
		    strcmp(address, good.at) == 0;
	}
	assert_int_equal(shown, 1);
	json_decref(object);
	command_run_clear(&run);
	tls_server_stop(good.server);
	tls_server_stop(stale.server);
}

static void
the_configuration_gives_addresses_and_trust(void **state)
{
	struct served served = serve(renewed, chain.intermediate);
	char text[600];
	struct command_run run;

	snprintf(text, sizeof text,
	    "trust_stores:\n  ours: {files: [root.pem]}\n"
	    "endpoints:\n  - host: " HOST "\n    port: 9443\n"
	    "    trust: [ours]\n    addresses: [\"%s\"]\n",
	    served.at);
	command_write("chainwatchd.yaml", text);
	run = command_run("probe", "-c", "chainwatchd.yaml", "--at", AT,
	    "--expect", "new.pem", HOST, NULL);
	assert_string_equal(run.errors, "");
	assert_int_equal(run.code, 0);
	command_run_clear(&run);
	run = command_run("probe", "-c", "chainwatchd.yaml", "--at", AT,
	    "--expect", "new.pem", HOST ":443", NULL);
	assert_int_equal(run.code, 3);
	assert_non_null(strstr(run.errors, "no such endpoint"));
	command_run_clear(&run);
	tls_server_stop(served.server);
}

/* And where its store cannot be read, the rest stands all the same. */
static void
issuers_of_the_configuration_name_what_is_missing(void **state)
{
	struct served served = serve(renewed, NULL);
	char text[600];
	struct command_run run;

	snprintf(text, sizeof text,
	    "state_directory: nowhere\nissuers: [issuer.pem]\n"
	    "trust_stores:\n  ours: {files: [root.pem]}\n"
	    "endpoints:\n  - host: " HOST "\n    port: 9443\n"
	    "    trust: [ours]\n    addresses: [\"%s\"]\n",
	    served.at);
	command_write("chainwatchd.yaml", text);
	command_write_certs("issuer.pem", chain.intermediate, NULL);
	run = command_run(
	    "probe", "-c", "chainwatchd.yaml", "--at", AT, HOST, NULL);
	assert_string_equal(run.errors, "");
	assert_int_equal(run.code, 2);
	assert_non_null(strstr(run.output, "from the issuers given"));
	command_run_clear(&run);
	tls_server_stop(served.server);
}

static void
without_a_file_it_is_a_look(void **state)
{
	struct served served = serve(renewed, NULL);
	struct command_run run = command_run("probe", "--at", AT, "--trust",
	    "root.pem", "--address", "127.0.0.1", served.host, NULL);

	assert_int_equal(run.code, 2);
	assert_non_null(strstr(run.output, "(leaf-only)"));
	command_run_clear(&run);
	tls_server_stop(served.server);
}

static void
wrong_arguments_say_what_would_be_right(void **state)
{
	static const struct {
		const char *words[3];
		const char *message;
	} cases[] = {
	    {{"--wait", HOST}, "--wait: for what? Give --expect FILE"},
	    {{"--wait=2h", "--expect=new.pem", HOST}, "one hour at most"},
	    {{"--wait=soon", "--expect=new.pem", HOST}, "not a duration"},
	    {{"--expect=none.pem", "--trust=root.pem", HOST}, "none.pem"},
	    {{"--expect=junk.pem", "--trust=root.pem", HOST},
		"no certificate in that file"},
	    {{"--trust=root.pem"}, "which endpoint?"},
	};

	command_write("junk.pem", "junk\n");
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct command_run run = command_run("probe", cases[i].words[0],
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
	    cmocka_unit_test(all_that_show_the_file_end_with_0),
	    cmocka_unit_test(a_root_in_the_file_need_not_be_sent),
	    cmocka_unit_test(an_address_that_is_behind_is_named),
	    cmocka_unit_test(the_right_leaf_without_its_intermediate_is_broken),
	    cmocka_unit_test(json_says_of_each_address_whether_it_shows_it),
	    cmocka_unit_test(the_configuration_gives_addresses_and_trust),
	    cmocka_unit_test(issuers_of_the_configuration_name_what_is_missing),
	    cmocka_unit_test(without_a_file_it_is_a_look),
	    cmocka_unit_test(wrong_arguments_say_what_would_be_right),
	};

	return cmocka_run_group_tests(tests, enter, command_folder_leave);
}
