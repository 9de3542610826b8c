/* Probes that talk before they shake hands, against a scripted server. */
#include "probe/talk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/probe_scene.h"

#define ASKED .hear = 8 /* PostgreSQL's SSLRequest */

static int
set_up(void **state)
{
	static struct probe_scene scene;

	probe_scene_init(&scene, NULL);
	scene.endpoint->starttls = STARTTLS_POSTGRES;
	*state = &scene;
	return 0;
}

static int
tear_down(void **state)
{
	probe_scene_clear(*state);
	return 0;
}

static void
assert_failure(
    const struct observation *o, enum failure failure, const char *words)
{
	if (o->failure != failure || strstr(o->detail, words) == NULL)
		fail_msg("%s: %s", failure_text(o->failure), o->detail);
}

static void
the_chain_is_seen_behind_starttls(void **state)
{
	struct tls_script script = probe_scene_script();
	const struct observation *o;

	script.preface[0] = (struct tls_turn){ASKED};
	script.preface[1] = (struct tls_turn){.say = "S"};
	o = probe_scene_play(*state, &script);
	assert_failure(o, FAILURE_NONE, "");
	assert_int_equal(o->certs.len, 2);
	assert_in_range(o->total_ms, 0, 5000);
	assert_in_range(o->talk_ms, 0, o->total_ms);
}

static void
a_server_that_says_no_is_quoted(void **state)
{
	struct tls_script script = probe_scene_script();
	const struct observation *o;

	script.preface[0] = (struct tls_turn){ASKED};
	script.preface[1] = (struct tls_turn){
	    .say = "E\0\0\0\21SFATAL\0Mfull\0", .say_len = 18};
	o = probe_scene_play(*state, &script);
	assert_failure(o, FAILURE_STARTTLS_REFUSED,
	    "PostgreSQL: the server refuses the connection: \"full\"");
	assert_int_equal(o->certs.len, 0);
}

static void
bytes_in_the_clear_behind_the_answer_are_injected(void **state)
{
	struct tls_script script = probe_scene_script();
	const struct observation *o;

	script.preface[0] = (struct tls_turn){ASKED};
	script.preface[1] = (struct tls_turn){.say = "Sselect 1"};
	o = probe_scene_play(*state, &script);
	assert_failure(o, FAILURE_STARTTLS_INJECTION, "\"select 1\"");
	assert_int_equal(o->certs.len, 0);
}

static void
bytes_that_come_while_a_probe_waits_its_turn_are_injected(void **state)
{
	struct prober_options options = prober_options_default;
	struct tls_script silent = probe_scene_script();
	struct tls_script script = probe_scene_script();
	struct tls_server *stuck, *server;
	struct probe_scene scene;

	options.max_handshaking = 1;
	probe_scene_init(&scene, &options);
	silent.end = TLS_SCRIPT_SILENT;
	stuck = tls_server_start(&silent);
	script.preface[0] = (struct tls_turn){ASKED};
	script.preface[1] = (struct tls_turn){.say = "S"};
	script.answer = "late";
	script.answer_len = 4;
	script.is_first_to_speak = true;
	server = tls_server_start(&script);
	/* The first holds the only place for a second. */
	scene.endpoint->settings->timeout_ms = 1500;
	probe_scene_start_server(&scene, stuck);
	scene.endpoint->starttls = STARTTLS_POSTGRES;
	probe_scene_start_server(&scene, server);
	probe_scene_run_until(&scene, 2);
	assert_failure(scene.seen[0], FAILURE_STARTTLS_INJECTION, "\"late\"");
	tls_server_stop(stuck);
	tls_server_stop(server);
	probe_scene_clear(&scene);
}

static void
silence_ends_at_the_deadline(void **state)
{
	struct probe_scene *scene = *state;
	struct tls_script script = probe_scene_script();
	const struct observation *o;

	script.end = TLS_SCRIPT_SILENT;
	scene->endpoint->settings->timeout_ms = 100;
	o = probe_scene_play(scene, &script);
	assert_failure(o, FAILURE_STARTTLS_TIMEOUT, "the answer to SSLRequest");
	assert_in_range(o->total_ms, 100, 3000);
	assert_int_equal(prober_counts(scene->prober).dialing, 0);
}

static void
a_farewell_is_said_inside_tls(void **state)
{
	struct probe_scene *scene = *state;
	struct tls_script script = probe_scene_script();
	struct tls_server *server;
	struct ip_address address;

	scene->endpoint->starttls = STARTTLS_SMTP;
	script.preface[0] =
	    (struct tls_turn){.say = "220 mx ESMTP\r\n", .hear_to = '\n'};
	script.preface[1] =
	    (struct tls_turn){.say = "250 STARTTLS\r\n", .hear_to = '\n'};
	script.preface[2] = (struct tls_turn){.say = "220 go\r\n"};
	server = tls_server_start(&script);
	address = tls_server_address(server);
	assert_failure(probe_scene_probe(scene, &address), FAILURE_NONE, "");
	tls_server_await_ended(server, 1);
	assert_string_equal(tls_server_counts(server).last_words, "QUIT\r\n");
	assert_int_equal(tls_server_counts(server).goodbyes, 1);
	tls_server_stop(server);
}

/* The deadline is the whole probe's, however much trickles in. */
static void
one_byte_at_a_time_is_heard_until_the_deadline(void **state)
{
	struct probe_scene *scene = *state;
	struct tls_script script = probe_scene_script();
	const struct observation *o;
	const char *words;

	scene->endpoint->starttls = STARTTLS_SMTP;
	script.is_dribbling = true;
	script.preface[0] =
	    (struct tls_turn){.say = "220 mx ESMTP\r\n", .hear_to = '\n'};
	script.preface[1] = (struct tls_turn){
	    .say = "250-mx\r\n250 STARTTLS\r\n", .hear_to = '\n'};
	script.preface[2] = (struct tls_turn){.say = "220 go\r\n"};
	o = probe_scene_play(scene, &script);
	assert_failure(o, FAILURE_NONE, "");
	assert_int_equal(o->certs.len, 2);

	scene->endpoint->settings->timeout_ms =
	    1200; /* all 20 come in that time */
	script.end = TLS_SCRIPT_SILENT;
	script.limit = 20;
	o = probe_scene_play(scene, &script);
	assert_failure(o, FAILURE_STARTTLS_TIMEOUT,
	    "no end of the answer to EHLO within ");
	assert_failure(
	    o, FAILURE_STARTTLS_TIMEOUT, "(20 bytes received): \"250-mx\"");
	assert_in_range(o->total_ms, 1200, 6000);
	/* The words tell of the answer alone: what dialling took is not in. */
	assert_non_null(words = strstr(o->detail, "within "));
	assert_in_range(strtol(words + strlen("within "), NULL, 10),
	    1200 - o->dial_ms - 1, 6000);
}

static void
a_banner_without_end_ends_at_the_limit(void **state)
{
	struct probe_scene *scene = *state;
	struct tls_script script = {
	    .answer = "220-and so on\r\n",
	    .answer_len = 15,
	    .is_first_to_speak = true,
	    .is_endless = true,
	    .chain = {probe_scene_script().chain[0]},
	};

	scene->endpoint->starttls = STARTTLS_SMTP;
	assert_failure(probe_scene_play(scene, &script),
	    FAILURE_STARTTLS_TOO_LONG, "no end of the greeting");
}

static void
a_close_and_a_reset_are_told_apart(void **state)
{
	struct probe_scene *scene = *state;
	struct tls_script script = probe_scene_script();

	script.preface[0] = (struct tls_turn){ASKED};
	script.preface[1] = (struct tls_turn){.say = "E12"};
	script.limit = 2;
	script.end = TLS_SCRIPT_CLOSE;
	assert_failure(probe_scene_play(scene, &script),
	    FAILURE_STARTTLS_CLOSED, "(2 bytes received)");
	script.end = TLS_SCRIPT_RESET;
	assert_failure(probe_scene_play(scene, &script), FAILURE_STARTTLS_RESET,
	    "(2 bytes received)");
}

static void
a_port_of_tls_says_so(void **state)
{
	struct tls_script script = {
	    .answer = "\25\3\3\0\2\2\12",
	    .answer_len = 7,
	    .chain = {probe_scene_script().chain[0]},
	};

	assert_failure(probe_scene_play(*state, &script),
	    FAILURE_STARTTLS_ALREADY_TLS, "from the start");
}

static void
a_talk_can_be_cancelled(void **state)
{
	struct probe_scene *scene = *state;
	struct tls_script script = probe_scene_script();
	struct tls_server *server;
	struct probe *probe;

	script.preface[0] = (struct tls_turn){.hear = 1000};
	server = tls_server_start(&script);
	probe = probe_scene_start_server(scene, server);
	probe_scene_run_for(scene, 50);
	probe_cancel(probe);
	assert_int_equal(scene->seen_len, 0);
	assert_int_equal(prober_counts(scene->prober).dialing, 0);
	tls_server_stop(server);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	    TEST(the_chain_is_seen_behind_starttls),
	    TEST(a_server_that_says_no_is_quoted),
	    TEST(bytes_in_the_clear_behind_the_answer_are_injected),
	    cmocka_unit_test(
		bytes_that_come_while_a_probe_waits_its_turn_are_injected),
	    TEST(silence_ends_at_the_deadline),
	    TEST(a_farewell_is_said_inside_tls),
	    TEST(one_byte_at_a_time_is_heard_until_the_deadline),
	    TEST(a_banner_without_end_ends_at_the_limit),
	    TEST(a_close_and_a_reset_are_told_apart),
	    TEST(a_port_of_tls_says_so),
	    TEST(a_talk_can_be_cancelled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
