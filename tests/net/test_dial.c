/* Connecting: success, refusal, silence, cancelling. */
#include "net/dial.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

struct scene {
	struct loop *loop;
	struct loop_timer *timer;
	struct ip_address address;
	int listener, fd, error_number, calls;
};

static int
set_up(void **state)
{
	static struct scene scene;
	struct sockaddr_in in = {
	    .sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t len = sizeof in;

	scene = (struct scene){.loop = loop_new(), .fd = -1};
	scene.listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(
	    bind(scene.listener, (struct sockaddr *)&in, sizeof in), 0);
	assert_int_equal(listen(scene.listener, 0), 0);
	assert_int_equal(
	    getsockname(scene.listener, (struct sockaddr *)&in, &len), 0);
	assert_true(ip_address_parse("127.0.0.1", &scene.address));
	scene.address.port = ntohs(in.sin_port);
	*state = &scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	if (scene->fd >= 0)
		close(scene->fd);
	if (scene->listener >= 0)
		close(scene->listener);
	loop_timer_free(scene->timer);
	loop_free(scene->loop);
	return 0;
}

static void
on_dialled(void *arg, int fd, int error_number)
{
	struct scene *scene = arg;

	scene->fd = fd;
	scene->error_number = error_number;
	scene->calls++;
	loop_stop(scene->loop);
}

static void
dial(struct scene *scene, int64_t timeout_ms)
{
	assert_non_null(dial_start(
	    scene->loop, &scene->address, timeout_ms, on_dialled, scene));
	assert_int_equal(scene->calls, 0);
	loop_run(scene->loop);
	assert_int_equal(scene->calls, 1);
}

static void
a_listener_gives_a_ready_descriptor(void **state)
{
	struct scene *scene = *state;
	int value = 0;
	socklen_t len = sizeof value;

	dial(scene, 5000);
	assert_true(scene->fd >= 0);
	assert_int_equal(scene->error_number, 0);
	assert_true(fcntl(scene->fd, F_GETFL) & O_NONBLOCK);
	assert_true(fcntl(scene->fd, F_GETFD) & FD_CLOEXEC);
	assert_int_equal(
	    getsockopt(scene->fd, IPPROTO_TCP, TCP_NODELAY, &value, &len), 0);
	assert_int_equal(value, 1);
}

static void
dial_way(struct scene *scene, const struct dial_way *way)
{
	assert_non_null(
	    dial_start_way(scene->loop, way, 5000, on_dialled, scene));
	assert_int_equal(scene->calls, 0);
	loop_run(scene->loop);
	assert_int_equal(scene->calls, 1);
}

static void
a_source_address_is_what_the_listener_sees(void **state)
{
	struct scene *scene = *state;
	struct dial_way way = {.address = scene->address};
	struct sockaddr_in in;
	struct ip_address local;
	socklen_t len = sizeof in;
	char text[IP_ADDRESS_TEXT_MAX];
	int accepted;

	assert_true(ip_address_parse("127.45.56.9", &way.source));
	dial_way(scene, &way);
	assert_true(scene->fd >= 0);
	accepted = accept4(
	    scene->listener, (struct sockaddr *)&in, &len, SOCK_CLOEXEC);
	assert_true(accepted >= 0);
	assert_int_equal(ntohl(in.sin_addr.s_addr), 0x7f2d3809);
	close(accepted);
	assert_true(dial_local_address(scene->fd, &local));
	assert_string_equal(ip_address_format(&local, text), "127.45.56.9");
	assert_int_equal(local.port, ntohs(in.sin_port));
}

static void
a_source_that_does_not_fit_is_an_error(void **state)
{
	struct scene *scene = *state;
	struct dial_way way = {.address = scene->address};

	assert_true(ip_address_parse("::1", &way.source));
	dial_way(scene, &way);
	assert_int_equal(scene->error_number, EAFNOSUPPORT);
	/* Not ours (RFC 5737). */
	assert_true(ip_address_parse("192.0.2.1", &way.source));
	scene->calls = 0;
	dial_way(scene, &way);
	assert_int_equal(scene->fd, -1);
	assert_int_equal(scene->error_number, EADDRNOTAVAIL);
}

static void
a_unix_socket_is_dialled_by_its_path(void **state)
{
	struct scene *scene = *state;
	char folder[] = "/tmp/test_dial.XXXXXX";
	struct sockaddr_un un = {.sun_family = AF_UNIX};
	const struct dial_way way = {.path = un.sun_path};
	struct ip_address local;
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_non_null(mkdtemp(folder));
	snprintf(un.sun_path, sizeof un.sun_path, "%s/s", folder);
	dial_way(scene, &way);
	assert_int_equal(scene->error_number, ENOENT);
	assert_int_equal(bind(listener, (struct sockaddr *)&un, sizeof un), 0);
	assert_int_equal(listen(listener, 1), 0);
	scene->calls = 0;
	dial_way(scene, &way);
	assert_true(scene->fd >= 0);
	assert_false(dial_local_address(scene->fd, &local));
	close(listener);
	unlink(un.sun_path);
	rmdir(folder);
}

static void
a_path_beyond_the_limit_is_refused(void **state)
{
	struct scene *scene = *state;
	char path[DIAL_PATH_MAX + 2] = "";
	const struct dial_way way = {.path = path};

	memset(path, 'x', DIAL_PATH_MAX + 1);
	dial_way(scene, &way);
	assert_int_equal(scene->error_number, ENAMETOOLONG);
	path[DIAL_PATH_MAX] = '\0';
	scene->calls = 0;
	dial_way(scene, &way);
	assert_int_equal(scene->error_number, ENOENT);
}

static void
a_closed_port_refuses(void **state)
{
	struct scene *scene = *state;

	close(scene->listener);
	scene->listener = -1;
	dial(scene, 5000);
	assert_int_equal(scene->fd, -1);
	assert_int_equal(scene->error_number, ECONNREFUSED);
}

/* A listener whose queue is full drops what comes after. */
static void
silence_ends_at_the_deadline(void **state)
{
	struct scene *scene = *state;
	int64_t start = loop_now_ms(scene->loop);
	struct sockaddr_in in = {.sin_family = AF_INET,
	    .sin_port = htons(scene->address.port),
	    .sin_addr = {htonl(INADDR_LOOPBACK)}};
	int fillers[4];

	for (int i = 0; i < 4; i++) {
		fillers[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		(void)connect(fillers[i], (struct sockaddr *)&in, sizeof in);
	}
	dial(scene, 80);
	assert_int_equal(scene->fd, -1);
	assert_int_equal(scene->error_number, ETIMEDOUT);
	assert_in_range(loop_now_ms(scene->loop) - start, 80, 3000);
	for (int i = 0; i < 4; i++)
		close(fillers[i]);
}

/* No address family of that kind of number: local trouble, told later too. */
static void
local_trouble_is_told_on_a_later_turn(void **state)
{
	struct scene *scene = *state;

	assert_true(ip_address_parse("255.255.255.255", &scene->address));
	scene->address.port = 9;
	dial(scene, 5000);
	assert_int_equal(scene->fd, -1);
	assert_int_not_equal(scene->error_number, 0);
	assert_int_not_equal(scene->error_number, EINPROGRESS);
}

static void
version_6_is_dialled_too(void **state)
{
	struct scene *scene = *state;

	assert_true(ip_address_parse("::1", &scene->address));
	scene->address.port = 1;
	dial(scene, 5000);
	assert_true(scene->error_number == ECONNREFUSED ||
	    scene->error_number == EADDRNOTAVAIL ||
	    scene->error_number == EAFNOSUPPORT);
}

static void
stop(void *arg)
{
	loop_stop(((struct scene *)arg)->loop);
}

static void
a_cancelled_dial_stays_silent(void **state)
{
	struct scene *scene = *state;

	dial_cancel(
	    dial_start(scene->loop, &scene->address, 5000, on_dialled, scene));
	scene->timer = loop_timer_new(scene->loop, stop, scene);
	loop_timer_set(scene->timer, 20);
	loop_run(scene->loop);
	assert_int_equal(scene->calls, 0);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_listener_gives_a_ready_descriptor),
	    TEST(a_closed_port_refuses),
	    TEST(a_source_address_is_what_the_listener_sees),
	    TEST(a_source_that_does_not_fit_is_an_error),
	    TEST(a_unix_socket_is_dialled_by_its_path),
	    TEST(a_path_beyond_the_limit_is_refused),
	    TEST(silence_ends_at_the_deadline),
	    TEST(local_trouble_is_told_on_a_later_turn),
	    TEST(version_6_is_dialled_too),
	    TEST(a_cancelled_dial_stays_silent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
