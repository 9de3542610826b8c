/* Ways to files, through links, patterns and folders that are not there. */
#include "files/path_trail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/texts.h"
#include "support/temp_folder.h"

struct rig {
	struct temp_folder folder;
	char root[512];	    /* the same without links */
	struct texts steps; /* "FOLDER NAME", below root; "!" of the last */
};

static void
on_step(void *arg, const char *folder, const char *name, bool is_last)
{
	struct rig *rig = arg;
	size_t len = strlen(rig->root);

	if (strncmp(folder, rig->root, len) != 0)
		return;
	folder += len + (folder[len] == '/');
	texts_add_take(&rig->steps,
	    mem_printf("%s%s%s%s", *folder == '\0' ? "." : folder, " ",
		name == NULL ? "*" : name, is_last ? "!" : ""));
}

static bool
goes_to_its_end(struct rig *rig, const char *path)
{
	texts_clear(&rig->steps);
	return path_trail(temp_folder_path(&rig->folder, path), on_step, rig);
}

static void
go(struct rig *rig, const char *path)
{
	assert_true(goes_to_its_end(rig, path));
}

static void
link_to(const struct rig *rig, const char *target, const char *name)
{
	assert_int_equal(
	    symlink(target, temp_folder_path(&rig->folder, name)), 0);
}

static void
assert_step(const struct rig *rig, const char *step)
{
	assert_true(texts_has(&rig->steps, step));
}

static int
set_up(void **state)
{
	struct rig *rig = MEM_NEW(struct rig);
	char *real;

	temp_folder_make(&rig->folder);
	real = realpath(rig->folder.path, NULL);
	assert_non_null(real);
	assert_true(strlen(real) < sizeof rig->root);
	memcpy(rig->root, real, strlen(real) + 1);
	free(real);
	*state = rig;
	return 0;
}

static int
tear_down(void **state)
{
	struct rig *rig = *state;

	texts_clear(&rig->steps);
	temp_folder_remove(&rig->folder);
	free(rig);
	return 0;
}

static void
each_folder_on_the_way_is_one_step(void **state)
{
	struct rig *rig = *state;

	temp_folder_write(&rig->folder, "a/b/c.pem", "c");
	go(rig, "a/b/c.pem");
	assert_int_equal(rig->steps.len, 3);
	assert_step(rig, ". a");
	assert_step(rig, "a b");
	assert_step(rig, "a/b c.pem!");
}

static void
what_is_missing_ends_the_way_where_it_would_be(void **state)
{
	struct rig *rig = *state;

	temp_folder_write(&rig->folder, "a/x", "x");
	go(rig, "a/later/c.pem");
	assert_int_equal(rig->steps.len, 2);
	assert_step(rig, ". a");
	assert_step(rig, "a later");
}

static void
links_are_followed_one_after_the_other(void **state)
{
	struct rig *rig = *state;

	temp_folder_write(&rig->folder, "v1/c.pem", "c");
	link_to(rig, "v1", "..data");
	link_to(rig, "..data/c.pem", "c.pem");
	go(rig, "c.pem");
	assert_step(rig, ". c.pem!");
	assert_step(rig, ". ..data");
	assert_step(rig, ". v1");
	assert_step(rig, "v1 c.pem!");
}

static void
a_link_may_lead_up_and_elsewhere(void **state)
{
	struct rig *rig = *state;
	CLEANUP(free) char *absolute = mem_printf("%s/archive", rig->root);

	temp_folder_write(&rig->folder, "archive/c1.pem", "c");
	temp_folder_write(&rig->folder, "live/x", "x");
	link_to(rig, absolute, "old");
	link_to(rig, "../old/./c1.pem", "live/c.pem");
	go(rig, "live/c.pem");
	assert_step(rig, "live c.pem!");
	assert_step(rig, ". old");
	assert_step(rig, "archive c1.pem!");
}

static void
links_in_a_circle_end(void **state)
{
	struct rig *rig = *state;

	link_to(rig, "two/x", "one");
	link_to(rig, "one/x", "two");
	go(rig, "one");
	assert_step(rig, ". one!");
	assert_step(rig, ". two");
	assert_true(rig->steps.len <= PATH_TRAIL_MAX_LINKS + 1);
}

/* Each link may hold thousands of names: the way is no deeper for that. */
static void
a_way_without_end_is_cut(void **state)
{
	struct rig *rig = *state;
	char target[2000];

	for (size_t i = 0; i + 2 < sizeof target; i += 2)
		memcpy(target + i, "./", 2);
	memcpy(target + sizeof target - 4, "me", 3);
	link_to(rig, target, "me");
	assert_false(goes_to_its_end(rig, "me"));
	assert_int_equal(rig->steps.len, 1);
}

static void
a_pattern_goes_each_way(void **state)
{
	struct rig *rig = *state;

	temp_folder_write(&rig->folder, "live/a/c.pem", "c");
	temp_folder_write(&rig->folder, "live/b/x", "x");
	temp_folder_write(&rig->folder, "live/.hidden/c.pem", "c");
	go(rig, "live/*/c.pem");
	assert_step(rig, "live *");
	assert_step(rig, "live/a c.pem!");
	assert_step(rig, "live/b c.pem!");
	assert_false(texts_has(&rig->steps, "live/.hidden c.pem!"));
	go(rig, "live/*/*.pem");
	assert_step(rig, "live/a *!");
	assert_step(rig, "live/b *!");
}

static void
a_name_that_looks_like_a_pattern_is_found(void **state)
{
	struct rig *rig = *state;

	temp_folder_write(&rig->folder, "[x]/c.pem", "c");
	go(rig, "[x]/c.pem");
	assert_step(rig, "[x] c.pem!");
}

static void
of_a_folder_all_counts_and_where_its_links_lead(void **state)
{
	struct rig *rig = *state;

	temp_folder_write(&rig->folder, "ca/own.pem", "c");
	temp_folder_write(&rig->folder, "ca/deeper/x.pem", "x");
	temp_folder_write(&rig->folder, "shipped/a.crt", "a");
	link_to(rig, "../shipped/a.crt", "ca/a.pem");
	link_to(rig, "a.pem", "ca/0123abcd.0");
	link_to(rig, "../shipped", "ca/folder");
	go(rig, "ca");
	assert_step(rig, ". ca!");
	assert_step(rig, "ca *!");
	assert_step(rig, "shipped a.crt!");
	assert_false(texts_has(&rig->steps, "ca/deeper *!"));
	assert_false(texts_has(&rig->steps, "shipped *!"));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(each_folder_on_the_way_is_one_step),
	    TEST(what_is_missing_ends_the_way_where_it_would_be),
	    TEST(links_are_followed_one_after_the_other),
	    TEST(a_link_may_lead_up_and_elsewhere),
	    TEST(links_in_a_circle_end),
	    TEST(a_way_without_end_is_cut),
	    TEST(a_pattern_goes_each_way),
	    TEST(a_name_that_looks_like_a_pattern_is_found),
	    TEST(of_a_folder_all_counts_and_where_its_links_lead),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
