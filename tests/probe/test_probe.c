/* Probes against a scripted server: what they see and how they fail. */
#include "probe/probe.h"

#include <dirent.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/probe_scene.h"

static int
set_up(void **state)
{
	static struct probe_scene scene;

	probe_scene_init(&scene, NULL);
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
a_good_server_is_seen_in_full(void **state)
{
	struct probe_scene *scene = *state;
	struct tls_script script = probe_scene_script();
	struct tls_server *server = tls_server_start(&script);
	struct ip_address address = tls_server_address(server);
	const struct observation *o = probe_scene_probe(scene, &address);
	struct tls_server_counts counts;

	assert_failure(o, FAILURE_NONE, "");
	assert_int_equal(o->tls_version, TLS1_3_VERSION);
	assert_string_equal(o->cipher, "TLS_AES_128_GCM_SHA256");
	assert_int_equal(o->certs.len, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_memory_equal(o->certs.items[i].sha256,
		    script.chain[i]->cert->sha256, CERT_SHA256_LEN);
		assert_non_null(o->certs.items[i].x509);
	}
	assert_true(o->started_at > 1700000000);
	assert_in_range(o->dial_ms, 0, 5000);
	assert_in_range(o->handshake_ms, 0, 5000);
	assert_in_range(o->total_ms, 0, 5000);
	tls_server_await_ended(server, 1);
	counts = tls_server_counts(server);
	assert_int_equal(counts.accepted, 1);
	assert_int_equal(counts.handshakes, 1);
	assert_int_equal(counts.goodbyes, 1);
	assert_string_equal(counts.sni, PROBE_SCENE_HOST);
	assert_int_equal(prober_counts(scene->prober).finished, 1);
	assert_int_equal(prober_counts(scene->prober).handshaking, 0);
	tls_server_stop(server);
}

static void
an_address_gets_no_sni(void **state)
{
	struct probe_scene *scene = *state;
	struct tls_script script = probe_scene_script();
	struct tls_server *server = tls_server_start(&script);
	struct ip_address address = tls_server_address(server);

	free(scene->endpoint->sni);
	scene->endpoint->sni = mem_strdup("");
	probe_scene_probe(scene, &address);
	tls_server_await_ended(server, 1);
	assert_int_equal(tls_server_counts(server).handshakes, 1);
	assert_string_equal(tls_server_counts(server).sni, "");
	tls_server_stop(server);
}

static void
a_dribbling_server_is_seen_too(void **state)
{
	struct tls_script script = probe_scene_script();
	const struct observation *o;

	script.is_dribbling = true;
	o = probe_scene_play(*state, &script);
	assert_failure(o, FAILURE_NONE, "");
	assert_int_equal(o->certs.len, 2);
}

static void
a_large_chain_is_seen_in_full(void **state)
{
	struct tls_script script = probe_scene_script();
	const struct observation *o;

	for (int i = 2; i < TLS_SCRIPT_MAX_CHAIN; i++)
		script.chain[i] = MINT(.subject = "CN=filler",
		    .key_kind = MINT_RSA_4096, .key = "filler");
	o = probe_scene_play(*state, &script);
	assert_failure(o, FAILURE_NONE, "");
	assert_int_equal(o->certs.len, TLS_SCRIPT_MAX_CHAIN);
}

static void
tls_1_0_is_observed(void **state)
{
	struct tls_script script = probe_scene_script();
	const struct observation *o;

	script.max_version = TLS1_VERSION;
	o = probe_scene_play(*state, &script);
	assert_failure(o, FAILURE_NONE, "");
	assert_int_equal(o->tls_version, TLS1_VERSION);
	assert_int_equal(o->certs.len, 2);
}

static void
a_closed_port_refuses(void **state)
{
	struct probe_scene *scene = *state;
	struct tls_script script = probe_scene_script();
	struct tls_server *server = tls_server_start(&script);
	struct ip_address address = tls_server_address(server);
	const struct observation *o;

	tls_server_stop(server);
	o = probe_scene_probe(scene, &address);
	assert_failure(o, FAILURE_CONNECT_REFUSED, "refused");
	assert_int_equal(o->certs.len, 0);
	assert_int_equal(o->handshake_ms, -1);
	assert_true(o->dial_ms >= 0);
}

/* A listener whose queue is full drops what comes after. */
static void
a_silent_address_times_out_while_dialling(void **state)
{
	struct probe_scene *scene = *state;
	struct sockaddr_in in = {
	    .sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t len = sizeof in;
	int fds[5];
	struct ip_address address;
	const struct observation *o;

	fds[0] = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(fds[0], (struct sockaddr *)&in, len), 0);
	assert_int_equal(listen(fds[0], 0), 0);
	assert_int_equal(getsockname(fds[0], (struct sockaddr *)&in, &len), 0);
	for (int i = 1; i < 5; i++) {
		fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		(void)connect(fds[i], (struct sockaddr *)&in, len);
	}
	assert_true(ip_address_parse("127.0.0.1", &address));
	address.port = ntohs(in.sin_port);
	scene->endpoint->settings->timeout_ms = 100;
	o = probe_scene_probe(scene, &address);
	assert_failure(o, FAILURE_CONNECT_TIMEOUT, "timed out");
	assert_in_range(o->total_ms, 100, 3000);
	for (int i = 0; i < 5; i++)
		close(fds[i]);
}

static void
what_is_no_tls_is_named(void **state)
{
	static const struct {
		const char *answer;
		bool is_first;
		const char *words;
	} cases[] = {
	    {"HTTP/1.1 400 Bad Request\r\n\r\n<html>", false,
		"speaks HTTP: \"HTTP/1.1 400 Bad Request\""},
	    {"SSH-2.0-dropbear\r\n", true, "speaks SSH"},
	    {"220 mail.example.test ESMTP\r\n", true, "speaks SMTP or FTP"},
	    {"\33]0;gotcha\7", true, "\\x1b]0;gotcha\\x07"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct tls_script script = {.answer = cases[i].answer,
		    .answer_len = strlen(cases[i].answer),
		    .is_first_to_speak = cases[i].is_first};

		assert_failure(probe_scene_play(*state, &script),
		    FAILURE_NOT_TLS, cases[i].words);
	}
}

static void
plain_bytes_without_end_end_at_once(void **state)
{
	static char block[8192];
	struct tls_script script = {.answer = block,
	    .answer_len = sizeof block,
	    .is_first_to_speak = true,
	    .is_endless = true};
	const struct observation *o;

	memset(block, 'y', sizeof block);
	o = probe_scene_play(*state, &script);
	assert_failure(o, FAILURE_NOT_TLS, "yyyy");
	assert_true(o->total_ms < 4000);
}

/* Records of an unfinished handshake message, one byte in each. */
static void
records_without_end_are_cut_off(void **state)
{
	static char block[6000];
	struct tls_script script = {
	    .answer = block, .answer_len = sizeof block, .is_endless = true};
	const struct observation *o;

	for (size_t i = 0; i < sizeof block; i += 6)
		memcpy(block + i, "\26\3\3\0\1\2", 6);
	o = probe_scene_play(*state, &script);
	assert_int_not_equal(o->failure, FAILURE_NONE);
	assert_int_not_equal(o->failure, FAILURE_HANDSHAKE_TIMEOUT);
	assert_true(o->total_ms < 4000);
}

static void
a_hang_up_is_told_from_a_reset_and_from_silence(void **state)
{
	struct probe_scene *scene = *state;
	struct tls_script script = probe_scene_script();

	script.limit = 0;
	script.end = TLS_SCRIPT_CLOSE;
	assert_failure(probe_scene_play(scene, &script), FAILURE_CLOSED_EARLY,
	    "without having said anything");
	script.limit = 200;
	assert_failure(probe_scene_play(scene, &script), FAILURE_CLOSED_EARLY,
	    "(200 bytes received)");
	script.end = TLS_SCRIPT_RESET;
	assert_failure(
	    probe_scene_play(scene, &script), FAILURE_HANDSHAKE_RESET, "reset");
	script.end = TLS_SCRIPT_SILENT;
	scene->endpoint->settings->timeout_ms =
	    1000; /* so that all 200 come in time */
	assert_failure(probe_scene_play(scene, &script),
	    FAILURE_HANDSHAKE_TIMEOUT, "(200 bytes received)");
	script.limit = 0;
	scene->endpoint->settings->timeout_ms = 150;
	assert_failure(probe_scene_play(scene, &script),
	    FAILURE_HANDSHAKE_TIMEOUT, "without having said anything");
}

static void
cut_by_sockets_at_many_places_it_never_hangs(void **state)
{
	struct probe_scene *scene = *state;
	struct tls_script script = probe_scene_script();

	script.max_version = TLS1_2_VERSION;
	for (size_t limit = 1; limit < 1100; limit += 61) {
		const struct observation *o;

		script.limit = limit;
		script.end = TLS_SCRIPT_CLOSE;
		o = probe_scene_play(scene, &script);
		assert_failure(o, FAILURE_CLOSED_EARLY, "bytes received");
		script.end = TLS_SCRIPT_RESET;
		o = probe_scene_play(scene, &script);
		assert_failure(o, FAILURE_HANDSHAKE_RESET, "bytes received");
	}
}

static void
a_server_without_its_key_is_found_out(void **state)
{
	struct tls_script script = probe_scene_script();
	const struct observation *o;

	script.key = tls_script_forge_key(script.chain[0]->key);
	o = probe_scene_play(*state, &script);
	assert_failure(o, FAILURE_HANDSHAKE_SIGNATURE, "holds the key");
	assert_int_equal(o->certs.len, 2);
	EVP_PKEY_free(script.key);
}

static void
a_client_certificate_demanded_is_no_failure(void **state)
{
	static const int versions[] = {TLS1_2_VERSION, TLS1_3_VERSION};

	for (size_t i = 0; i < 2; i++) {
		struct tls_script script = probe_scene_script();
		const struct observation *o;

		script.client_cert = TLS_SCRIPT_REQUIRE;
		script.min_version = script.max_version = versions[i];
		o = probe_scene_play(*state, &script);
		assert_failure(o, FAILURE_NONE, "client certificate");
		assert_true(o->is_client_cert_required);
		assert_int_equal(o->certs.len, 2);
	}
}

static void
a_client_certificate_asked_for_costs_little(void **state)
{
	struct tls_script script = probe_scene_script();
	const struct observation *o;

	script.client_cert = TLS_SCRIPT_REQUEST;
	o = probe_scene_play(*state, &script);
	assert_failure(o, FAILURE_NONE, "");
	assert_true(o->was_client_cert_requested);
	assert_false(o->is_client_cert_required);
	assert_true(o->total_ms < 450); /* a ticket says: let in */

	script.has_no_tickets = true; /* nothing says so */
	o = probe_scene_play(*state, &script);
	assert_failure(o, FAILURE_NONE, "");
	assert_false(o->is_client_cert_required);
	assert_in_range(o->total_ms, 500, 3000);
	assert_true(o->handshake_ms < 450);
}

static unsigned
count_descriptors(void)
{
	DIR *dir = opendir("/proc/self/fd");
	unsigned count = 0;

	assert_non_null(dir);
	while (readdir(dir) != NULL)
		count++;
	closedir(dir);
	return count;
}

static void
two_hundred_probes_leave_no_descriptor_behind(void **state)
{
	struct probe_scene *scene = *state;
	struct tls_script script = probe_scene_script();
	struct tls_server *server = tls_server_start(&script);
	unsigned before = count_descriptors();

	for (size_t i = 0; i < 200; i++)
		probe_scene_start_server(scene, server);
	probe_scene_run_until(scene, 200);
	for (size_t i = 0; i < 200; i++)
		assert_failure(scene->seen[i], FAILURE_NONE, "");
	tls_server_await_ended(server, 200);
	assert_int_equal(count_descriptors(), before);
	tls_server_stop(server);
}

static void
free_prober(void *arg, struct observation *observation)
{
	struct probe_scene *scene = arg;

	observation_free(observation);
	prober_free(scene->prober);
	scene->prober = NULL;
	loop_stop(scene->loop);
}

static void
the_prober_may_be_freed_in_a_callback(void **state)
{
	struct probe_scene *scene = *state;
	struct tls_script script = probe_scene_script();
	struct tls_server *server = tls_server_start(&script);
	struct ip_address address = tls_server_address(server);
	struct target target = {0};

	target_set(&target, scene->endpoint,
	    &(struct place){.address = address}, NULL);
	for (int i = 0; i < 10; i++)
		probe_start(scene->prober, &target, free_prober, scene);
	target_clear(&target);
	loop_run(scene->loop);
	assert_null(scene->prober);
	tls_server_stop(server);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_good_server_is_seen_in_full),
	    TEST(an_address_gets_no_sni),
	    TEST(a_dribbling_server_is_seen_too),
	    TEST(a_large_chain_is_seen_in_full),
	    TEST(tls_1_0_is_observed),
	    TEST(a_closed_port_refuses),
	    TEST(a_silent_address_times_out_while_dialling),
	    TEST(what_is_no_tls_is_named),
	    TEST(plain_bytes_without_end_end_at_once),
	    TEST(records_without_end_are_cut_off),
	    TEST(a_hang_up_is_told_from_a_reset_and_from_silence),
	    TEST(cut_by_sockets_at_many_places_it_never_hangs),
	    TEST(a_server_without_its_key_is_found_out),
	    TEST(a_client_certificate_demanded_is_no_failure),
	    TEST(a_client_certificate_asked_for_costs_little),
	    TEST(two_hundred_probes_leave_no_descriptor_behind),
	    TEST(the_prober_may_be_freed_in_a_callback),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
