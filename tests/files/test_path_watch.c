/* Files that come, go and change, as a thread sees them. */
#include "files/path_watch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/temp_folder.h"

struct rig {
	struct temp_folder folder;
	struct loop *loop;
	struct path_watch *watch;
	struct texts changed;
	unsigned told, come_or_gone;
};

static void
on_news(void *arg, const struct texts *changed, bool has_come_or_gone)
{
	struct rig *rig = arg;

	rig->told++;
	rig->come_or_gone += has_come_or_gone;
	texts_add_all(&rig->changed, changed);
	loop_stop(rig->loop);
}

static void
watch(struct rig *rig, const char *pattern, const char *beside)
{
	struct texts patterns = {.len = 0}, names = {.len = 0};

	texts_add(&patterns, temp_folder_path(&rig->folder, pattern));
	texts_add(&names, beside);
	path_watch_set(rig->watch, &patterns, &names);
	texts_clear(&patterns);
	texts_clear(&names);
}

static int
set_up(void **state)
{
	struct rig *rig = MEM_NEW(struct rig);

	temp_folder_make(&rig->folder);
	temp_folder_write(&rig->folder, "a.pem", "a");
	temp_folder_write(&rig->folder, "key", "k");
	rig->loop = loop_new();
	rig->watch = path_watch_new(rig->loop, on_news, rig);
	*state = rig;
	return 0;
}

static int
tear_down(void **state)
{
	struct rig *rig = *state;

	path_watch_free(rig->watch);
	loop_free(rig->loop);
	texts_clear(&rig->changed);
	temp_folder_remove(&rig->folder);
	free(rig);
	return 0;
}

static void
assert_changed(const struct rig *rig, const char *name)
{
	assert_int_equal(rig->changed.len, 1);
	assert_string_equal(strrchr(rig->changed.items[0], '/') + 1, name);
}

static void
the_first_look_is_told_and_then_what_changed(void **state)
{
	struct rig *rig = *state;

	watch(rig, "*.pem", "");
	loop_run(rig->loop);
	assert_int_equal(rig->come_or_gone, 1);
	assert_int_equal(rig->changed.len, 0);
	temp_folder_write(&rig->folder, "a.pem", "longer");
	loop_run(rig->loop);
	assert_int_equal(rig->come_or_gone, 1);
	assert_changed(rig, "a.pem");
}

static void
files_come_and_go(void **state)
{
	struct rig *rig = *state;

	watch(rig, "*.pem", "");
	loop_run(rig->loop);
	temp_folder_write(&rig->folder, "b.pem", "b");
	unlink(temp_folder_path(&rig->folder, "a.pem"));
	loop_run(rig->loop);
	assert_int_equal(rig->come_or_gone, 2);
	assert_int_equal(rig->changed.len, 0);
}

static void
what_lies_beside_it_counts_as_its_change(void **state)
{
	struct rig *rig = *state;

	watch(rig, "a.pem", "key");
	loop_run(rig->loop);
	temp_folder_write(&rig->folder, "key", "another");
	loop_run(rig->loop);
	assert_changed(rig, "a.pem");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(the_first_look_is_told_and_then_what_changed),
	    TEST(files_come_and_go),
	    TEST(what_lies_beside_it_counts_as_its_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
