/* The state directory: made, locked, and what is corrupt moved aside. */
#include "store/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/temp_folder.h"

static void
a_missing_directory_is_made_private(void **state)
{
	struct temp_folder folder;
	struct error err = ERROR_INIT;
	struct stat status;
	int fd = -1;

	temp_folder_make(&folder);
	assert_true(folder_take(temp_folder_path(&folder, "state"), &fd, &err));
	assert_int_equal(stat(temp_folder_path(&folder, "state"), &status), 0);
	assert_int_equal(status.st_mode & 0777, 0700);
	close(fd);
	temp_folder_remove(&folder);
}

static void
a_directory_that_cannot_be_made_is_named(void **state)
{
	struct temp_folder folder;
	struct error err = ERROR_INIT;
	int fd = -1;

	temp_folder_make(&folder);
	temp_folder_write(&folder, "file", "no folder");
	assert_false(
	    folder_take(temp_folder_path(&folder, "file/state"), &fd, &err));
	assert_non_null(strstr(err.message, "file/state"));
	assert_false(folder_take(temp_folder_path(&folder, "file"), &fd, &err));
	assert_non_null(strstr(err.message, "Not a directory"));
	temp_folder_remove(&folder);
}

static void
a_second_daemon_is_refused_until_the_first_ends(void **state)
{
	struct temp_folder folder;
	struct error err = ERROR_INIT;
	int first = -1, second = -1;

	temp_folder_make(&folder);
	assert_true(folder_take(folder.path, &first, &err));
	assert_false(folder_take(folder.path, &second, &err));
	assert_non_null(strstr(err.message, "another chainwatchd"));
	close(first);
	assert_true(folder_take(folder.path, &second, &err));
	close(second);
	temp_folder_remove(&folder);
}

static void
the_database_is_its_owners_alone(void **state)
{
	struct temp_folder folder;
	struct error err = ERROR_INIT;
	struct stat status;
	const char *path;

	temp_folder_make(&folder);
	path = temp_folder_path(&folder, "state.db");
	assert_true(folder_touch(path, &err));
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	path = temp_folder_path(&folder, "missing/state.db");
	assert_false(folder_touch(path, &err));
	assert_non_null(strstr(err.message, "missing/state.db"));
	temp_folder_remove(&folder);
}

static void
set_aside_moves_all_that_belongs_to_it(void **state)
{
	struct temp_folder folder;
	struct error err = ERROR_INIT;
	char *path, *first, *second;

	temp_folder_make(&folder);
	temp_folder_write(&folder, "state.db", "one");
	temp_folder_write(&folder, "state.db-wal", "two");
	path = mem_strdup(temp_folder_path(&folder, "state.db"));
	assert_false(folder_is_suspect(path));
	folder_suspect(path);
	assert_true(folder_is_suspect(path));
	first = folder_set_aside(path, 1795254900, &err);
	assert_string_equal(first,
	    temp_folder_path(&folder, "state.db.corrupt-20261121T095500Z"));
	assert_int_equal(access(first, F_OK), 0);
	assert_int_equal(access(temp_folder_path(&folder,
				    "state.db.corrupt-20261121T095500Z-wal"),
			     F_OK),
	    0);
	assert_int_not_equal(access(path, F_OK), 0);
	assert_false(folder_is_suspect(path));

	/* Another one in the same second does not take its place. */
	temp_folder_write(&folder, "state.db", "three");
	second = folder_set_aside(path, 1795254900, &err);
	assert_string_not_equal(first, second);
	assert_int_equal(access(first, F_OK), 0);
	assert_null(folder_set_aside(path, 1795254900, &err));
	free(first);
	free(second);
	free(path);
	temp_folder_remove(&folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_missing_directory_is_made_private),
	    cmocka_unit_test(a_directory_that_cannot_be_made_is_named),
	    cmocka_unit_test(a_second_daemon_is_refused_until_the_first_ends),
	    cmocka_unit_test(the_database_is_its_owners_alone),
	    cmocka_unit_test(set_aside_moves_all_that_belongs_to_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
