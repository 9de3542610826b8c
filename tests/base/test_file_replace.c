/* A file is replaced as a whole, or not at all. */
#include "base/file_replace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"

static char folder[] = "/tmp/test-replace-XXXXXX";

static int
enter(void **state)
{
	return mkdtemp(folder) == NULL ? -1 : chdir(folder);
}

static int
leave(void **state)
{
	return chdir("/") == 0 ? rmdir(folder) : -1;
}

static void
put(const char *path, const char *text)
{
	struct error err = ERROR_INIT;

	if (!file_replace(path, text, strlen(text), &err))
		fail_msg("%s", err.message);
}

static void
assert_holds(const char *path, const char *text)
{
	CLEANUP(free) uint8_t *bytes = NULL;
	size_t len = 0;

	assert_true(file_read(path, 1000, &bytes, &len, NULL));
	assert_string_equal((const char *)bytes, text);
}

static void
a_new_file_obeys_the_umask(void **state)
{
	mode_t before = umask(027);
	struct stat st;

	put("new", "one\n");
	umask(before);
	assert_holds("new", "one\n");
	assert_int_equal(stat("new", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	unlink("new");
}

static void
the_mode_of_the_old_file_stays(void **state)
{
	struct stat old, st;

	put("old", "one, which was longer\n");
	assert_int_equal(chmod("old", 0604), 0);
	assert_int_equal(stat("old", &old), 0);
	put("old", "two\n");
	assert_holds("old", "two\n");
	assert_int_equal(stat("old", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0604);
	assert_true(st.st_ino != old.st_ino); /* not written over */
	unlink("old");
}

static void
a_link_stays_a_link(void **state)
{
	struct stat st;

	put("target", "one\n");
	assert_int_equal(symlink("target", "link"), 0);
	put("link", "two\n");
	assert_holds("target", "two\n");
	assert_int_equal(lstat("link", &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	unlink("link");
	unlink("target");
}

static void
what_is_no_file_is_refused_and_nothing_is_left(void **state)
{
	struct error err = ERROR_INIT;

	assert_int_equal(mkdir("folder", 0700), 0);
	assert_false(file_replace("folder", "x", 1, &err));
	assert_non_null(strstr(err.message, "not a regular file"));
	assert_false(file_replace("none/file", "x", 1, &err));
	assert_int_equal(err.kind, ERROR_SYSTEM);
	/* leave() removes the folder only when nothing else is in it */
	assert_int_equal(rmdir("folder"), 0);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_new_file_obeys_the_umask),
	    cmocka_unit_test(the_mode_of_the_old_file_stays),
	    cmocka_unit_test(a_link_stays_a_link),
	    cmocka_unit_test(what_is_no_file_is_refused_and_nothing_is_left),
	};

	return cmocka_run_group_tests(tests, enter, leave);
}
