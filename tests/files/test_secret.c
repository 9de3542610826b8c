/* Keys out of files, read again when they changed. */
#include "files/secret.h"

#include <stdlib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/temp_folder.h"

struct scene {
	struct temp_folder folder;
	struct texts files, credentials;
	struct secrets *secrets;
	struct error err;
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	temp_folder_make(&scene->folder);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	secrets_free(scene->secrets);
	texts_clear(&scene->files);
	texts_clear(&scene->credentials);
	temp_folder_remove(&scene->folder);
	unsetenv("CREDENTIALS_DIRECTORY");
	free(scene);
	return 0;
}

static bool
read_text(struct scene *scene, const char *text)
{
	temp_folder_write(&scene->folder, "secret", text);
	if (scene->secrets == NULL) {
		texts_add(
		    &scene->files, temp_folder_path(&scene->folder, "secret"));
		scene->secrets =
		    secrets_new(&scene->files, &scene->credentials);
	}
	return secrets_refresh(scene->secrets, &scene->err);
}

static void
expect_key(const struct scene *scene, size_t i, const char *text)
{
	const struct secret_key *key = secrets_at(scene->secrets, i);

	assert_int_equal(key->len, strlen(text));
	assert_memory_equal(key->bytes, text, key->len);
}

static void
lines_are_keys_plain_or_base64(void **state)
{
	struct scene *scene = *state;

	assert_true(read_text(scene, "plain\r\n\nwhsec_c2VjcmV0\nwhsec_YQ=="));
	assert_int_equal(secrets_count(scene->secrets), 3);
	expect_key(scene, 0, "plain");
	expect_key(scene, 1, "secret");
	expect_key(scene, 2, "a");
}

static void
bad_files_are_refused_without_a_byte_of_them(void **state)
{
	static const char *const texts[] = {"", "\n\n", "whsec_!!!!",
	    "whsec_YR==", "whsec_A", "a\nb\nc\nd\ne\nf\ng\nh\ni\n"};
	struct scene *scene = *state;

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		assert_false(read_text(scene, texts[i]));
		assert_int_equal(secrets_count(scene->secrets), 0);
		assert_null(strstr(scene->err.message, "!!!!"));
		assert_null(strstr(scene->err.message, "YR=="));
	}
}

static void
limits_hold(void **state)
{
	struct scene *scene = *state;
	char text[SECRET_FILE_MAX + 2] = "";

	memset(text, 'a', SECRET_MAX_BYTES);
	assert_true(read_text(scene, text));
	memset(text, 'a', SECRET_MAX_BYTES + 1);
	assert_false(read_text(scene, text));
	memset(text, '\n', SECRET_FILE_MAX + 1);
	text[0] = 'a';
	assert_false(read_text(scene, text));
	text[SECRET_FILE_MAX] = '\0';
	assert_true(read_text(scene, text));
}

static void
a_file_that_changed_is_read_again(void **state)
{
	struct scene *scene = *state;

	assert_true(read_text(scene, "old"));
	assert_true(read_text(scene, "newer\nold"));
	assert_int_equal(secrets_count(scene->secrets), 2);
	expect_key(scene, 0, "newer");
}

static void
a_file_that_went_takes_its_keys_along(void **state)
{
	struct scene *scene = *state;
	struct temp_folder folder = scene->folder;

	assert_true(read_text(scene, "old"));
	temp_folder_remove(&folder);
	assert_false(secrets_refresh(scene->secrets, &scene->err));
	assert_int_equal(secrets_count(scene->secrets), 0);
	temp_folder_make(&scene->folder);
}

static void
a_credential_lies_in_the_managers_folder(void **state)
{
	struct scene *scene = *state;

	texts_add(&scene->credentials, "hook");
	scene->secrets = secrets_new(&scene->files, &scene->credentials);
	unsetenv("CREDENTIALS_DIRECTORY");
	assert_false(secrets_refresh(scene->secrets, &scene->err));
	assert_non_null(strstr(scene->err.message, "LoadCredential=hook"));
	temp_folder_write(&scene->folder, "hook", "key");
	setenv("CREDENTIALS_DIRECTORY", scene->folder.path, 1);
	assert_true(secrets_refresh(scene->secrets, &scene->err));
	expect_key(scene, 0, "key");
}

static void
none_at_all_is_fine(void **state)
{
	struct scene *scene = *state;

	scene->secrets = secrets_new(&scene->files, &scene->credentials);
	assert_true(secrets_refresh(scene->secrets, &scene->err));
	assert_int_equal(secrets_count(scene->secrets), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(lines_are_keys_plain_or_base64),
	    TEST(bad_files_are_refused_without_a_byte_of_them),
	    TEST(limits_hold),
	    TEST(a_file_that_changed_is_read_again),
	    TEST(a_file_that_went_takes_its_keys_along),
	    TEST(a_credential_lies_in_the_managers_folder),
	    TEST(none_at_all_is_fine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
