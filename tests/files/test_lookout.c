/* When files are looked at, in virtual time; the kernel's word is a real one.
 */
#include "files/lookout.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/fake_loop.h"
#include "support/temp_folder.h"

#define HOUR_MS INT64_C(3600000)

struct rig {
	struct temp_folder folder;
	struct loop *loop;
	struct lookout *lookout;
	struct path_marks_system system;
	unsigned looks, gaps, changing; /* so many looks find a change */
	bool is_reset_by_look;
};

static bool is_limited; /* no more watches */

static int
add(int fd, const char *path, uint32_t mask)
{
	errno = ENOSPC;
	return is_limited ? -1 : inotify_add_watch(fd, path, mask);
}

static bool
tells(const char *folder)
{
	return *folder == '/';
}

static void
list(void *arg, struct texts *ret_paths)
{
	struct rig *rig = arg;

	texts_add(ret_paths, temp_folder_path(&rig->folder, "a.pem"));
}

static bool
look(void *arg)
{
	struct rig *rig = arg;

	rig->looks++;
	if (rig->is_reset_by_look) {
		rig->is_reset_by_look = false;
		lookout_reset(rig->lookout);
	}
	if (rig->changing == 0)
		return false;
	rig->changing--;
	return true;
}

static void
on_gap(void *arg, const char *why)
{
	struct rig *rig = arg;

	assert_non_null(strstr(why, "max_user_watches"));
	rig->gaps++;
}

static void
write_file(struct rig *rig, const char *name)
{
	temp_folder_write(&rig->folder, name, "x");
}

static void
pass(struct rig *rig, int64_t ms)
{
	while (fake_loop_poll(rig->loop))
		;
	fake_loop_run_for(rig->loop, ms);
}

/* So many since it was asked last. */
static void
assert_looks(struct rig *rig, unsigned count)
{
	assert_int_equal(rig->looks, count);
	rig->looks = 0;
}

static int
set_up(void **state)
{
	struct rig *rig = MEM_NEW(struct rig);

	is_limited = false;
	temp_folder_make(&rig->folder);
	write_file(rig, "a.pem");
	rig->system = path_marks_inotify;
	rig->system.add = add;
	rig->system.is_telling = tells;
	rig->loop = loop_new();
	rig->lookout = lookout_new(&(struct lookout_parts){.loop = rig->loop,
	    .system = &rig->system,
	    .list = list,
	    .look = look,
	    .gap = on_gap,
	    .arg = rig});
	*state = rig;
	return 0;
}

static int
tear_down(void **state)
{
	struct rig *rig = *state;

	lookout_free(rig->lookout);
	loop_free(rig->loop);
	temp_folder_remove(&rig->folder);
	free(rig);
	return 0;
}

static void
begin(struct rig *rig)
{
	lookout_reset(rig->lookout);
	pass(rig, LOOKOUT_SETTLE_MS);
	assert_looks(rig, 1);
}

static void
until_it_is_reset_nothing_is_looked_at(void **state)
{
	struct rig *rig = *state;

	pass(rig, 5 * HOUR_MS);
	assert_looks(rig, 0);
	begin(rig);
}

/* The fake loop is never asleep: what is lazy runs as soon as it may. */
static void
while_nothing_changes_it_hardly_looks(void **state)
{
	struct rig *rig = *state;

	begin(rig);
	pass(rig, LOOKOUT_EVERY_MS - 1);
	assert_looks(rig, 0);
	pass(rig, 1);
	assert_looks(rig, 1);
	pass(rig, HOUR_MS);
	assert_looks(rig, HOUR_MS / LOOKOUT_EVERY_MS);
	assert_int_equal(rig->gaps, 0);
}

static void
a_change_is_looked_at_when_it_has_settled(void **state)
{
	struct rig *rig = *state;

	begin(rig);
	pass(rig, 60000);
	write_file(rig, "a.pem");
	pass(rig, LOOKOUT_SETTLE_MS - 1);
	assert_looks(rig, 0);
	write_file(rig, "a.pem");
	pass(rig, 1);
	assert_looks(rig, 1);
	pass(rig, 60000);
	assert_looks(rig, 0);
	write_file(rig, "a.pem");
	pass(rig, LOOKOUT_SETTLE_MS);
	assert_looks(rig, 1);
}

static void
what_happens_beside_it_is_not_looked_at(void **state)
{
	struct rig *rig = *state;

	begin(rig);
	pass(rig, 60000);
	write_file(rig, "b.pem");
	pass(rig, 60000);
	assert_looks(rig, 0);
	write_file(rig, "a.pem");
	pass(rig, LOOKOUT_SETTLE_MS);
	assert_looks(rig, 1);
}

static void
what_is_changing_is_looked_at_again_soon(void **state)
{
	struct rig *rig = *state;

	begin(rig);
	pass(rig, 60000);
	write_file(rig, "a.pem");
	rig->changing = 2;
	pass(rig, LOOKOUT_SETTLE_MS + 2 * LOOKOUT_AGAIN_MS);
	assert_looks(rig, 3);
	pass(rig, 60000);
	assert_looks(rig, 0);
}

/* Else a file would be read that was written between them. */
static void
no_two_looks_come_at_once(void **state)
{
	struct rig *rig = *state;

	begin(rig);
	pass(rig, 60000);
	write_file(rig, "a.pem");
	rig->changing = 2;
	pass(rig, LOOKOUT_SETTLE_MS);
	assert_looks(rig, 1);
	write_file(rig, "a.pem");
	pass(rig, LOOKOUT_AGAIN_MS);
	assert_looks(rig, 1);
	pass(rig, LOOKOUT_AGAIN_MS - 1);
	assert_looks(rig, 0);
	pass(rig, 1);
	assert_looks(rig, 1);
}

static void
without_the_kernel_it_looks_often_and_says_why_once(void **state)
{
	struct rig *rig = *state;

	is_limited = true;
	begin(rig);
	assert_int_equal(rig->gaps, 1);
	pass(rig, LOOKOUT_GAP_EVERY_MS);
	assert_looks(rig, 1);
	pass(rig, HOUR_MS);
	assert_looks(rig, HOUR_MS / LOOKOUT_GAP_EVERY_MS);
	assert_int_equal(rig->gaps, 1);
	lookout_reset(rig->lookout);
	pass(rig, HOUR_MS);
	assert_int_equal(rig->gaps, 1);
}

static void
a_gap_that_closes_ends_that(void **state)
{
	struct rig *rig = *state;

	is_limited = true;
	begin(rig);
	is_limited = false;
	pass(rig, LOOKOUT_EVERY_MS);
	rig->looks = 0;
	pass(rig, LOOKOUT_EVERY_MS);
	assert_looks(rig, 1);
	write_file(rig, "a.pem");
	pass(rig, LOOKOUT_SETTLE_MS);
	assert_looks(rig, 1);
}

static void
a_look_may_reset_it(void **state)
{
	struct rig *rig = *state;

	rig->is_reset_by_look = true;
	lookout_reset(rig->lookout);
	pass(rig, 2 * LOOKOUT_SETTLE_MS);
	assert_looks(rig, 2);
}

static void
what_was_stopped_looks_at_nothing(void **state)
{
	struct rig *rig = *state;

	begin(rig);
	write_file(rig, "a.pem");
	while (fake_loop_poll(rig->loop))
		;
	lookout_stop(rig->lookout);
	write_file(rig, "a.pem");
	pass(rig, 24 * HOUR_MS);
	assert_looks(rig, 0);
	begin(rig);
	pass(rig, 60000);
	write_file(rig, "a.pem");
	pass(rig, LOOKOUT_SETTLE_MS);
	assert_looks(rig, 1);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(until_it_is_reset_nothing_is_looked_at),
	    TEST(while_nothing_changes_it_hardly_looks),
	    TEST(a_change_is_looked_at_when_it_has_settled),
	    TEST(what_happens_beside_it_is_not_looked_at),
	    TEST(what_is_changing_is_looked_at_again_soon),
	    TEST(no_two_looks_come_at_once),
	    TEST(without_the_kernel_it_looks_often_and_says_why_once),
	    TEST(a_gap_that_closes_ends_that),
	    TEST(a_look_may_reset_it),
	    TEST(what_was_stopped_looks_at_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
