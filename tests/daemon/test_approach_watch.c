/* Credentials that change on disk, in virtual time. */
#include "daemon/approach_watch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "files/lookout.h"
#include "support/fake_loop.h"
#include "support/temp_folder.h"

/* Also where the kernel tells of no changes. */
#define LONG_ENOUGH_MS \
	(LOOKOUT_GAP_LATEST_MS + LOOKOUT_SETTLE_MS + LOOKOUT_AGAIN_MS + 100)

struct rig {
	struct temp_folder folder;
	struct loop *loop;
	struct config *config;
	struct approach_files *files;
	struct approach_watch *watch;
	struct event *event; /* the last */
	unsigned told;
};

static void
on_event(void *arg, struct event *take_event)
{
	struct rig *rig = arg;

	event_unref(rig->event);
	rig->event = take_event;
	rig->told++;
}

static void
write_credentials(struct rig *rig, const char *text)
{
	temp_folder_write(&rig->folder, "proxy", text);
}

/* What the kernel has told comes first, then so much time. */
static void
pass(struct rig *rig, int64_t ms)
{
	while (fake_loop_poll(rig->loop))
		;
	fake_loop_run_for(rig->loop, ms);
}

static int
set_up(void **state)
{
	struct rig *rig = MEM_NEW(struct rig);
	struct config_faults faults = {0};

	temp_folder_make(&rig->folder);
	temp_folder_write(&rig->folder, "main.yaml",
	    "defaults:\n"
	    "  proxy: http://proxy.example\n"
	    "  proxy_credentials: proxy\n"
	    "endpoints: [a.example, b.example]\n");
	rig->loop = loop_new();
	rig->config =
	    config_load(temp_folder_path(&rig->folder, "main.yaml"), &faults);
	assert_non_null(rig->config);
	*state = rig;
	return 0;
}

static int
tear_down(void **state)
{
	struct rig *rig = *state;

	approach_watch_free(rig->watch);
	approach_files_free(rig->files);
	event_unref(rig->event);
	config_free(rig->config);
	loop_free(rig->loop);
	temp_folder_remove(&rig->folder);
	free(rig);
	return 0;
}

static void
start(struct rig *rig)
{
	struct error err = ERROR_INIT;

	write_credentials(rig, "monitor:hunter2\n");
	rig->files = approach_watch_read(rig->config, &err);
	assert_non_null(rig->files);
	rig->watch = approach_watch_new(rig->loop, &rig->files, on_event, rig);
}

static void
a_file_that_is_missing_refuses_the_configuration(void **state)
{
	struct rig *rig = *state;
	struct error err = ERROR_INIT;

	assert_null(approach_watch_read(rig->config, &err));
	assert_non_null(
	    strstr(err.message, "defaults: credentials of the proxy: "));
}

static void
what_a_list_names_is_read_though_it_is_empty(void **state)
{
	struct rig *rig = *state;
	struct config_faults faults = {0};
	struct error err = ERROR_INIT;

	config_free(rig->config);
	temp_folder_write(&rig->folder, "main.yaml",
	    "endpoints_from:\n"
	    "  - list: none-*.txt\n"
	    "    defaults: {client_certificate: {certificate: c.pem}}\n");
	rig->config =
	    config_load(temp_folder_path(&rig->folder, "main.yaml"), &faults);
	assert_non_null(rig->config);
	assert_null(approach_watch_read(rig->config, &err));
	assert_non_null(strstr(err.message, "none-*.txt: client certificate"));
}

static void
a_good_change_is_used_and_not_told(void **state)
{
	struct rig *rig = *state;
	const struct approach *approach;
	struct credentials credentials;

	start(rig);
	approach = rig->config->endpoints.items[1]->settings->approach;
	write_credentials(rig, "monitor:another\n");
	pass(rig, LONG_ENOUGH_MS);
	assert_int_equal(rig->told, 0);
	assert_true(
	    approach_files_credentials(rig->files, approach, &credentials));
	assert_string_equal(credentials.password, "another");
}

static void
a_bad_change_and_its_end_are_events(void **state)
{
	struct rig *rig = *state;

	start(rig);
	write_credentials(rig, "hunter3\n");
	pass(rig, 5 * LONG_ENOUGH_MS);
	assert_int_equal(rig->told, 1);
	assert_int_equal(rig->event->kind, EVENT_MONITOR_FAULT);
	assert_int_equal(rig->event->finding, FINDING_CREDENTIALS_UNUSABLE);
	assert_int_equal(rig->event->severity, SEVERITY_CRITICAL);
	assert_non_null(strstr(rig->event->text, "credentials of the proxy /"));
	assert_null(strstr(rig->event->text, "hunter"));
	write_credentials(rig, "monitor:hunter4\n");
	pass(rig, 5 * LONG_ENOUGH_MS);
	assert_int_equal(rig->told, 2);
	assert_int_equal(rig->event->severity, SEVERITY_OK);
}

static void
files_read_anew_are_good_again(void **state)
{
	struct rig *rig = *state;
	struct approach_files *old;
	struct error err = ERROR_INIT;

	start(rig);
	write_credentials(rig, "hunter3\n");
	pass(rig, LONG_ENOUGH_MS);
	assert_int_equal(rig->told, 1);
	write_credentials(rig, "monitor:hunter4\n");
	old = rig->files;
	rig->files = approach_watch_read(rig->config, &err);
	approach_watch_reset(rig->watch, old);
	approach_files_free(old);
	assert_int_equal(rig->told, 2);
	pass(rig, 5 * LONG_ENOUGH_MS);
	assert_int_equal(rig->told, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_file_that_is_missing_refuses_the_configuration),
	    TEST(what_a_list_names_is_read_though_it_is_empty),
	    TEST(a_good_change_is_used_and_not_told),
	    TEST(a_bad_change_and_its_end_are_events),
	    TEST(files_read_anew_are_good_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
