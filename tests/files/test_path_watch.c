/* Files that come, go and change, as a thread sees them. */
#include "files/path_watch.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
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
	unsigned told, come_or_gone, gaps;
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
on_gap(void *arg, const char *why)
{
	struct rig *rig = arg;

	assert_non_null(strstr(why, "may not tell of changes"));
	rig->gaps++;
}

static bool
tells(const char *folder)
{
	return *folder == '/';
}

static bool
tells_not(const char *folder)
{
	return *folder != '/';
}

/* Not the rig's: a thread that is stopped may go on for a moment. */
static struct path_marks_system telling, silent;

static void
start(struct rig *rig, const struct path_marks_system *system)
{
	path_watch_free(rig->watch);
	rig->watch =
	    path_watch_new(&(struct path_watch_parts){.loop = rig->loop,
		.system = system,
		.changed = on_news,
		.gap = on_gap,
		.arg = rig});
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
	start(rig, &telling);
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

/* At once: a thread that looks in the midst of writing sees two changes. */
static void
replace(struct rig *rig, const char *name, const char *text)
{
	char from[PATH_MAX];

	temp_folder_write(&rig->folder, "new", text);
	snprintf(
	    from, sizeof from, "%s", temp_folder_path(&rig->folder, "new"));
	assert_int_equal(rename(from, temp_folder_path(&rig->folder, name)), 0);
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
	replace(rig, "a.pem", "longer");
	loop_run(rig->loop);
	assert_int_equal(rig->come_or_gone, 1);
	assert_changed(rig, "a.pem");
}

static void
files_come_and_go(void **state)
{
	struct rig *rig = *state;
	char from[PATH_MAX];

	watch(rig, "*.pem", "");
	loop_run(rig->loop);
	snprintf(
	    from, sizeof from, "%s", temp_folder_path(&rig->folder, "a.pem"));
	assert_int_equal(
	    rename(from, temp_folder_path(&rig->folder, "b.pem")), 0);
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
	replace(rig, "key", "another");
	loop_run(rig->loop);
	assert_changed(rig, "a.pem");
}

/* One look an hour would not find it in time. */
static void
one_change_after_the_other_is_told(void **state)
{
	struct rig *rig = *state;
	char text[16];

	watch(rig, "*.pem", "");
	loop_run(rig->loop);
	for (int i = 1; i < 4; i++) {
		snprintf(text, sizeof text, "%*d", i + 1, i);
		replace(rig, "a.pem", text);
		loop_run(rig->loop);
		assert_changed(rig, "a.pem");
		texts_clear(&rig->changed);
	}
	assert_int_equal(rig->gaps, 0);
}

static void
a_link_that_is_flipped_is_told(void **state)
{
	struct rig *rig = *state;
	CLEANUP(free) char *flip = NULL;

	temp_folder_write(&rig->folder, "v1/tls.crt", "1");
	temp_folder_write(&rig->folder, "v2/tls.crt", "22");
	assert_int_equal(
	    symlink("v1", temp_folder_path(&rig->folder, "..data")), 0);
	watch(rig, "..data/*.crt", "");
	loop_run(rig->loop);
	flip = mem_strdup(temp_folder_path(&rig->folder, "..tmp"));
	assert_int_equal(symlink("v2", flip), 0);
	assert_int_equal(
	    rename(flip, temp_folder_path(&rig->folder, "..data")), 0);
	loop_run(rig->loop);
	assert_changed(rig, "tls.crt");
}

static void
other_patterns_are_looked_at_at_once(void **state)
{
	struct rig *rig = *state;

	watch(rig, "*.pem", "");
	loop_run(rig->loop);
	temp_folder_write(&rig->folder, "later/b.crt", "b");
	watch(rig, "later/*.crt", "");
	loop_run(rig->loop);
	assert_int_equal(rig->come_or_gone, 2);
	unlink(temp_folder_path(&rig->folder, "later/b.crt"));
	loop_run(rig->loop);
	assert_int_equal(rig->come_or_gone, 3);
}

static void
where_the_kernel_does_not_tell_it_looks_itself(void **state)
{
	struct rig *rig = *state;

	start(rig, &silent);
	watch(rig, "*.pem", "");
	loop_run(rig->loop);
	assert_int_equal(rig->gaps, 1);
	replace(rig, "a.pem", "longer");
	loop_run(rig->loop);
	assert_changed(rig, "a.pem");
	assert_int_equal(rig->gaps, 1);
}

int
main(void)
{
	telling = silent = path_marks_inotify;
	telling.is_telling = tells;
	silent.is_telling = tells_not;
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(the_first_look_is_told_and_then_what_changed),
	    TEST(files_come_and_go),
	    TEST(what_lies_beside_it_counts_as_its_change),
	    TEST(one_change_after_the_other_is_told),
	    TEST(a_link_that_is_flipped_is_told),
	    TEST(other_patterns_are_looked_at_at_once),
	    TEST(where_the_kernel_does_not_tell_it_looks_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
