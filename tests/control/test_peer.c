/* One who asks, in virtual time: who is slow to ask or to read is let go, and
 * nobody else is. Over a real pair of sockets. */
#include "control/peer.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"
#include "render/json_value.h"
#include "support/fake_loop.h"

struct scene {
	struct loop *loop;
	struct peer *peer; /* NULL: gone */
	int fd;		   /* of who asks */
	unsigned asked, gone;
};

static void
on_asked(void *arg, UNUSED struct answer *answer, UNUSED const json_t *request)
{
	struct scene *scene = arg;

	scene->asked++;
}

static void
on_gone(void *arg, UNUSED const struct peer *peer)
{
	struct scene *scene = arg;

	scene->gone++;
	scene->peer = NULL;
}

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);
	const struct peer_events events = {
	    .asked = on_asked,
	    .gone = on_gone,
	    .arg = scene,
	};
	int pair[2];

	assert_int_equal(
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), 0);
	scene->loop = loop_new();
	scene->fd = pair[0];
	scene->peer = peer_new(scene->loop, pair[1], &events);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	peer_free(scene->peer);
	close(scene->fd);
	loop_free(scene->loop);
	free(scene);
	return 0;
}

/* What is ready is done, and no time passes. */
static void
settle(struct scene *scene)
{
	do
		fake_loop_run_for(scene->loop, 0);
	while (fake_loop_poll(scene->loop));
}

static void
say(struct scene *scene, const char *text)
{
	assert_int_equal(send(scene->fd, text, strlen(text), MSG_NOSIGNAL),
	    (ssize_t)strlen(text));
	settle(scene);
}

static void
wait_ms(struct scene *scene, int64_t ms)
{
	fake_loop_run_for(scene->loop, ms);
	settle(scene);
}

/* Reads all that the kernel holds; the bytes. */
static size_t
hear(struct scene *scene)
{
	char chunk[65536];
	size_t heard = 0;
	ssize_t n;

	while ((n = recv(scene->fd, chunk, sizeof chunk, MSG_DONTWAIT)) > 0)
		heard += (size_t)n;
	settle(scene);
	return heard;
}

static void
add_line(struct answer *answer)
{
	static char filling[16384];
	json_t *line = json_value_object();

	memset(filling, 'x', sizeof filling - 1);
	json_value_set(line, "filling", json_value_text(filling));
	answer_line(answer, "line", line);
}

/* Lines without end, as fast as they are taken. */
static void
more(struct answer *answer, UNUSED void *state)
{
	while (answer_has_room(answer))
		add_line(answer);
}

static void
begin_endless_answer(struct scene *scene)
{
	say(scene, "{}\n");
	assert_int_equal(scene->asked, 1);
	answer_go_on(peer_answer(scene->peer), more, NULL, NULL);
	settle(scene);
}

static void
who_says_nothing_is_let_go_after_ten_seconds(void **state)
{
	struct scene *scene = *state;

	wait_ms(scene, 9999);
	assert_non_null(scene->peer);
	wait_ms(scene, 1);
	assert_int_equal(scene->gone, 1);
	assert_int_equal(scene->asked, 0);
}

static void
a_request_in_drops_has_no_more_time_than_others(void **state)
{
	struct scene *scene = *state;

	for (int i = 0; i < 9; i++) {
		say(scene, " ");
		wait_ms(scene, 1000);
	}
	assert_non_null(scene->peer);
	say(scene, "{");
	wait_ms(scene, 1000);
	assert_int_equal(scene->gone, 1);
	assert_int_equal(scene->asked, 0);
}

static void
a_command_may_take_its_time(void **state)
{
	struct scene *scene = *state;

	wait_ms(scene, 9999);
	say(scene, "{}\n");
	assert_int_equal(scene->asked, 1);
	wait_ms(scene, INT64_C(3600) * 1000);
	assert_non_null(scene->peer);
	answer_end(peer_answer(scene->peer));
	settle(scene);
	assert_int_equal(scene->gone, 1);
	assert_true(hear(scene) > 0);
}

static void
who_reads_nothing_is_let_go_after_thirty_seconds(void **state)
{
	struct scene *scene = *state;

	begin_endless_answer(scene);
	wait_ms(scene, PEER_STALL_MS - 1);
	assert_non_null(scene->peer);
	wait_ms(scene, 1);
	assert_int_equal(scene->gone, 1);
}

static void
who_reads_slowly_is_waited_for(void **state)
{
	struct scene *scene = *state;

	begin_endless_answer(scene);
	for (int i = 0; i < 20; i++) {
		wait_ms(scene, PEER_STALL_MS - 1);
		assert_non_null(scene->peer);
		assert_true(hear(scene) > 0);
	}
	wait_ms(scene, PEER_STALL_MS);
	assert_int_equal(scene->gone, 1);
}

static void
who_has_read_all_may_wait_for_more(void **state)
{
	struct scene *scene = *state;

	say(scene, "{}\n");
	add_line(peer_answer(scene->peer));
	settle(scene);
	assert_true(hear(scene) > 0);
	wait_ms(scene, INT64_C(3600) * 1000);
	assert_non_null(scene->peer);
	add_line(peer_answer(scene->peer));
	settle(scene);
	assert_true(hear(scene) > 0);
	assert_int_equal(scene->gone, 0);
}

/* Of a socket that is shut down for writing it cannot be seen whether anybody
 * is still there. */
static void
who_says_no_more_is_not_answered_for_ever(void **state)
{
	struct scene *scene = *state;

	say(scene, "{}\n");
	assert_int_equal(shutdown(scene->fd, SHUT_WR), 0);
	settle(scene);
	wait_ms(scene, PEER_STALL_MS - 1);
	assert_non_null(scene->peer);
	add_line(peer_answer(scene->peer));
	settle(scene);
	wait_ms(scene, PEER_STALL_MS - 1);
	assert_non_null(scene->peer);
	wait_ms(scene, 1);
	assert_int_equal(scene->gone, 1);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(who_says_nothing_is_let_go_after_ten_seconds),
	    TEST(a_request_in_drops_has_no_more_time_than_others),
	    TEST(a_command_may_take_its_time),
	    TEST(who_reads_nothing_is_let_go_after_thirty_seconds),
	    TEST(who_reads_slowly_is_waited_for),
	    TEST(who_has_read_all_may_wait_for_more),
	    TEST(who_says_no_more_is_not_answered_for_ever),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
