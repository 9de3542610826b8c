/* Delivery to receivers that listen, vanish, reset and come back. */
#include "notify/syslog_client.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/strbuf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define DEADLINE_MS 20000
#define SETTLE_MS 40
#define RETRY_MS 10

struct scene {
	struct loop *loop;
	struct loop_timer *deadline;
	struct syslog_options options;
	struct syslog_client *client;
	char folder[64], path[80];
	int server; /* listening, or the datagram socket */
	struct loop_watch *watch;
	int peer;
	struct strbuf got;  /* by the peer */
	struct strbuf keys; /* "1 2 3 " as they were told */
	unsigned wanted;    /* keys; then the loop stops */
	unsigned told, failed, recovered;
	unsigned resets; /* connections to reset once they said something */
};

static void
on_delivered(void *arg, uint64_t key)
{
	struct scene *scene = arg;

	strbuf_addf(&scene->keys, "%llu ", (unsigned long long)key);
	if (++scene->told == scene->wanted)
		loop_stop(scene->loop);
}

static void
on_changed(void *arg, const struct error *err)
{
	struct scene *scene = arg;

	if (err != NULL)
		scene->failed++;
	else
		scene->recovered++;
	if (scene->wanted == 0)
		loop_stop(scene->loop);
}

static void
on_deadline(void *arg)
{
	fail_msg("nothing happened");
	(void)arg;
}

static int
set_up(void **state)
{
	static struct scene scene;

	scene = (struct scene){
	    .loop = loop_new(),
	    .folder = "/tmp/chainwatch-syslog-XXXXXX",
	    .server = -1,
	    .peer = -1,
	    .got = STRBUF_INIT(1 << 20),
	    .keys = STRBUF_INIT(1 << 20),
	};
	if (mkdtemp(scene.folder) == NULL)
		return -1;
	snprintf(scene.path, sizeof scene.path, "%s/log", scene.folder);
	scene.deadline = loop_timer_new(scene.loop, on_deadline, NULL);
	loop_timer_set(scene.deadline, DEADLINE_MS);
	*state = &scene;
	return 0;
}

static void
shut(struct scene *scene)
{
	loop_watch_free(scene->watch);
	scene->watch = NULL;
	if (scene->peer >= 0)
		close(scene->peer);
	if (scene->server >= 0)
		close(scene->server);
	scene->peer = scene->server = -1;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	syslog_client_free(scene->client);
	shut(scene);
	unlink(scene->path);
	rmdir(scene->folder);
	strbuf_clear(&scene->got);
	strbuf_clear(&scene->keys);
	loop_timer_free(scene->deadline);
	loop_free(scene->loop);
	return 0;
}

static void
make_client(struct scene *scene)
{
	struct syslog_client_events events = {
	    .delivered = on_delivered, .changed = on_changed, .arg = scene};

	scene->client =
	    syslog_client_new(scene->loop, NULL, &scene->options, &events);
	syslog_client_set_timing(scene->client, SETTLE_MS, RETRY_MS);
}

static void
put(struct scene *scene, unsigned first, unsigned last)
{
	for (unsigned key = first; key <= last; key++) {
		char text[16];
		int len = snprintf(text, sizeof text, "<m%u>", key);

		assert_true(
		    syslog_client_put(scene->client, key, text, (size_t)len));
	}
}

static void
run_until_told(struct scene *scene, unsigned wanted)
{
	scene->wanted = wanted;
	loop_run(scene->loop);
	assert_int_equal(scene->told, wanted);
}

/* --- the local socket --- */

static void
listen_local(struct scene *scene)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	unlink(scene->path);
	snprintf(address.sun_path, sizeof address.sun_path, "%s", scene->path);
	scene->server = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	assert_int_equal(
	    bind(scene->server, (struct sockaddr *)&address, sizeof address),
	    0);
}

static void
read_local(struct scene *scene)
{
	char text[64];
	ssize_t n;

	while ((n = recv(scene->server, text, sizeof text, 0)) > 0)
		strbuf_add_bytes(&scene->got, text, (size_t)n);
}

static void
be_local(struct scene *scene)
{
	scene->options = (struct syslog_options){
	    .transport = SYSLOG_LOCAL, .socket = scene->path};
	make_client(scene);
}

static void
a_local_reader_gets_all_in_order(void **state)
{
	struct scene *scene = *state;

	listen_local(scene);
	be_local(scene);
	put(scene, 1, 5);
	assert_int_equal(scene->told, 0); /* never from within put */
	run_until_told(scene, 5);
	read_local(scene);
	assert_string_equal(strbuf_text(&scene->got), "<m1><m2><m3><m4><m5>");
	assert_string_equal(strbuf_text(&scene->keys), "1 2 3 4 5 ");
}

static void
what_nobody_reads_waits_for_the_reader(void **state)
{
	struct scene *scene = *state;

	be_local(scene);
	put(scene, 1, 3);
	loop_run(scene->loop);
	assert_int_equal(scene->failed, 1);
	assert_int_equal(scene->told, 0);
	listen_local(scene);
	run_until_told(scene, 3);
	read_local(scene);
	assert_string_equal(strbuf_text(&scene->got), "<m1><m2><m3>");
	assert_int_equal(scene->failed, 1); /* said once */
	assert_int_equal(scene->recovered, 1);
}

static void
a_reader_that_was_started_again_is_found_at_once(void **state)
{
	struct scene *scene = *state;

	listen_local(scene);
	be_local(scene);
	put(scene, 1, 1);
	run_until_told(scene, 1);
	shut(scene);
	listen_local(scene);
	put(scene, 2, 2);
	run_until_told(scene, 2);
	read_local(scene);
	assert_string_equal(strbuf_text(&scene->got), "<m2>");
	assert_int_equal(scene->failed, 0);
}

static void
a_reader_that_is_busy_is_waited_for(void **state)
{
	struct scene *scene = *state;

	listen_local(scene);
	be_local(scene);
	put(scene, 1, SYSLOG_WINDOW);
	/* A Unix datagram socket holds a dozen or so. */
	while (scene->told < SYSLOG_WINDOW) {
		scene->wanted = scene->told + 1;
		loop_run(scene->loop);
		read_local(scene);
	}
	read_local(scene);
	assert_non_null(strstr(strbuf_text(&scene->got), "<m63><m64>"));
	assert_int_equal(scene->failed, 0);
}

/* --- TCP --- */

static void on_peer(void *arg, bool readable, bool writable);

static void
on_connection(void *arg, UNUSED bool readable, UNUSED bool writable)
{
	struct scene *scene = arg;

	scene->peer = accept4(scene->server, NULL, NULL, SOCK_NONBLOCK);
	assert_true(scene->peer >= 0);
	loop_watch_free(scene->watch);
	scene->watch = loop_watch_new(scene->loop, scene->peer, on_peer, scene);
	loop_watch_set(scene->watch, true, false);
}

static void
watch_server(struct scene *scene)
{
	scene->watch =
	    loop_watch_new(scene->loop, scene->server, on_connection, scene);
	loop_watch_set(scene->watch, true, false);
}

/* Reads; or throws away what was said and resets, as one that crashed. */
static void
on_peer(void *arg, UNUSED bool readable, UNUSED bool writable)
{
	const struct linger abort_it = {.l_onoff = 1};
	struct scene *scene = arg;
	char text[256];
	ssize_t n = 0;

	if (scene->resets > 0) {
		scene->resets--;
		setsockopt(scene->peer, SOL_SOCKET, SO_LINGER, &abort_it,
		    sizeof abort_it);
	} else {
		while ((n = recv(scene->peer, text, sizeof text, 0)) > 0)
			strbuf_add_bytes(&scene->got, text, (size_t)n);
		if (n < 0)
			return;
	}
	loop_watch_free(scene->watch);
	close(scene->peer);
	scene->peer = -1;
	watch_server(scene);
}

static void
be_tcp(struct scene *scene)
{
	struct sockaddr_in in = {
	    .sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t len = sizeof in;

	scene->server = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	assert_int_equal(
	    bind(scene->server, (struct sockaddr *)&in, sizeof in), 0);
	assert_int_equal(listen(scene->server, 5), 0);
	assert_int_equal(
	    getsockname(scene->server, (struct sockaddr *)&in, &len), 0);
	watch_server(scene);
	scene->options = (struct syslog_options){
	    .transport = SYSLOG_TCP,
	    .host = (char *)(uintptr_t) "127.0.0.1",
	    .port = ntohs(in.sin_port),
	};
	make_client(scene);
}

static void
a_remote_receiver_gets_all_in_order(void **state)
{
	struct scene *scene = *state;

	be_tcp(scene);
	put(scene, 1, 5);
	run_until_told(scene, 5);
	assert_string_equal(strbuf_text(&scene->got), "<m1><m2><m3><m4><m5>");
	assert_string_equal(strbuf_text(&scene->keys), "1 2 3 4 5 ");
}

/* The kernel of the receiver had acknowledged them; it never read them. */
static void
what_a_reset_swallowed_is_sent_again(void **state)
{
	struct scene *scene = *state;

	be_tcp(scene);
	scene->resets = 3;
	put(scene, 1, 4);
	run_until_told(scene, 4);
	assert_string_equal(strbuf_text(&scene->got), "<m1><m2><m3><m4>");
	assert_string_equal(strbuf_text(&scene->keys), "1 2 3 4 ");
	assert_int_equal(scene->failed, 1);
	assert_int_equal(scene->recovered, 1);
	assert_int_equal(scene->resets, 0);
}

static void
a_connection_that_ends_idle_is_no_failure(void **state)
{
	struct scene *scene = *state;

	be_tcp(scene);
	put(scene, 1, 1);
	run_until_told(scene, 1);
	loop_watch_free(scene->watch);
	close(scene->peer);
	scene->peer = -1;
	watch_server(scene);
	put(scene, 2, 2);
	run_until_told(scene, 2);
	assert_non_null(strstr(strbuf_text(&scene->got), "<m2>"));
	assert_int_equal(scene->recovered, scene->failed);
}

static void
the_window_is_bounded(void **state)
{
	struct scene *scene = *state;

	be_local(scene);
	put(scene, 1, SYSLOG_WINDOW);
	assert_int_equal(syslog_client_waiting(scene->client), SYSLOG_WINDOW);
	assert_false(syslog_client_put(scene->client, 999, "x", 1));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_local_reader_gets_all_in_order),
	    TEST(what_nobody_reads_waits_for_the_reader),
	    TEST(a_reader_that_was_started_again_is_found_at_once),
	    TEST(a_reader_that_is_busy_is_waited_for),
	    TEST(a_remote_receiver_gets_all_in_order),
	    TEST(what_a_reset_swallowed_is_sent_again),
	    TEST(a_connection_that_ends_idle_is_no_failure),
	    TEST(the_window_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
