/* A receiver of syslog messages that is away for long: told once, and its end
 * too. In virtual time. */
#include "notify/sink_syslog.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "notify/sink_health.h"
#include "render/scene.h"
#include "support/fake_loop.h"
#include "support/temp_folder.h"

struct scene {
	struct temp_folder folder;
	struct loop *loop;
	char *path;
	struct sink *sink;
	int server;
	unsigned began, ended;
};

static void
on_failing(void *arg, const char *name, bool is_failing, const char *words)
{
	struct scene *scene = arg;

	assert_string_equal(name, SINK_SYSLOG_OUTBOX);
	assert_true(is_failing == (words != NULL));
	scene->began += is_failing;
	scene->ended += !is_failing;
}

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);
	struct syslog_options options = {.facility = 3};
	struct sink_syslog_parts parts = {
	    .options = &options, .failing = on_failing, .failing_arg = scene};
	struct error err = ERROR_INIT;

	temp_folder_make(&scene->folder);
	scene->loop = loop_new();
	scene->path = mem_strdup(temp_folder_path(&scene->folder, "log"));
	scene->server = -1;
	options.socket = scene->path;
	parts.loop = scene->loop;
	scene->sink = sink_syslog_new(&parts, &err);
	*state = scene;
	return scene->sink == NULL;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	scene->sink->ops->close(scene->sink, 0);
	loop_free(scene->loop);
	if (scene->server >= 0)
		close(scene->server);
	unlink(scene->path);
	free(scene->path);
	temp_folder_remove(&scene->folder);
	free(scene);
	return 0;
}

static void
deliver(struct scene *scene)
{
	struct event *event = scene_event();

	assert_true(scene->sink->ops->deliver(scene->sink, event));
	event_unref(event);
}

static void
come_back(struct scene *scene)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	assert_true(strlen(scene->path) < sizeof address.sun_path);
	memcpy(address.sun_path, scene->path, strlen(scene->path) + 1);
	scene->server = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	assert_int_equal(
	    bind(scene->server, (struct sockaddr *)&address, sizeof address),
	    0);
}

static void
an_absence_that_lasts_is_told_once_and_so_is_its_end(void **state)
{
	struct scene *scene = *state;

	deliver(scene);
	fake_loop_run_for(scene->loop, SINK_FAILING_MS - 70000);
	assert_int_equal(scene->began, 0);
	fake_loop_run_for(scene->loop, 140000);
	assert_int_equal(scene->began, 1);
	fake_loop_run_for(scene->loop, 4 * SINK_FAILING_MS);
	assert_int_equal(scene->began, 1);
	assert_int_equal(scene->ended, 0);
	come_back(scene);
	fake_loop_run_for(scene->loop, 70000);
	assert_int_equal(scene->ended, 1);
	deliver(scene);
	fake_loop_run_for(scene->loop, 1000);
	assert_int_equal(scene->began + scene->ended, 2);
}

static void
a_short_one_is_not(void **state)
{
	struct scene *scene = *state;

	deliver(scene);
	fake_loop_run_for(scene->loop, SINK_FAILING_MS / 3);
	come_back(scene);
	fake_loop_run_for(scene->loop, 4 * SINK_FAILING_MS);
	assert_int_equal(scene->began + scene->ended, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(an_absence_that_lasts_is_told_once_and_so_is_its_end),
	    TEST(a_short_one_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
