/* The lines of probe/probe.h: caps, fairness, deadlines, cancelling. */
#include "probe/probe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/probe_scene.h"

static void
assert_all_good(const struct probe_scene *scene, size_t count)
{
	assert_int_equal(scene->seen_len, count);
	for (size_t i = 0; i < count; i++) {
		if (scene->seen[i]->failure != FAILURE_NONE)
			fail_msg("%zu: %s", i, scene->seen[i]->detail);
	}
}

static void
assert_counts(const struct probe_scene *scene, unsigned waiting,
    unsigned dialing, unsigned handshaking)
{
	struct prober_counts counts = prober_counts(scene->prober);

	assert_int_equal(counts.waiting, waiting);
	assert_int_equal(counts.dialing, dialing);
	assert_int_equal(counts.handshaking, handshaking);
}

/* Until they stand so, and stay. */
static void
run_until_counts(struct probe_scene *scene, unsigned waiting, unsigned dialing,
    unsigned handshaking)
{
	for (int i = 0; i < 1000; i++) {
		struct prober_counts counts = prober_counts(scene->prober);

		if (counts.waiting == waiting && counts.dialing == dialing &&
		    counts.handshaking == handshaking)
			break;
		probe_scene_run_for(scene, 5);
	}
	probe_scene_run_for(scene, 20);
	assert_counts(scene, waiting, dialing, handshaking);
}

/* Starts many probes of a server that accepts and does nothing, looks at who
 * stands where, then lets all through. */
static void
crowd(const struct prober_options *options, unsigned accepted, unsigned waiting,
    unsigned dialing, unsigned handshaking)
{
	struct tls_script script = probe_scene_script();
	struct tls_server *server = tls_server_start(&script);
	struct probe_scene scene;
	unsigned many = waiting + dialing + handshaking;

	probe_scene_init(&scene, options);
	tls_server_shut_gate(server);
	for (unsigned i = 0; i < many; i++)
		probe_scene_start_server(&scene, server);
	run_until_counts(&scene, waiting, dialing, handshaking);
	tls_server_await_accepted(server, accepted);
	assert_int_equal(tls_server_counts(server).accepted, accepted);
	assert_counts(&scene, waiting, dialing, handshaking);
	tls_server_open_gate(server);
	probe_scene_run_until(&scene, many);
	assert_all_good(&scene, many);
	assert_int_equal(tls_server_counts(server).accepted, many);
	assert_counts(&scene, 0, 0, 0);
	probe_scene_clear(&scene);
	tls_server_stop(server);
}

static void
an_address_gets_so_many_connections_and_no_more(void **state)
{
	crowd(&prober_options_default, 4, 16, 0, 4);
}

static void
so_many_shake_hands_and_no_more(void **state)
{
	struct prober_options options = prober_options_default;

	options.max_per_address = 100;
	options.max_per_network = 100;
	options.max_per_endpoint = 100;
	options.max_handshaking = 2;
	crowd(&options, 10, 0, 8, 2);
}

static void
so_many_dial_and_no_more(void **state)
{
	struct prober_options options = prober_options_default;

	options.max_per_address = 100;
	options.max_per_network = 100;
	options.max_per_endpoint = 100;
	options.max_handshaking = 1;
	options.max_dialing = 3;
	crowd(&options, 4, 6, 3, 1);
}

static void
a_silent_address_holds_up_nobody_else(void **state)
{
	struct tls_script good = probe_scene_script(), mute = good;
	struct tls_server *good_server, *mute_server;
	struct probe_scene scene;

	mute.end = TLS_SCRIPT_SILENT;
	mute.address = "127.0.0.2";
	good_server = tls_server_start(&good);
	mute_server = tls_server_start(&mute);
	probe_scene_init(&scene, NULL);
	for (int i = 0; i < 20; i++)
		probe_scene_start_server(&scene, mute_server);
	for (int i = 0; i < 8; i++)
		probe_scene_start_server(&scene, good_server);
	probe_scene_run_until(&scene, 8);
	assert_all_good(&scene, 8);
	assert_int_equal(prober_counts(scene.prober).waiting, 16);
	assert_int_equal(tls_server_counts(mute_server).accepted, 4);
	probe_scene_clear(&scene);
	tls_server_stop(good_server);
	tls_server_stop(mute_server);
}

/* One place to shake hands, and a silent server sits on it: it is given back
 * after a second, and the second probe's 900 ms did not run meanwhile. */
static void
a_slow_handshake_gives_its_place_back(void **state)
{
	struct tls_script good = probe_scene_script(), mute = good;
	struct prober_options options = prober_options_default;
	struct tls_server *good_server, *mute_server;
	struct probe_scene scene;

	mute.end = TLS_SCRIPT_SILENT;
	good_server = tls_server_start(&good);
	mute_server = tls_server_start(&mute);
	options.max_handshaking = 1;
	probe_scene_init(&scene, &options);
	scene.endpoint->settings->timeout_ms = 3000;
	probe_scene_start_server(&scene, mute_server);
	tls_server_await_accepted(mute_server, 1);
	run_until_counts(&scene, 0, 0, 1);
	scene.endpoint->settings->timeout_ms = 900;
	probe_scene_start_server(&scene, good_server);
	probe_scene_run_until(&scene, 1);
	assert_all_good(&scene, 1);
	assert_true(scene.seen[0]->total_ms < 900);
	assert_counts(&scene, 0, 1, 0); /* the silent one, beside the line */
	probe_scene_run_until(&scene, 2);
	assert_int_equal(scene.seen[1]->failure, FAILURE_HANDSHAKE_TIMEOUT);
	assert_in_range(scene.seen[1]->total_ms, 3000, 6000);
	probe_scene_clear(&scene);
	tls_server_stop(good_server);
	tls_server_stop(mute_server);
}

/* The server resets a connection that waits for its handshake; the system tells
 * that once, to the first who asks. */
static void
a_reset_while_in_line_is_told_as_one(void **state)
{
	struct tls_script cruel = probe_scene_script(), mute = cruel;
	struct prober_options options = prober_options_default;
	struct tls_server *cruel_server, *mute_server;
	struct probe_scene scene;

	mute.end = TLS_SCRIPT_SILENT;
	cruel.end = TLS_SCRIPT_RESET;
	cruel_server = tls_server_start(&cruel);
	mute_server = tls_server_start(&mute);
	options.max_handshaking = 1;
	probe_scene_init(&scene, &options);
	scene.endpoint->settings->timeout_ms =
	    900; /* the place is kept for 1000 */
	tls_server_shut_gate(cruel_server);
	probe_scene_start_server(&scene, mute_server);
	run_until_counts(&scene, 0, 0, 1);
	probe_scene_start_server(&scene, cruel_server);
	run_until_counts(&scene, 0, 1, 1);
	tls_server_open_gate(cruel_server);
	tls_server_await_ended(cruel_server, 1);
	probe_scene_run_until(&scene, 2);
	assert_int_equal(scene.seen[1]->failure, FAILURE_HANDSHAKE_RESET);
	probe_scene_clear(&scene);
	tls_server_stop(cruel_server);
	tls_server_stop(mute_server);
}

/* Cancels every other probe of a crowd, wherever they stand: the rest comes
 * through. */
static void
cancel_in_crowd(const struct prober_options *options, int64_t after_ms)
{
	struct tls_script script = probe_scene_script();
	struct tls_server *server = tls_server_start(&script);
	struct probe *probes[20];
	struct probe_scene scene;

	probe_scene_init(&scene, options);
	tls_server_shut_gate(server);
	for (int i = 0; i < 20; i++)
		probes[i] = probe_scene_start_server(&scene, server);
	if (after_ms > 0)
		probe_scene_run_for(&scene, after_ms);
	for (int i = 0; i < 20; i += 2)
		probe_cancel(probes[i]);
	tls_server_open_gate(server);
	probe_scene_run_until(&scene, 10);
	assert_all_good(&scene, 10);
	assert_counts(&scene, 0, 0, 0);
	assert_int_equal(prober_counts(scene.prober).started, 20);
	assert_int_equal(prober_counts(scene.prober).finished, 10);
	probe_scene_clear(&scene);
	tls_server_stop(server);
}

static void
a_probe_may_be_cancelled_in_line_and_while_it_dials(void **state)
{
	struct prober_options options = prober_options_default;

	cancel_in_crowd(&prober_options_default, 0);
	options.max_per_address = 100;
	options.max_per_network = 100;
	options.max_per_endpoint = 100;
	options.max_dialing = 5;
	cancel_in_crowd(&options, 0);
}

static void
a_probe_may_be_cancelled_connected_and_shaking(void **state)
{
	struct prober_options options = prober_options_default;

	cancel_in_crowd(&prober_options_default, 30);
	options.max_per_address = 100;
	options.max_per_network = 100;
	options.max_per_endpoint = 100;
	options.max_handshaking = 5;
	cancel_in_crowd(&options, 30);
}

static void
a_probe_may_be_cancelled_while_slow(void **state)
{
	struct tls_script script = probe_scene_script();
	struct tls_server *server;
	struct probe_scene scene;
	struct probe *probe;

	script.end = TLS_SCRIPT_SILENT;
	server = tls_server_start(&script);
	probe_scene_init(&scene, NULL);
	probe = probe_scene_start_server(&scene, server);
	probe_scene_run_for(&scene, 1100);
	assert_counts(&scene, 0, 1, 0);
	probe_cancel(probe);
	assert_counts(&scene, 0, 0, 0);
	probe_scene_run_for(&scene, 10);
	assert_int_equal(scene.seen_len, 0);
	probe_scene_clear(&scene);
	tls_server_stop(server);
}

static void
a_probe_may_be_cancelled_while_it_listens(void **state)
{
	struct tls_script script = probe_scene_script();
	struct tls_server *server;
	struct probe_scene scene;
	struct probe *probe;

	script.client_cert = TLS_SCRIPT_REQUEST;
	script.has_no_tickets = true;
	server = tls_server_start(&script);
	probe_scene_init(&scene, NULL);
	probe = probe_scene_start_server(&scene, server);
	do {
		probe_scene_run_for(&scene, 5);
	} while (tls_server_counts(server).handshakes == 0);
	assert_counts(&scene, 0, 1, 0);
	probe_cancel(probe);
	probe_scene_run_for(&scene, 10);
	assert_int_equal(scene.seen_len, 0);
	probe_scene_clear(&scene);
	tls_server_stop(server);
}

static void
freeing_the_prober_cancels_all(void **state)
{
	struct prober_options options = prober_options_default;
	struct tls_script script = probe_scene_script();
	struct tls_server *server = tls_server_start(&script);
	struct probe_scene scene;

	options.max_handshaking = 2;
	options.max_dialing = 4;
	options.max_per_address = 8;
	probe_scene_init(&scene, &options);
	tls_server_shut_gate(server);
	for (int i = 0; i < 20; i++)
		probe_scene_start_server(&scene, server);
	run_until_counts(&scene, 14, 4, 2);
	prober_free(scene.prober);
	scene.prober = NULL;
	probe_scene_run_for(&scene, 10);
	assert_int_equal(scene.seen_len, 0);
	probe_scene_clear(&scene);
	tls_server_stop(server);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_address_gets_so_many_connections_and_no_more),
	    cmocka_unit_test(so_many_shake_hands_and_no_more),
	    cmocka_unit_test(so_many_dial_and_no_more),
	    cmocka_unit_test(a_silent_address_holds_up_nobody_else),
	    cmocka_unit_test(a_slow_handshake_gives_its_place_back),
	    cmocka_unit_test(a_reset_while_in_line_is_told_as_one),
	    cmocka_unit_test(
		a_probe_may_be_cancelled_in_line_and_while_it_dials),
	    cmocka_unit_test(a_probe_may_be_cancelled_connected_and_shaking),
	    cmocka_unit_test(a_probe_may_be_cancelled_while_slow),
	    cmocka_unit_test(a_probe_may_be_cancelled_while_it_listens),
	    cmocka_unit_test(freeing_the_prober_cancels_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
