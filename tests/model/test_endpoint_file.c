/* Files as endpoints. */
#include "model/endpoint_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"
#include "model/endpoint.h"

static struct endpoint_file *
make(const char *path, const char *key)
{
	struct endpoint_file *file = endpoint_file_new();

	file->path = path == NULL ? NULL : mem_strdup(path);
	file->key_path = key == NULL ? NULL : mem_strdup(key);
	return file;
}

static void
assert_key(const char *path, const char *key, const char *expected)
{
	struct endpoint_file *file = make(path, key);
	char *found = endpoint_file_key(file);

	if (expected == NULL)
		assert_null(found);
	else
		assert_string_equal(found, expected);
	free(found);
	endpoint_file_unref(file);
}

static void
a_key_without_a_slash_lies_beside_the_file(void **state)
{
	assert_key("/etc/x/cert.pem", "key.pem", "/etc/x/key.pem");
	assert_key("/etc/x/cert.pem", "/etc/keys/key.pem", "/etc/keys/key.pem");
	assert_key("/cert.pem", "key.pem", "/key.pem");
	assert_key("/etc/x/cert.pem", NULL, NULL);
}

static void
files_are_equal_in_all_that_matters(void **state)
{
	struct endpoint_file *a = make("/a", "k");
	struct endpoint_file *b = endpoint_file_at(a, "/a");

	assert_true(endpoint_file_equal(a, b));
	assert_true(endpoint_file_equal(NULL, NULL));
	assert_false(endpoint_file_equal(a, NULL));
	texts_add(&b->served_by, "www.example.com:443");
	assert_false(endpoint_file_equal(a, b));
	endpoint_file_unref(a);
	endpoint_file_unref(b);
}

static void
the_id_of_an_endpoint_that_is_a_file_is_its_path(void **state)
{
	struct endpoint *endpoint = endpoint_new();

	endpoint->file = make("/etc/x/cert.pem", NULL);
	endpoint_finish(endpoint);
	assert_string_equal(endpoint->id, "/etc/x/cert.pem");
	assert_string_equal(endpoint_sni(endpoint), "");
	endpoint_unref(endpoint);
}

static void
one_that_is_like_another_shares_its_file(void **state)
{
	struct endpoint *endpoint = endpoint_new(), *like;

	endpoint->file = make("/a", NULL);
	texts_add(&endpoint->settings->serves, "/b");
	like = endpoint_like(endpoint);
	endpoint_finish(endpoint);
	endpoint_finish(like);
	assert_true(endpoint_equal(endpoint, like));
	endpoint_unref(endpoint);
	assert_string_equal(like->settings->serves.items[0], "/b");
	endpoint_unref(like);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_key_without_a_slash_lies_beside_the_file),
	    cmocka_unit_test(files_are_equal_in_all_that_matters),
	    cmocka_unit_test(the_id_of_an_endpoint_that_is_a_file_is_its_path),
	    cmocka_unit_test(one_that_is_like_another_shares_its_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
