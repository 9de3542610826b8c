/*
 * What the kernel tells of files, and what it does not. It has told when the
 * call that changed the file returns: nothing waits here.
 */
#include "files/path_marks.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/temp_folder.h"

struct rig {
	struct temp_folder folder;
	struct path_marks *marks;
	struct path_marks_system system;
	struct texts paths;
};

/* What the system refuses in a test. */
static const char *denied; /* that folder may not be read */
static int refused;	   /* errno of whatever is asked; 0: none */
static int scripted[2];	   /* in the place of the kernel's descriptor */

static int
add(int fd, const char *path, uint32_t mask)
{
	size_t len = strlen(path), end = denied == NULL ? 0 : strlen(denied);

	if (denied != NULL && len >= end &&
	    strcmp(path + len - end, denied) == 0 && (mask & IN_ONLYDIR))
		errno = EACCES;
	else if (refused != 0)
		errno = refused;
	else
		return inotify_add_watch(fd, path, mask);
	return -1;
}

static bool
tells(const char *folder)
{
	return strstr(folder, "remote") == NULL;
}

static int
open_none(void)
{
	errno = EMFILE;
	return -1;
}

static int
open_scripted(void)
{
	assert_int_equal(pipe2(scripted, O_CLOEXEC | O_NONBLOCK), 0);
	return scripted[0];
}

static int
add_scripted(int fd, const char *path, uint32_t mask)
{
	assert_true(fd >= 0 && *path == '/' && mask != 0);
	return 7;
}

static void
remove_none(int fd, int wd)
{
	assert_true(fd >= 0 && wd >= 0);
}

static void
say(int wd, uint32_t mask)
{
	const struct inotify_event event = {.wd = wd, .mask = mask};

	assert_int_equal(
	    write(scripted[1], &event, sizeof event), sizeof event);
}

static void
again(struct rig *rig)
{
	path_marks_set(rig->marks, &rig->paths);
}

static void
mark(struct rig *rig, const char *path)
{
	texts_add(&rig->paths, temp_folder_path(&rig->folder, path));
	again(rig);
}

static void
write_file(const struct rig *rig, const char *name)
{
	temp_folder_write(&rig->folder, name, name);
}

static void
move(const struct rig *rig, const char *from, const char *to)
{
	CLEANUP(free)
	char *path = mem_strdup(temp_folder_path(&rig->folder, from));

	assert_int_equal(rename(path, temp_folder_path(&rig->folder, to)), 0);
}

static void
link_to(const struct rig *rig, const char *target, const char *name)
{
	assert_int_equal(
	    symlink(target, temp_folder_path(&rig->folder, name)), 0);
}

static void
make_folder(const struct rig *rig, const char *name)
{
	assert_int_equal(mkdir(temp_folder_path(&rig->folder, name), 0700), 0);
}

/* Told once, and of what comes after it again. */
static void
assert_told(struct rig *rig)
{
	assert_true(path_marks_take(rig->marks));
	again(rig);
	assert_false(path_marks_take(rig->marks));
}

static void
assert_quiet(struct rig *rig)
{
	assert_false(path_marks_take(rig->marks));
}

static int
set_up(void **state)
{
	struct rig *rig = MEM_NEW(struct rig);

	denied = NULL;
	refused = 0;
	temp_folder_make(&rig->folder);
	rig->system = path_marks_inotify;
	rig->system.add = add;
	rig->system.is_telling = tells;
	rig->marks = path_marks_new(&rig->system);
	*state = rig;
	return 0;
}

static int
tear_down(void **state)
{
	struct rig *rig = *state;

	path_marks_free(rig->marks);
	texts_clear(&rig->paths);
	temp_folder_remove(&rig->folder);
	free(rig);
	return 0;
}

static void
a_file_that_is_written_is_told(void **state)
{
	struct rig *rig = *state;

	write_file(rig, "a.pem");
	mark(rig, "a.pem");
	assert_null(path_marks_gap(rig->marks));
	assert_quiet(rig);
	write_file(rig, "a.pem");
	assert_told(rig);
	write_file(rig, "a.pem");
	assert_told(rig);
}

static void
its_neighbours_are_not(void **state)
{
	struct rig *rig = *state;

	write_file(rig, "sub/a.pem");
	mark(rig, "sub/a.pem");
	write_file(rig, "sub/b.pem");
	write_file(rig, "c.pem");
	assert_quiet(rig);
	unlink(temp_folder_path(&rig->folder, "sub/a.pem"));
	assert_told(rig);
}

/* What comes and goes in /tmp, say, is not even told of. */
static void
a_folder_on_the_way_does_not_wake_anybody(void **state)
{
	struct rig *rig = *state;
	uint8_t byte;

	write_file(rig, "sub/a.pem");
	mark(rig, "sub/a.pem");
	write_file(rig, "noise");
	unlink(temp_folder_path(&rig->folder, "noise"));
	write_file(rig, "sub/noise");
	assert_int_equal(
	    read(path_marks_fd(rig->marks), &byte, sizeof byte), -1);
	assert_int_equal(errno, EAGAIN);
}

/* Whoever writes may not close it for long. */
static void
a_writer_that_does_not_close_is_told(void **state)
{
	struct rig *rig = *state;
	FILE *file;

	write_file(rig, "a.pem");
	mark(rig, "a.pem");
	file = fopen(temp_folder_path(&rig->folder, "a.pem"), "a");
	assert_non_null(file);
	assert_true(fputs("more", file) >= 0);
	assert_int_equal(fflush(file), 0);
	assert_told(rig);
	assert_int_equal(fclose(file), 0);
}

static void
a_file_renamed_onto_it_is_told(void **state)
{
	struct rig *rig = *state;

	write_file(rig, "a.pem");
	write_file(rig, "new");
	mark(rig, "a.pem");
	move(rig, "new", "a.pem");
	assert_told(rig);
	write_file(rig, "a.pem");
	assert_told(rig);
}

/* live/NAME/cert.pem -> ../../archive/NAME/certN.pem, as certbot has it. */
static void
a_link_that_is_put_anew_is_told(void **state)
{
	struct rig *rig = *state;

	write_file(rig, "archive/c1.pem");
	make_folder(rig, "live");
	link_to(rig, "../archive/c1.pem", "live/c.pem");
	mark(rig, "live/*.pem");
	write_file(rig, "archive/c2.pem");
	assert_quiet(rig);
	link_to(rig, "../archive/c2.pem", "live/tmp");
	move(rig, "live/tmp", "live/c.pem");
	assert_told(rig);
	write_file(rig, "archive/c1.pem");
	assert_quiet(rig);
	write_file(rig, "archive/c2.pem");
	assert_told(rig);
}

/* ..data is renamed onto, and nothing else: as Kubernetes has it. */
static void
a_link_on_the_way_that_is_flipped_is_told(void **state)
{
	struct rig *rig = *state;

	write_file(rig, "v1/tls.crt");
	write_file(rig, "v2/tls.crt");
	link_to(rig, "v1", "..data");
	link_to(rig, "..data/tls.crt", "tls.crt");
	mark(rig, "tls.crt");
	link_to(rig, "v2", "..data_tmp");
	assert_quiet(rig);
	move(rig, "..data_tmp", "..data");
	assert_told(rig);
	write_file(rig, "v2/tls.crt");
	assert_told(rig);
}

static void
a_folder_that_is_swapped_is_told(void **state)
{
	struct rig *rig = *state;

	write_file(rig, "pki/deep/a.pem");
	write_file(rig, "new/deep/a.pem");
	mark(rig, "pki/deep/a.pem");
	move(rig, "pki", "old");
	move(rig, "new", "pki");
	assert_told(rig);
	write_file(rig, "old/deep/a.pem");
	assert_quiet(rig);
	write_file(rig, "pki/deep/a.pem");
	assert_told(rig);
}

static void
a_file_that_comes_later_is_told(void **state)
{
	struct rig *rig = *state;

	mark(rig, "one/two/a.pem");
	make_folder(rig, "one");
	assert_told(rig);
	make_folder(rig, "one/two");
	assert_told(rig);
	write_file(rig, "one/two/a.pem");
	assert_told(rig);
}

static void
a_folder_made_anew_is_told(void **state)
{
	struct rig *rig = *state;

	write_file(rig, "sub/a.pem");
	mark(rig, "sub/a.pem");
	unlink(temp_folder_path(&rig->folder, "sub/a.pem"));
	assert_int_equal(rmdir(temp_folder_path(&rig->folder, "sub")), 0);
	assert_told(rig);
	write_file(rig, "sub/a.pem");
	assert_told(rig);
}

/* Some shell stands in it: the kernel says nothing of the folder itself until
 * that has left. */
static void
a_folder_in_use_that_is_made_anew_is_told(void **state)
{
	struct rig *rig = *state;
	int fd;

	make_folder(rig, "sub");
	mark(rig, "sub/a.pem");
	fd = open(temp_folder_path(&rig->folder, "sub"), O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(rmdir(temp_folder_path(&rig->folder, "sub")), 0);
	assert_told(rig);
	write_file(rig, "sub/a.pem");
	assert_told(rig);
	assert_int_equal(close(fd), 0);
}

/* The same of a folder in which any file counts. */
static void
an_empty_folder_in_use_that_is_made_anew_is_told(void **state)
{
	struct rig *rig = *state;
	int fd;

	make_folder(rig, "ca");
	mark(rig, "ca");
	fd = open(temp_folder_path(&rig->folder, "ca"), O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(rmdir(temp_folder_path(&rig->folder, "ca")), 0);
	assert_told(rig);
	write_file(rig, "ca/a.pem");
	assert_told(rig);
	assert_int_equal(close(fd), 0);
}

static void
a_folder_of_many_files_tells_of_each(void **state)
{
	struct rig *rig = *state;

	for (int i = 0; i < 300; i++) {
		char name[32];

		snprintf(name, sizeof name, "ca/%08x.0", i);
		write_file(rig, name);
	}
	mark(rig, "ca");
	write_file(rig, "ca/0000012b.0");
	assert_told(rig);
	write_file(rig, "ca/fresh");
	assert_told(rig);
	unlink(temp_folder_path(&rig->folder, "ca/fresh"));
	assert_told(rig);
}

static void
many_files_of_one_folder_are_told(void **state)
{
	struct rig *rig = *state;

	for (int i = 0; i < PATH_MARKS_MAX_NAMES + 2; i++) {
		char name[32];

		snprintf(name, sizeof name, "%d.pem", i);
		write_file(rig, name);
		texts_add(&rig->paths, temp_folder_path(&rig->folder, name));
	}
	again(rig);
	write_file(rig, "0.pem");
	assert_told(rig);
	write_file(rig, "65.pem");
	assert_told(rig);
}

static void
what_is_no_longer_asked_for_is_not_told(void **state)
{
	struct rig *rig = *state;

	write_file(rig, "one/a.pem");
	write_file(rig, "two/a.pem");
	mark(rig, "one/a.pem");
	texts_clear(&rig->paths);
	mark(rig, "two/a.pem");
	assert_quiet(rig);
	write_file(rig, "one/a.pem");
	assert_quiet(rig);
	write_file(rig, "two/a.pem");
	assert_told(rig);
}

/* Two names of one file, which the kernel watches once. */
static void
of_two_names_each_is_told_and_one_that_stays(void **state)
{
	struct rig *rig = *state;
	CLEANUP(free) char *other = NULL;

	write_file(rig, "a.pem");
	write_file(rig, "z.pem");
	other = mem_strdup(temp_folder_path(&rig->folder, "b.pem"));
	assert_int_equal(
	    link(temp_folder_path(&rig->folder, "a.pem"), other), 0);
	mark(rig, "a.pem");
	mark(rig, "b.pem");
	mark(rig, "z.pem");
	write_file(rig, "b.pem");
	assert_told(rig);
	write_file(rig, "z.pem");
	assert_told(rig);
	texts_clear(&rig->paths);
	mark(rig, "b.pem");
	write_file(rig, "z.pem");
	assert_quiet(rig);
	write_file(rig, "a.pem");
	assert_told(rig);
}

/* A key in a folder that one may go through and not list. */
static void
a_file_in_a_folder_that_may_not_be_read_is_told(void **state)
{
	struct rig *rig = *state;

	denied = "/private";
	write_file(rig, "private/key.pem");
	write_file(rig, "new");
	mark(rig, "private/key.pem");
	assert_null(path_marks_gap(rig->marks));
	write_file(rig, "private/key.pem");
	assert_told(rig);
	move(rig, "new", "private/key.pem");
	assert_told(rig);
	unlink(temp_folder_path(&rig->folder, "private/key.pem"));
	assert_true(path_marks_take(rig->marks));
	again(rig);
	/* Nobody would tell that it comes. */
	assert_string_equal(strrchr(path_marks_gap(rig->marks), '/'),
	    "/private may not be read");
}

static void
a_way_without_end_is_a_gap(void **state)
{
	struct rig *rig = *state;
	char path[1001];

	for (size_t i = 0; i + 1 < sizeof path; i += 2)
		memcpy(path + i, "./", 3);
	mark(rig, path);
	assert_non_null(
	    strstr(path_marks_gap(rig->marks), "has too long a way to it"));
}

static void
the_limit_of_watches_is_a_gap(void **state)
{
	struct rig *rig = *state;

	refused = ENOSPC;
	write_file(rig, "a.pem");
	mark(rig, "a.pem");
	assert_non_null(strstr(path_marks_gap(rig->marks), "max_user_watches"));
	refused = 0;
	again(rig);
	assert_null(path_marks_gap(rig->marks));
	write_file(rig, "a.pem");
	assert_told(rig);
}

static void
the_limit_of_instances_is_a_gap(void **state)
{
	struct rig *rig = *state;

	rig->system.open = open_none;
	mark(rig, "a.pem");
	assert_int_equal(path_marks_fd(rig->marks), -1);
	assert_quiet(rig);
	assert_non_null(
	    strstr(path_marks_gap(rig->marks), "max_user_instances"));
	rig->system.open = path_marks_inotify.open;
	again(rig);
	assert_true(path_marks_fd(rig->marks) >= 0);
	assert_null(path_marks_gap(rig->marks));
}

static void
a_file_system_that_does_not_tell_is_a_gap(void **state)
{
	struct rig *rig = *state;

	write_file(rig, "remote/a.pem");
	mark(rig, "remote/a.pem");
	assert_non_null(strstr(path_marks_gap(rig->marks),
	    "/remote is on a file system that may not tell"));
}

/* One that a program makes: it never tells of what changes in it. */
static void
proc_does_not_tell_and_a_folder_that_is_gone_leaves_no_gap(void **state)
{
	(void)state;
	assert_false(path_marks_inotify.is_telling("/proc"));
	assert_true(path_marks_inotify.is_telling("/is/not/there"));
}

static void
what_the_kernel_could_not_tell_counts_as_told(void **state)
{
	static const uint32_t masks[] = {
	    IN_UNMOUNT, IN_IGNORED, IN_DELETE_SELF, IN_MOVE_SELF};
	struct rig *rig = *state;

	rig->system.open = open_scripted;
	rig->system.add = add_scripted;
	rig->system.remove = remove_none;
	mark(rig, "a.pem");
	assert_quiet(rig);
	say(-1, IN_Q_OVERFLOW);
	assert_told(rig);
	for (size_t i = 0; i < sizeof masks / sizeof *masks; i++) {
		say(8, masks[i]); /* of a watch that was let go */
		assert_quiet(rig);
		say(7, masks[i]);
		assert_told(rig);
	}
	close(scripted[1]);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(a_file_that_is_written_is_told),
	    TEST(its_neighbours_are_not),
	    TEST(a_folder_on_the_way_does_not_wake_anybody),
	    TEST(a_writer_that_does_not_close_is_told),
	    TEST(a_file_renamed_onto_it_is_told),
	    TEST(a_link_that_is_put_anew_is_told),
	    TEST(a_link_on_the_way_that_is_flipped_is_told),
	    TEST(a_folder_that_is_swapped_is_told),
	    TEST(a_file_that_comes_later_is_told),
	    TEST(a_folder_made_anew_is_told),
	    TEST(a_folder_in_use_that_is_made_anew_is_told),
	    TEST(an_empty_folder_in_use_that_is_made_anew_is_told),
	    TEST(a_folder_of_many_files_tells_of_each),
	    TEST(many_files_of_one_folder_are_told),
	    TEST(what_is_no_longer_asked_for_is_not_told),
	    TEST(of_two_names_each_is_told_and_one_that_stays),
	    TEST(a_file_in_a_folder_that_may_not_be_read_is_told),
	    TEST(a_way_without_end_is_a_gap),
	    TEST(the_limit_of_watches_is_a_gap),
	    TEST(the_limit_of_instances_is_a_gap),
	    TEST(a_file_system_that_does_not_tell_is_a_gap),
	    TEST(proc_does_not_tell_and_a_folder_that_is_gone_leaves_no_gap),
	    TEST(what_the_kernel_could_not_tell_counts_as_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
