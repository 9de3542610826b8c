/* Lists of endpoints that change on disk, in virtual time. */
#include "daemon/list_watch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

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
	struct list_watch *watch;
	unsigned told, faults;
	size_t endpoints;
};

static void
on_changed(void *arg, const struct target_lists_change *change,
    const struct config_faults *faults)
{
	struct rig *rig = arg;

	(void)change;
	rig->told++;
	rig->faults += (unsigned)faults->items.len;
	rig->endpoints = rig->config->endpoints.len;
}

static void
write_list(struct rig *rig, const char *text)
{
	temp_folder_write(&rig->folder, "hosts.txt", text);
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
	write_list(rig, "a.example\n");
	temp_folder_write(
	    &rig->folder, "main.yaml", "endpoints_from: [{list: hosts.txt}]\n");
	rig->loop = loop_new();
	rig->config =
	    config_load(temp_folder_path(&rig->folder, "main.yaml"), &faults);
	rig->watch = list_watch_new(rig->loop, rig->config, on_changed, rig);
	*state = rig;
	return 0;
}

static int
tear_down(void **state)
{
	struct rig *rig = *state;

	list_watch_free(rig->watch);
	config_free(rig->config);
	loop_free(rig->loop);
	temp_folder_remove(&rig->folder);
	free(rig);
	return 0;
}

static void
what_stays_as_it_is_is_not_told(void **state)
{
	struct rig *rig = *state;

	pass(rig, 10 * LONG_ENOUGH_MS);
	assert_int_equal(rig->told, 0);
}

static void
a_change_is_told_once_it_is_quiet(void **state)
{
	struct rig *rig = *state;

	pass(rig, LONG_ENOUGH_MS);
	write_list(rig, "a.example\nb.exam");
	pass(rig, LOOKOUT_SETTLE_MS);
	assert_int_equal(rig->told, 0);
	write_list(rig, "a.example\nb.example\n");
	pass(rig, LOOKOUT_SETTLE_MS);
	assert_int_equal(rig->told, 0);
	pass(rig, LONG_ENOUGH_MS);
	assert_int_equal(rig->told, 1);
	assert_int_equal(rig->endpoints, 2);
}

static void
a_broken_file_is_told_once(void **state)
{
	struct rig *rig = *state;

	write_list(rig, "two words\n");
	pass(rig, 10 * LONG_ENOUGH_MS);
	assert_int_equal(rig->told, 1);
	assert_int_equal(rig->faults, 1);
	assert_int_equal(rig->endpoints, 1);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(what_stays_as_it_is_is_not_told),
	    TEST(a_change_is_told_once_it_is_quiet),
	    TEST(a_broken_file_is_told_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
