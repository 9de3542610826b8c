/* What a user without rights may not open. Who is not root cannot ask. */
#include "daemon/readable.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/temp_folder.h"

static void
put(const struct temp_folder *folder, struct texts *paths, const char *name,
    mode_t mode)
{
	temp_folder_write(folder, name, "x");
	assert_int_equal(chmod(temp_folder_path(folder, name), mode), 0);
	texts_add(paths, temp_folder_path(folder, name));
}

static void
what_only_root_may_open_is_named(void **state)
{
	struct temp_folder folder;
	struct texts paths = {.len = 0}, denied = {.len = 0};
	bool is_asked;

	(void)state;
	temp_folder_make(&folder);
	chmod(folder.path, 0755);
	put(&folder, &paths, "open.pem", 0644);
	put(&folder, &paths, "shut.pem", 0600);
	put(&folder, &paths, "private/open.pem", 0644);
	texts_add(&paths, temp_folder_path(&folder, "private/*.pem"));
	texts_add(&paths, temp_folder_path(&folder, "*.pem"));
	texts_add(&paths, temp_folder_path(&folder, "is-not-there.pem"));
	texts_add(&paths, paths.items[1]);
	chmod(temp_folder_path(&folder, "private"), 0700);

	is_asked = readable_find_denied(&paths, &denied);
	if (!is_asked || texts_has(&denied, paths.items[0])) {
		print_message("nobody else can be had in this folder\n");
	} else {
		assert_int_equal(denied.len, 3);
		for (size_t i = 0; i < denied.len; i++)
			assert_string_equal(
			    denied.items[i], paths.items[i + 1]);
	}
	texts_clear(&denied);
	texts_clear(&paths);
	temp_folder_remove(&folder);
}

static void
who_is_not_root_cannot_ask(void **state)
{
	struct texts paths = {.len = 0}, denied = {.len = 0};
	bool is_root = geteuid() == 0;

	(void)state;
	texts_add(&paths, "/etc/passwd");
	if (is_root && seteuid(65534) != 0)
		print_message("nobody else can be had here\n");
	else
		assert_false(readable_find_denied(&paths, &denied));
	if (is_root)
		assert_int_equal(seteuid(0), 0);
	assert_int_equal(denied.len, 0);
	texts_clear(&paths);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_only_root_may_open_is_named),
	    cmocka_unit_test(who_is_not_root_cannot_ask),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
