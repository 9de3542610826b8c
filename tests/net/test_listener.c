/* A Unix socket that is listened at: who may, what is replaced, what stays. */
#include "net/listener.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/temp_folder.h"

#define DEADLINE_MS 10000

struct scene {
	struct temp_folder folder;
	struct loop *loop;
	struct loop_timer *deadline;
	struct listener_options options;
	struct listener *listener;
	int accepted;
	unsigned knocks;
};

static void
on_deadline(UNUSED void *arg)
{
	fail_msg("nothing happened");
}

static void
on_knock(void *arg, int fd)
{
	struct scene *scene = arg;

	if (scene->accepted >= 0)
		close(scene->accepted);
	scene->accepted = fd;
	scene->knocks++;
	loop_stop(scene->loop);
}

static int
set_up(void **state)
{
	static struct scene scene;

	scene = (struct scene){.loop = loop_new(), .accepted = -1};
	scene.deadline = loop_timer_new(scene.loop, on_deadline, NULL);
	loop_timer_set(scene.deadline, DEADLINE_MS);
	temp_folder_make(&scene.folder);
	scene.options = (struct listener_options){
	    .path = temp_folder_path(&scene.folder, "socket"), .mode = 0640};
	*state = &scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	listener_free(scene->listener);
	if (scene->accepted >= 0)
		close(scene->accepted);
	loop_timer_free(scene->deadline);
	loop_free(scene->loop);
	temp_folder_remove(&scene->folder);
	return 0;
}

static struct listener *
begin(struct scene *scene, struct error *err)
{
	return listener_new(scene->loop, &scene->options, on_knock, scene, err);
}

static int
knock(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	assert_true(strlen(path) < sizeof address.sun_path);
	memcpy(address.sun_path, path, strlen(path));
	if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
		return fd;
	close(fd);
	return -1;
}

static void
who_knocks_is_let_in_and_known(void **state)
{
	struct scene *scene = *state;
	struct error err = ERROR_INIT;
	uid_t uid = (uid_t)-1;
	int fd;

	scene->listener = begin(scene, &err);
	assert_non_null(scene->listener);
	fd = knock(scene->options.path);
	assert_true(fd >= 0);
	loop_run(scene->loop);
	assert_int_equal(scene->knocks, 1);
	assert_true(listener_peer_uid(scene->accepted, &uid));
	assert_int_equal(uid, getuid());
	close(fd);
}

static void
its_mode_is_what_was_asked_for_and_it_goes_with_it(void **state)
{
	struct scene *scene = *state;
	struct error err = ERROR_INIT;
	struct stat now;

	scene->listener = begin(scene, &err);
	assert_int_equal(stat(scene->options.path, &now), 0);
	assert_int_equal(now.st_mode & 07777, 0640);
	listener_free(TAKE(scene->listener));
	assert_int_equal(access(scene->options.path, F_OK), -1);
}

static void
what_a_killed_process_left_is_replaced(void **state)
{
	struct scene *scene = *state;
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct error err = ERROR_INIT;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	memcpy(
	    address.sun_path, scene->options.path, strlen(scene->options.path));
	assert_int_equal(
	    bind(fd, (struct sockaddr *)&address, sizeof address), 0);
	close(fd);
	assert_int_equal(access(scene->options.path, F_OK), 0);
	scene->listener = begin(scene, &err);
	assert_non_null(scene->listener);
}

static void
where_somebody_listens_it_does_not(void **state)
{
	struct scene *scene = *state;
	struct error err = ERROR_INIT;

	scene->listener = begin(scene, &err);
	assert_null(begin(scene, &err));
	assert_non_null(strstr(err.message, "another process listens"));
	assert_int_equal(access(scene->options.path, F_OK), 0);
}

static void
a_file_that_is_no_socket_stays(void **state)
{
	struct scene *scene = *state;
	struct error err = ERROR_INIT;

	temp_folder_write(&scene->folder, "file", "precious");
	scene->options.path = temp_folder_path(&scene->folder, "file");
	assert_null(begin(scene, &err));
	assert_non_null(strstr(err.message, "no socket"));
	assert_int_equal(access(scene->options.path, F_OK), 0);
}

static void
a_path_beyond_what_a_socket_takes_is_refused(void **state)
{
	struct scene *scene = *state;
	char path[LISTENER_PATH_MAX + 2];
	struct error err = ERROR_INIT;

	memset(path, 'x', sizeof path - 1);
	path[sizeof path - 1] = '\0';
	scene->options.path = path;
	assert_null(begin(scene, &err));
	assert_int_equal(err.kind, ERROR_LIMIT);
}

static void
a_group_that_is_none_is_said(void **state)
{
	struct scene *scene = *state;
	struct error err = ERROR_INIT;

	scene->options.group = "no-such-group-anywhere";
	assert_null(begin(scene, &err));
	assert_non_null(strstr(err.message, "no-such-group-anywhere"));
	assert_int_equal(access(scene->options.path, F_OK), -1);
}

static void
stop_soon(void *arg)
{
	struct scene *scene = arg;

	loop_stop(scene->loop);
}

static void
while_it_is_paused_who_knocks_waits(void **state)
{
	struct scene *scene = *state;
	struct error err = ERROR_INIT;
	struct loop_timer *timer =
	    loop_timer_new(scene->loop, stop_soon, scene);
	int fd;

	scene->listener = begin(scene, &err);
	listener_pause(scene->listener, true);
	fd = knock(scene->options.path);
	assert_true(fd >= 0);
	loop_timer_set(timer, 20);
	loop_run(scene->loop);
	assert_int_equal(scene->knocks, 0);
	listener_pause(scene->listener, false);
	loop_run(scene->loop);
	assert_int_equal(scene->knocks, 1);
	loop_timer_free(timer);
	close(fd);
}

/* As systemd makes it: what waits for nobody to come would hold up the loop. */
static void
one_that_was_handed_over_never_waits(void **state)
{
	struct scene *scene = *state;
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int handed = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct error err = ERROR_INIT;
	int fd;

	memcpy(
	    address.sun_path, scene->options.path, strlen(scene->options.path));
	assert_int_equal(
	    bind(handed, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(listen(handed, 8), 0);
	fd = knock(scene->options.path);
	assert_true(fd >= 0);
	scene->options = (struct listener_options){.fd = handed};
	scene->listener =
	    listener_new(scene->loop, &scene->options, on_knock, scene, &err);
	assert_non_null(scene->listener);
	assert_true(fcntl(handed, F_GETFL) & O_NONBLOCK);
	loop_run(scene->loop);
	assert_true(scene->accepted >= 0);
	close(fd);
	listener_free(TAKE(scene->listener));
	/* It goes back to whoever gave it, open and in its place. */
	assert_int_equal(access(address.sun_path, F_OK), 0);
	assert_int_equal(close(handed), 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(who_knocks_is_let_in_and_known),
	    TEST(its_mode_is_what_was_asked_for_and_it_goes_with_it),
	    TEST(what_a_killed_process_left_is_replaced),
	    TEST(where_somebody_listens_it_does_not),
	    TEST(a_file_that_is_no_socket_stays),
	    TEST(a_path_beyond_what_a_socket_takes_is_refused),
	    TEST(a_group_that_is_none_is_said),
	    TEST(while_it_is_paused_who_knocks_waits),
	    TEST(one_that_was_handed_over_never_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
