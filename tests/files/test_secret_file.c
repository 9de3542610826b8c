/* Files with secrets: where they lie, and whether they changed. */
#include "files/secret_file.h"

#include <stdlib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/temp_folder.h"

static void
a_change_is_seen_once(void **state)
{
	struct temp_folder folder;
	struct secret_file file;

	temp_folder_make(&folder);
	secret_file_init(&file, temp_folder_path(&folder, "s"), NULL);
	assert_false(secret_file_has_changed(&file)); /* it was never there */
	temp_folder_write(&folder, "s", "a");
	assert_true(secret_file_has_changed(&file));
	assert_false(secret_file_has_changed(&file));
	temp_folder_write(&folder, "s", "bc");
	assert_true(secret_file_has_changed(&file));
	assert_int_equal(unlink(temp_folder_path(&folder, "s")), 0);
	assert_true(secret_file_has_changed(&file));
	assert_false(secret_file_has_changed(&file));
	secret_file_clear(&file);
	temp_folder_remove(&folder);
}

/* As `mv new old` does, and a flipped link: the size may be the same. */
static void
another_file_in_its_place_is_a_change(void **state)
{
	struct temp_folder folder;
	struct secret_file file;
	char *to;

	temp_folder_make(&folder);
	temp_folder_write(&folder, "s", "a");
	temp_folder_write(&folder, "new", "b");
	to = mem_strdup(temp_folder_path(&folder, "s"));
	secret_file_init(&file, to, NULL);
	assert_true(secret_file_has_changed(&file));
	assert_int_equal(rename(temp_folder_path(&folder, "new"), to), 0);
	assert_true(secret_file_has_changed(&file));
	secret_file_clear(&file);
	free(to);
	temp_folder_remove(&folder);
}

static void
a_credential_lies_in_the_folder_of_the_manager(void **state)
{
	struct error err = ERROR_INIT;
	struct secret_file file;
	char *path;

	secret_file_init(&file, NULL, "hook");
	unsetenv("CREDENTIALS_DIRECTORY");
	assert_null(secret_file_path(&file, &err));
	assert_non_null(strstr(err.message, "LoadCredential=hook"));
	assert_false(secret_file_has_changed(&file));
	setenv("CREDENTIALS_DIRECTORY", "/run/c", 1);
	path = secret_file_path(&file, &err);
	assert_string_equal(path, "/run/c/hook");
	free(path);
	secret_file_clear(&file);
	unsetenv("CREDENTIALS_DIRECTORY");
}

static void
no_more_than_the_limit_is_read(void **state)
{
	char text[SECRET_FILE_MAX + 2] = "";
	struct error err = ERROR_INIT;
	struct temp_folder folder;
	char *read = NULL;
	size_t len = 0;

	temp_folder_make(&folder);
	memset(text, 'a', SECRET_FILE_MAX);
	temp_folder_write(&folder, "s", text);
	assert_true(secret_file_read(
	    temp_folder_path(&folder, "s"), &read, &len, &err));
	assert_int_equal(len, SECRET_FILE_MAX);
	assert_string_equal(read, text);
	secret_file_wipe(read, len);
	text[SECRET_FILE_MAX] = 'a';
	temp_folder_write(&folder, "s", text);
	assert_false(secret_file_read(
	    temp_folder_path(&folder, "s"), &read, &len, &err));
	assert_non_null(strstr(err.message, "larger than 4096 bytes"));
	temp_folder_remove(&folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_change_is_seen_once),
	    cmocka_unit_test(another_file_in_its_place_is_a_change),
	    cmocka_unit_test(a_credential_lies_in_the_folder_of_the_manager),
	    cmocka_unit_test(no_more_than_the_limit_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
