/* A connection that is written to, against a socket of this very program. */
#include "net/stream.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "support/tls_server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define DEADLINE_MS 10000

struct scene {
	struct loop *loop;
	struct loop_timer *deadline;
	struct stream_options options;
	struct stream *stream;
	int listener, peer;
	unsigned opened, closed;
	struct error why;
};

static void
on_opened(void *arg)
{
	struct scene *scene = arg;

	scene->opened++;
	loop_stop(scene->loop);
}

static void
on_closed(void *arg, const struct error *why)
{
	struct scene *scene = arg;

	scene->stream = NULL;
	scene->closed++;
	scene->why = *why;
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
	struct sockaddr_in in = {
	    .sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t len = sizeof in;

	scene = (struct scene){.loop = loop_new(), .peer = -1};
	scene.deadline = loop_timer_new(scene.loop, on_deadline, NULL);
	loop_timer_set(scene.deadline, DEADLINE_MS);
	scene.listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(
	    bind(scene.listener, (struct sockaddr *)&in, sizeof in), 0);
	assert_int_equal(listen(scene.listener, 1), 0);
	assert_int_equal(
	    getsockname(scene.listener, (struct sockaddr *)&in, &len), 0);
	assert_true(ip_address_parse("127.0.0.1", &scene.options.address));
	scene.options.address.port = ntohs(in.sin_port);
	scene.options.open_timeout_ms = 5000;
	*state = &scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	stream_free(scene->stream);
	if (scene->peer >= 0)
		close(scene->peer);
	close(scene->listener);
	loop_timer_free(scene->deadline);
	loop_free(scene->loop);
	return 0;
}

static void
open_it(struct scene *scene)
{
	struct stream_events events = {
	    .opened = on_opened, .closed = on_closed, .arg = scene};
	struct error err = ERROR_INIT;

	scene->stream =
	    stream_open(scene->loop, &scene->options, &events, &err);
	assert_non_null(scene->stream);
	assert_int_equal(scene->opened + scene->closed, 0);
	loop_run(scene->loop);
}

static void
open_and_accept(struct scene *scene)
{
	open_it(scene);
	assert_int_equal(scene->opened, 1);
	scene->peer = accept(scene->listener, NULL, NULL);
	assert_true(scene->peer >= 0);
}

static void
what_is_written_arrives_and_is_acknowledged(void **state)
{
	struct scene *scene = *state;
	char got[16] = "";

	open_and_accept(scene);
	assert_true(stream_write(scene->stream, "hello", 5));
	assert_int_equal(recv(scene->peer, got, 5, MSG_WAITALL), 5);
	assert_string_equal(got, "hello");
	while (stream_unacknowledged(scene->stream) > 0)
		;
}

static void
what_the_peer_does_not_read_is_not_acknowledged(void **state)
{
	struct scene *scene = *state;
	size_t len = 1 << 20;
	char *bytes = mem_new(1, len);

	open_and_accept(scene);
	for (int i = 0; i < 7; i++)
		assert_true(stream_write(scene->stream, bytes, len));
	assert_true(stream_unacknowledged(scene->stream) > 0);
	while (stream_write(scene->stream, bytes, len))
		;
	/* refused whole, and the stream lives */
	assert_int_equal(scene->closed, 0);
	free(bytes);
}

static void
the_end_by_the_peer_is_told_once(void **state)
{
	struct scene *scene = *state;

	open_and_accept(scene);
	close(scene->peer);
	scene->peer = -1;
	loop_run(scene->loop);
	assert_int_equal(scene->closed, 1);
	assert_non_null(strstr(scene->why.message, "closed"));
}

static void
what_the_peer_says_is_dropped(void **state)
{
	struct scene *scene = *state;

	open_and_accept(scene);
	assert_int_equal(send(scene->peer, "hi", 2, 0), 2);
	close(scene->peer);
	scene->peer = -1;
	loop_run(scene->loop);
	assert_int_equal(scene->closed, 1);
}

static void
a_refusal_is_told(void **state)
{
	struct scene *scene = *state;

	shutdown(scene->listener, SHUT_RDWR);
	close(scene->listener);
	scene->listener = socket(AF_INET, SOCK_STREAM, 0);
	open_it(scene);
	assert_int_equal(scene->closed, 1);
	assert_non_null(strstr(scene->why.message, "refused"));
}

static void
a_server_that_says_nothing_meets_the_deadline(void **state)
{
	struct scene *scene = *state;

	scene->options.tls =
	    &(struct tls_session_options){.name = "log.example.net"};
	scene->options.open_timeout_ms = 100;
	open_it(scene);
	assert_int_equal(scene->closed, 1);
	assert_int_equal(scene->opened, 0);
	assert_non_null(strstr(scene->why.message, "no connection within"));
}

static void
a_certificate_nobody_trusts_is_told(void **state)
{
	struct scene *scene = *state;
	struct tls_script script = {
	    .chain = {mint_chain_for("log.example.net").leaf}};
	struct tls_server *server = tls_server_start(&script);

	scene->options.address = tls_server_address(server);
	scene->options.tls =
	    &(struct tls_session_options){.name = "log.example.net"};
	open_it(scene);
	assert_int_equal(scene->closed, 1);
	assert_non_null(strstr(scene->why.message, "certificate"));
	tls_server_stop(server);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_is_written_arrives_and_is_acknowledged),
	    TEST(what_the_peer_does_not_read_is_not_acknowledged),
	    TEST(the_end_by_the_peer_is_told_once),
	    TEST(what_the_peer_says_is_dropped),
	    TEST(a_refusal_is_told),
	    TEST(a_server_that_says_nothing_meets_the_deadline),
	    TEST(a_certificate_nobody_trusts_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
