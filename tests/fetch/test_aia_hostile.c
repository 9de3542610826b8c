/*
 * URLs and answers written by somebody who means harm: every rule that keeps
 * fetching within bounds and out of the operator's network.
 */
#include "fetch/aia.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "fetch/bomb.h"
#include "support/aia_rig.h"

#define RAW(text) \
	(struct receiver_answer) \
	{ \
		.raw = (text), .raw_len = sizeof(text) - 1 \
	}

static const struct mint *
ca(void)
{
	return mint_chain_for("hostile.example.test").intermediate;
}

static void
forbid_all(struct aia_rig *rig)
{
	rig->options.guard.allowed_count = 0;
	aia_rig_restart(rig);
}

/* Takes url. What it comes to, and that the web server saw so many requests.
 */
static void
must_come_to(struct aia_rig *rig, char *take_url, enum issuer_answer_kind kind,
    const char *words, size_t requests)
{
	const struct issuer_answer *answer = aia_rig_ask(rig, take_url);

	assert_non_null(answer);
	if (answer->kind != kind || answer->detail == NULL ||
	    strstr(answer->detail, words) == NULL)
		fail_msg("%s: %d, %s", take_url, answer->kind,
		    answer->detail == NULL ? "no words" : answer->detail);
	assert_int_equal(answer->cert_count, 0);
	assert_int_equal(aia_rig_requests(rig), requests);
	free(take_url);
}

static void
must_refuse(struct aia_rig *rig, char *take_url, const char *words)
{
	must_come_to(rig, take_url, ISSUER_ANSWER_REFUSED, words, 0);
}

static void
any_spelling_of_loopback_is_refused(void **state)
{
	static const char *const hosts[] = {
	    "127.0.0.1",
	    "127.1",
	    "127.0.1",
	    "2130706433",
	    "0x7f000001",
	    "0x7f.1",
	    "0x7f.0.0.0x1",
	    "0177.0.0.1",
	    "017700000001",
	    "127.0.0.1.",
	    "[::ffff:127.0.0.1]",
	    "[::ffff:7f00:1]",
	    "[0:0:0:0:0:ffff:7f00:0001]",
	};
	struct aia_rig *rig = *state;

	aia_rig_plan(rig, aia_rig_der(ca()));
	forbid_all(rig);
	for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
		CLEANUP(free) char *url = aia_rig_url(rig, hosts[i], "/ca");
		const struct issuer_answer *answer = aia_rig_ask(rig, url);

		/* the spelling with a dot is a name, which is none */
		if (answer->kind != ISSUER_ANSWER_REFUSED &&
		    strcmp(hosts[i], "127.0.0.1.") != 0)
			fail_msg("%s: %s", url, answer->detail);
		assert_int_equal(answer->cert_count, 0);
	}
	assert_int_equal(aia_rig_requests(rig), 0);
}

static void
addresses_of_ones_own_network_are_refused(void **state)
{
	struct aia_rig *rig = *state;

	forbid_all(rig);
	must_refuse(rig, mem_strdup("http://10.0.0.1/ca"),
	    "10.0.0.1 is a private address");
	must_refuse(rig, mem_strdup("http://169.254.169.254/latest"),
	    "169.254.169.254 is a link-local address");
	must_refuse(rig, mem_strdup("http://[::1]:8080/ca"),
	    "::1 is a loopback address");
	must_refuse(rig, mem_strdup("http://[fe80::1]/ca"),
	    "fe80::1 is a link-local address");
	must_refuse(rig, mem_strdup("http://[fd00::1]/ca"),
	    "fd00::1 is a private address");
	must_refuse(rig, mem_strdup("http://0/ca"), "an unspecified address");
	must_refuse(
	    rig, mem_strdup("http://[::]/ca"), "an unspecified address");
	must_refuse(
	    rig, mem_strdup("http://[64:ff9b::a00:1]/ca"), "a private address");
	must_refuse(
	    rig, mem_strdup("http://[2002:7f00:1::]/ca"), "a loopback address");
	must_refuse(rig, mem_strdup("http://100.64.1.1/ca"), "a carrier's NAT");
	must_refuse(
	    rig, mem_strdup("http://224.0.0.1/ca"), "a multicast address");
}

static void
a_name_that_answers_private_is_refused(void **state)
{
	struct aia_rig *rig = *state;

	forbid_all(rig);
	must_refuse(rig, aia_rig_url(rig, AIA_RIG_HOST, "/ca"),
	    "127.0.0.1 is a loopback address");
	rig->dns_rows[2] = (struct dns_row){.name = "v6.example.test",
	    .type = 28,
	    .answers = {"AAAA ::ffff:127.0.0.1"}};
	must_refuse(rig, aia_rig_url(rig, "v6.example.test", "/ca"),
	    "is a loopback address");
	must_refuse(rig, aia_rig_url(rig, "localhost", "/ca"), "loopback");
}

/* Of several addresses only those are tried that may be. */
static void
a_private_address_beside_others_is_not_tried(void **state)
{
	struct aia_rig *rig = *state;
	struct error err = ERROR_INIT;
	CLEANUP(free) char *url = aia_rig_url(rig, AIA_RIG_HOST, "/ca");

	/* nobody listens at 127.0.0.2 */
	assert_true(guard_range_parse(
	    "127.0.0.2", &rig->options.guard.allowed[0], &err));
	aia_rig_restart(rig);
	rig->dns_rows[0].answers[0] = "A 127.0.0.2";
	rig->dns_rows[0].answers[1] = "A 127.0.0.1";
	aia_rig_plan(rig, aia_rig_der(ca()));
	aia_rig_ask(rig, url);
	assert_int_equal(aia_rig_requests(rig), 0);
}

/* What was resolved is what is connected to: no second question can be
 * answered otherwise. */
static void
a_name_is_asked_for_once(void **state)
{
	struct aia_rig *rig = *state;
	CLEANUP(free) char *url = aia_rig_url(rig, AIA_RIG_HOST, "/ca");
	unsigned before;

	aia_rig_plan(rig, aia_rig_der(ca()));
	assert_int_equal(aia_rig_ask(rig, url)->kind, ISSUER_ANSWER_GOT);
	before = dns_server_questions(rig->dns);
	assert_int_equal(before, 2); /* A and AAAA */
}

/* The name led to an allowed address, and leads elsewhere by the next fetch. */
static void
a_name_that_turns_private_is_refused_then(void **state)
{
	struct aia_rig *rig = *state;
	struct error err = ERROR_INIT;
	CLEANUP(free) char *url = aia_rig_url(rig, "turns.example.test", "/ca");

	assert_true(guard_range_parse(
	    "127.0.0.1", &rig->options.guard.allowed[0], &err));
	aia_rig_restart(rig);
	rig->dns_rows[2] = (struct dns_row){.name = "turns.example.test",
	    .type = 1,
	    .answers = {"A 127.0.0.1"}};
	rig->dns_rows[3] =
	    (struct dns_row){.name = "turns.example.test", .type = 28};
	aia_rig_plan(rig, aia_rig_der(ca()));
	assert_int_equal(aia_rig_ask(rig, url)->kind, ISSUER_ANSWER_GOT);
	assert_int_equal(aia_rig_requests(rig), 1);
	rig->dns_rows[2].answers[0] = "A 127.0.0.3";
	rig->now += rig->options.fresh_s;
	assert_int_equal(aia_rig_ask(rig, url)->kind, ISSUER_ANSWER_REFUSED);
	assert_int_equal(aia_rig_requests(rig), 1);
}

static void
other_schemes_are_not_asked(void **state)
{
	static const char *const schemes[] = {
	    "ldap://%s/cn=CA",
	    "ldaps://%s/cn=CA",
	    "ftp://%s/ca",
	    "https://%s/ca",
	    "gopher://%s/ca",
	    "dict://%s/ca",
	    "file:///etc/passwd?%s",
	    "FILE:///etc/passwd?%s",
	    "//%s/ca",
	    "ldap:///CN=CA?cACertificate?base%s",
	};
	struct aia_rig *rig = *state;

	for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
		CLEANUP(free) char *own = aia_rig_url(rig, NULL, "");
		const char *at = own + strlen("http://");
		const char *rest = strstr(schemes[i], "%s");
		char *url = mem_printf("%.*s%s%s", (int)(rest - schemes[i]),
		    schemes[i], at, rest + 2);

		must_refuse(rig, url, "the URL is not http");
	}
}

static void
credentials_in_the_url_are_not_sent(void **state)
{
	struct aia_rig *rig = *state;
	CLEANUP(free) char *url = aia_rig_url(rig, "user:word@127.0.0.1", "/");

	must_refuse(rig, mem_strdup(url), "user name or password");
}

static void
nothing_of_ours_is_told(void **state)
{
	struct aia_rig *rig = *state;
	CLEANUP(free) char *url = aia_rig_url(rig, NULL, "/ca?x=1");
	CLEANUP(free) char *none = NULL;

	aia_rig_plan(rig, aia_rig_der(ca()));
	aia_rig_ask(rig, url);
	assert_non_null(strstr(
	    http_receiver_head(rig->receiver, 0), "GET /ca?x=1 HTTP/1.1\r\n"));
	none = http_receiver_header(rig->receiver, 0, "Authorization");
	assert_null(none);
	none = http_receiver_header(rig->receiver, 0, "Cookie");
	assert_null(none);
	none = http_receiver_header(rig->receiver, 0, "Accept-Encoding");
	assert_null(none);
}

static void
a_redirect_is_not_followed(void **state)
{
	static const int statuses[] = {301, 302, 303, 307, 308};
	struct aia_rig *rig = *state;

	for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
		CLEANUP(free) char *to = aia_rig_url(rig, NULL, "/there");
		char *header =
		    aia_rig_keep(rig, mem_printf("Location: %s\r\n", to));
		char path[16];

		snprintf(path, sizeof path, "/%d", statuses[i]);
		aia_rig_plan(rig,
		    (struct receiver_answer){
			.status = statuses[i], .headers = header});
		must_come_to(rig, aia_rig_url(rig, NULL, path),
		    ISSUER_ANSWER_UNREACHABLE, "a redirect, which is not",
		    i + 1);
	}
}

static void
a_declared_size_beyond_the_limit_ends_it(void **state)
{
	struct aia_rig *rig = *state;

	aia_rig_plan(rig,
	    (struct receiver_answer){
		.status = 200, .filler_len = rig->options.max_bytes + 1});
	must_come_to(rig, aia_rig_url(rig, NULL, "/"), ISSUER_ANSWER_NOT_CERTS,
	    "larger than 131072 bytes", 1);
	/* it is not waited for what was announced */
	aia_rig_plan(
	    rig, RAW("HTTP/1.1 200 OK\r\nContent-Length: 900000000\r\n\r\n0"));
	must_come_to(rig, aia_rig_url(rig, NULL, "/more"),
	    ISSUER_ANSWER_NOT_CERTS, "larger than 131072 bytes", 2);
}

static char *
endless(struct aia_rig *rig, size_t len, const char *head)
{
	char *text = aia_rig_keep(rig, mem_new(1, len + 1));
	int start = snprintf(text, len, "%s", head);

	memset(text + start, 'x', len - (size_t)start);
	return text;
}

static void
an_undeclared_size_beyond_the_limit_ends_it(void **state)
{
	struct aia_rig *rig = *state;
	size_t len = rig->options.max_bytes + 10000;
	char *to_the_end = endless(rig, len, "HTTP/1.1 200 OK\r\n\r\n");
	char *chunked = endless(rig, len,
	    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	    "7fffffff\r\n");

	aia_rig_plan(
	    rig, (struct receiver_answer){.raw = to_the_end, .raw_len = len});
	must_come_to(rig, aia_rig_url(rig, NULL, "/a"), ISSUER_ANSWER_NOT_CERTS,
	    "larger than 131072 bytes", 1);
	aia_rig_plan(
	    rig, (struct receiver_answer){.raw = chunked, .raw_len = len});
	must_come_to(rig, aia_rig_url(rig, NULL, "/b"), ISSUER_ANSWER_NOT_CERTS,
	    "larger than 131072 bytes", 2);
}

static void
headers_without_end_end_it(void **state)
{
	struct aia_rig *rig = *state;
	size_t len = 200000;
	char *head = endless(rig, len, "HTTP/1.1 200 OK\r\nX: ");

	aia_rig_plan(
	    rig, (struct receiver_answer){.raw = head, .raw_len = len});
	must_come_to(
	    rig, aia_rig_url(rig, NULL, "/"), ISSUER_ANSWER_UNREACHABLE, "", 1);
}

static void
one_that_hangs_or_drips_ends_at_the_deadline(void **state)
{
	static const char head[] =
	    "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n";
	struct aia_rig *rig = *state;
	int64_t began_ms = clock_steady_ms(&clock_system);

	/* Enough for the first words to come. */
	rig->options.timeout_ms = 600;
	aia_rig_restart(rig);
	aia_rig_plan(rig, (struct receiver_answer){.act = RECEIVER_HANG});
	must_come_to(rig, aia_rig_url(rig, NULL, "/hang"),
	    ISSUER_ANSWER_UNREACHABLE, "no answer in time", 1);
	aia_rig_plan(rig, (struct receiver_answer){.act = RECEIVER_DRIP});
	must_come_to(rig, aia_rig_url(rig, NULL, "/head"),
	    ISSUER_ANSWER_UNREACHABLE, "took too long", 2);
	aia_rig_plan(rig,
	    (struct receiver_answer){
		.act = RECEIVER_DRIP, .raw = head, .raw_len = sizeof head - 1});
	must_come_to(rig, aia_rig_url(rig, NULL, "/body"),
	    ISSUER_ANSWER_UNREACHABLE, "took too long", 3);
	assert_true(clock_steady_ms(&clock_system) - began_ms < 9000);
}

/* Nobody asked for a coding of the content: it is taken for what it is. */
static void
a_compressed_answer_is_not_unpacked(void **state)
{
	struct aia_rig *rig = *state;

	aia_rig_plan(rig,
	    (struct receiver_answer){.status = 200,
		.headers = "Content-Encoding: gzip\r\n",
		.body = (const char *)bomb,
		.body_len = sizeof bomb});
	must_come_to(rig, aia_rig_url(rig, NULL, "/"), ISSUER_ANSWER_NOT_CERTS,
	    "gzip data", 1);
}

/* libcurl unpacks this one unasked, or from 8.14 on refuses what nobody asked
 * for. */
static void
a_bomb_in_the_transfer_coding_ends_at_the_limit(void **state)
{
	static const char head[] =
	    "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n";
	struct aia_rig *rig = *state;
	size_t len = sizeof head - 1 + sizeof bomb;
	uint8_t *raw = aia_rig_keep(rig, mem_new(1, len));
	const struct issuer_answer *answer;
	char *url;

	memcpy(raw, head, sizeof head - 1);
	memcpy(raw + sizeof head - 1, bomb, sizeof bomb);
	aia_rig_plan(rig, (struct receiver_answer){.raw = raw, .raw_len = len});
	url = aia_rig_url(rig, NULL, "/");
	answer = aia_rig_ask(rig, url);
	assert_non_null(answer);
	assert_non_null(answer->detail);
	if (strstr(answer->detail, "Transfer-Encoding") != NULL) {
		assert_int_equal(answer->kind, ISSUER_ANSWER_UNREACHABLE);
	} else {
		assert_int_equal(answer->kind, ISSUER_ANSWER_NOT_CERTS);
		assert_non_null(
		    strstr(answer->detail, "larger than 131072 bytes"));
	}
	assert_int_equal(answer->cert_count, 0);
	assert_int_equal(aia_rig_requests(rig), 1);
	free(url);
}

static void
broken_answers_are_none(void **state)
{
	struct aia_rig *rig = *state;

	aia_rig_plan(rig, (struct receiver_answer){.act = RECEIVER_RESET});
	must_come_to(rig, aia_rig_url(rig, NULL, "/reset"),
	    ISSUER_ANSWER_UNREACHABLE, "", 1);
	aia_rig_plan(rig, (struct receiver_answer){.act = RECEIVER_CLOSE});
	must_come_to(rig, aia_rig_url(rig, NULL, "/close"),
	    ISSUER_ANSWER_UNREACHABLE, "", 2);
	aia_rig_plan(rig, RAW("SSH-2.0-OpenSSH_9.2\r\n"));
	must_come_to(rig, aia_rig_url(rig, NULL, "/ssh"),
	    ISSUER_ANSWER_UNREACHABLE, "", 3);
	/* the half of it, though more was announced */
	aia_rig_plan(rig, RAW("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n0"));
	must_come_to(rig, aia_rig_url(rig, NULL, "/half"),
	    ISSUER_ANSWER_UNREACHABLE, "", 4);
}

static void
the_environments_proxy_is_not_asked(void **state)
{
	struct aia_rig *rig = *state;
	CLEANUP(free) char *url = aia_rig_url(rig, NULL, "/ca");

	setenv("http_proxy", "http://127.0.0.1:9/", 1);
	setenv("HTTP_PROXY", "http://127.0.0.1:9/", 1);
	setenv("all_proxy", "http://127.0.0.1:9/", 1);
	aia_rig_plan(rig, aia_rig_der(ca()));
	assert_int_equal(aia_rig_ask(rig, url)->kind, ISSUER_ANSWER_GOT);
	unsetenv("http_proxy");
	unsetenv("HTTP_PROXY");
	unsetenv("all_proxy");
}

static void
what_a_server_says_is_safe_to_print(void **state)
{
	struct aia_rig *rig = *state;
	CLEANUP(free) char *url = aia_rig_url(rig, NULL, "/");
	const struct issuer_answer *answer;

	aia_rig_plan(rig, RAW("HTTP/1.1 200 \x1b[31m\r\n\x1b[0m: \x07\r\n"));
	answer = aia_rig_ask(rig, url);
	assert_int_not_equal(answer->kind, ISSUER_ANSWER_GOT);
	for (const char *p = answer->detail; *p != '\0'; p++)
		assert_true((unsigned char)*p >= ' ' && *p != 0x7f);
}

#define HOSTILE(test) \
	cmocka_unit_test_setup_teardown(test, aia_rig_set_up, aia_rig_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    HOSTILE(any_spelling_of_loopback_is_refused),
	    HOSTILE(addresses_of_ones_own_network_are_refused),
	    HOSTILE(a_name_that_answers_private_is_refused),
	    HOSTILE(a_private_address_beside_others_is_not_tried),
	    HOSTILE(a_name_is_asked_for_once),
	    HOSTILE(a_name_that_turns_private_is_refused_then),
	    HOSTILE(other_schemes_are_not_asked),
	    HOSTILE(credentials_in_the_url_are_not_sent),
	    HOSTILE(nothing_of_ours_is_told),
	    HOSTILE(a_redirect_is_not_followed),
	    HOSTILE(a_declared_size_beyond_the_limit_ends_it),
	    HOSTILE(an_undeclared_size_beyond_the_limit_ends_it),
	    HOSTILE(headers_without_end_end_it),
	    HOSTILE(one_that_hangs_or_drips_ends_at_the_deadline),
	    HOSTILE(a_compressed_answer_is_not_unpacked),
	    HOSTILE(a_bomb_in_the_transfer_coding_ends_at_the_limit),
	    HOSTILE(broken_answers_are_none),
	    HOSTILE(the_environments_proxy_is_not_asked),
	    HOSTILE(what_a_server_says_is_safe_to_print),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
