/* `chainwatch check` where a server leaves out what others know. */
#include "cli/command.h"

#include "base/mem.h"
#include "cli/command_run.h"
#include "support/http_receiver.h"
#include "support/tls_server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define HOST "www.example.test"
#define AT "2026-06-01T00:00:00Z" /* MINT_NOW */

struct scene {
	struct mint_chain chain;
	struct http_receiver *receiver;
	struct receiver_answer answer;
	struct tls_script script;
	struct tls_server *server;
	char address[32];
};

static struct scene scene;

static int
enter(void **state)
{
	if (command_folder_enter(state) != 0)
		return -1;
	scene.chain = mint_chain_for(HOST);
	command_write_certs("root.pem", scene.chain.root, NULL);
	command_write_certs("inter.pem", scene.chain.intermediate, NULL);
	return 0;
}

static int
set_up(void **state)
{
	const struct cert *issuer = scene.chain.intermediate->cert;
	char *url;

	scene.receiver = http_receiver_start(NULL);
	url = http_receiver_url(scene.receiver, NULL, "/issuer.cer");
	scene.answer = (struct receiver_answer){.status = 200,
	    .body = (const char *)issuer->der,
	    .body_len = issuer->der_len};
	http_receiver_plan(scene.receiver, &scene.answer, 1);
	scene.script =
	    (struct tls_script){.chain = {MINT(.subject = "CN=" HOST,
				    .issuer = scene.chain.intermediate,
				    .names = "DNS:" HOST, .aia = url)}};
	scene.server = tls_server_start(&scene.script);
	snprintf(scene.address, sizeof scene.address, "127.0.0.1:%u",
	    (unsigned)tls_server_address(scene.server).port);
	free(url);
	return 0;
}

static int
tear_down(void **state)
{
	tls_server_stop(scene.server);
	http_receiver_stop(scene.receiver);
	return 0;
}

#define CHECK(...) \
	command_run("check", "--at", AT, "--trust", "root.pem", \
	    "--no-remedies", "--address", scene.address, __VA_ARGS__, HOST, \
	    NULL)

static void
must_say(struct command_run run, int code, const char *words)
{
	if (strstr(run.output, words) == NULL &&
	    strstr(run.errors, words) == NULL)
		fail_msg("no \"%s\" in: %s%s", words, run.output, run.errors);
	assert_int_equal(run.code, code);
	command_run_clear(&run);
}

static void
what_is_missing_is_fetched_and_named(void **state)
{
	must_say(CHECK("--aia-allow", "127.0.0.1"), 2, "fetched from its CA");
	assert_int_equal(http_receiver_count(scene.receiver), 1);
}

static void
ones_own_network_is_not_asked(void **state)
{
	must_say(CHECK("--verbose"), 2, "which was not asked");
	assert_int_equal(http_receiver_count(scene.receiver), 0);
}

static void
issuers_that_are_given_save_the_fetch(void **state)
{
	must_say(CHECK("--aia-allow", "127.0.0.1", "--issuers", "inter.pem"), 2,
	    "from the issuers given");
	assert_int_equal(http_receiver_count(scene.receiver), 0);
}

static void
fetching_can_be_switched_off(void **state)
{
	must_say(
	    CHECK("--no-aia", "--aia-allow", "127.0.0.1"), 2, "can be had at");
	assert_int_equal(http_receiver_count(scene.receiver), 0);
}

static void
urls_of_a_complete_chain_are_tried_when_asked_for(void **state)
{
	scene.answer = (struct receiver_answer){.status = 404};
	http_receiver_plan(scene.receiver, &scene.answer, 1);
	tls_server_stop(scene.server);
	scene.script.chain[1] = scene.chain.intermediate;
	scene.server = tls_server_start(&scene.script);
	snprintf(scene.address, sizeof scene.address, "127.0.0.1:%u",
	    (unsigned)tls_server_address(scene.server).port);
	must_say(CHECK("--aia-allow", "127.0.0.1"), 0, "ok");
	assert_int_equal(http_receiver_count(scene.receiver), 0);
	must_say(
	    CHECK("--aia", "--aia-allow", "127.0.0.1"), 0, "aia-unreachable");
	assert_int_equal(http_receiver_count(scene.receiver), 1);
}

static void
what_makes_no_sense_is_refused(void **state)
{
	must_say(CHECK("--aia", "--no-aia"), 3, "exclude each other");
	must_say(CHECK("--aia-allow", "127.0.0.1/8"), 3,
	    "--aia-allow 127.0.0.1/8: ");
	must_say(CHECK("--issuers", "none.pem"), 3, "none.pem");
}

#define SERVED(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    SERVED(what_is_missing_is_fetched_and_named),
	    SERVED(ones_own_network_is_not_asked),
	    SERVED(issuers_that_are_given_save_the_fetch),
	    SERVED(fetching_can_be_switched_off),
	    SERVED(urls_of_a_complete_chain_are_tried_when_asked_for),
	    SERVED(what_makes_no_sense_is_refused),
	};

	return cmocka_run_group_tests(tests, enter, command_folder_leave);
}
