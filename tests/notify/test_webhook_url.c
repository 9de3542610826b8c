/* Where a webhook's messages go: out of the configuration, a file or a
 * credential. */
#include "notify/webhook_url.h"

#include <stdlib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "files/secret_file.h"
#include "net/http_url.h"
#include "support/temp_folder.h"

#define SECRET "T0CAFE/B0BEEF/x7Zq9secretpart"
#define URL "https://hooks.example.com/services/" SECRET

struct scene {
	struct temp_folder folder;
	struct webhook_options options;
	struct webhook_url *url;
	struct error err;
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	temp_folder_make(&scene->folder);
	scene->options.url_file =
	    mem_strdup(temp_folder_path(&scene->folder, "hook"));
	scene->url = webhook_url_new(&scene->options);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	webhook_url_free(scene->url);
	webhook_options_clear(&scene->options);
	temp_folder_remove(&scene->folder);
	unsetenv("CREDENTIALS_DIRECTORY");
	free(scene);
	return 0;
}

static const char *
get(struct scene *scene, const char *text)
{
	temp_folder_write(&scene->folder, "hook", text);
	return webhook_url_get(scene->url, &scene->err);
}

static void
reopen(struct scene *scene)
{
	webhook_url_free(scene->url);
	scene->url = webhook_url_new(&scene->options);
}

static void
that_of_the_configuration_is_itself(void **state)
{
	struct scene *scene = *state;

	scene->options.url = mem_strdup("http://127.0.0.1/in/secretpart");
	reopen(scene);
	assert_string_equal(webhook_url_get(scene->url, &scene->err),
	    "http://127.0.0.1/in/secretpart");
	assert_false(webhook_url_is_in(scene->url, "secretpart", 10));
}

static void
one_line_is_a_url(void **state)
{
	static const char *const texts[] = {URL, URL "\n", URL "\r\n"};
	struct scene *scene = *state;

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		const char *url = get(scene, texts[i]);

		if (url == NULL)
			fail_msg("%s", scene->err.message);
		assert_string_equal(url, URL);
	}
}

static void
what_url_would_not_take_is_refused_without_a_byte_of_it(void **state)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
	    {"", "holds no URL"},
	    {"\n", "holds no URL"},
	    {URL "\n\n", "more than one line"},
	    {URL "\r" URL, "more than one line"},
	    {URL "\nhttps://secretpart.example.com/\n", "more than one line"},
	    {" " URL, "blank or control character"},
	    {URL " # secretpart", "blank or control character"},
	    {"hooks.example.com/secretpart", "does not begin with https://"},
	    {"ftp://hooks.example.com/secretpart", "does not begin with"},
	    {"https://me:secretpart@hooks.example.com/", "user name"},
	    {URL "#secretpart", "fragment"},
	    {"https://?secretpart", ""},
	    {"https://hooks.example.com:99999/secretpart", ""},
	};
	struct scene *scene = *state;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		scene->err = (struct error)ERROR_INIT;
		if (get(scene, cases[i].text) != NULL ||
		    strstr(scene->err.message, cases[i].why) == NULL ||
		    strstr(scene->err.message, scene->options.url_file) ==
			NULL ||
		    strstr(scene->err.message, "secretpart") != NULL)
			fail_msg("'%s': %s", cases[i].text, scene->err.message);
	}
}

static void
a_nul_byte_is_named_as_such(void **state)
{
	static const char bytes[] = URL "\0secretpart";
	struct scene *scene = *state;
	FILE *file = fopen(scene->options.url_file, "w");

	assert_non_null(file);
	assert_int_equal(
	    fwrite(bytes, 1, sizeof bytes - 1, file), sizeof bytes - 1);
	assert_int_equal(fclose(file), 0);
	assert_null(webhook_url_get(scene->url, &scene->err));
	assert_non_null(strstr(scene->err.message, "holds a NUL byte"));
	assert_null(strstr(scene->err.message, "secretpart"));
}

static void
limits_hold(void **state)
{
	struct scene *scene = *state;
	char text[SECRET_FILE_MAX + 2] = "https://hooks.example.com/";
	size_t start = strlen(text);

	memset(text + start, 'a', HTTP_URL_MAX - start);
	assert_non_null(get(scene, text));
	text[HTTP_URL_MAX] = 'a';
	assert_null(get(scene, text));
	assert_non_null(strstr(scene->err.message, "longer than 2048 bytes"));
	memset(text + start, 'a', sizeof text - 1 - start);
	assert_null(get(scene, text));
	assert_non_null(strstr(scene->err.message, "larger than 4096 bytes"));
}

static void
a_file_that_changed_is_read_again(void **state)
{
	struct scene *scene = *state;

	assert_string_equal(get(scene, URL), URL);
	assert_string_equal(get(scene, "https://other.example.com/\n"),
	    "https://other.example.com/");
	/* What is wrong now is not made up for by what was right. */
	assert_null(get(scene, "nonsense"));
	assert_null(webhook_url_get(scene->url, &scene->err));
	assert_string_equal(get(scene, URL), URL);
	assert_int_equal(unlink(scene->options.url_file), 0);
	assert_null(webhook_url_get(scene->url, &scene->err));
	assert_non_null(
	    strstr(scene->err.message, "No such file or directory"));
}

static void
a_ca_file_wants_https(void **state)
{
	struct scene *scene = *state;

	assert_non_null(get(scene, "http://127.0.0.1/in"));
	scene->options.ca_file = mem_strdup("/ca.pem");
	reopen(scene);
	assert_null(get(scene, "http://127.0.0.1/in"));
	assert_non_null(strstr(scene->err.message, "'ca_file' is for https"));
	assert_non_null(get(scene, URL));
}

static void
a_credential_is_as_good_as_a_file(void **state)
{
	struct scene *scene = *state;

	free(TAKE(scene->options.url_file));
	scene->options.url_credential = mem_strdup("hook");
	reopen(scene);
	unsetenv("CREDENTIALS_DIRECTORY");
	assert_null(webhook_url_get(scene->url, &scene->err));
	assert_non_null(strstr(scene->err.message, "LoadCredential=hook"));
	setenv("CREDENTIALS_DIRECTORY", scene->folder.path, 1);
	assert_string_equal(get(scene, URL "\n"), URL);
}

static void
an_answer_that_repeats_it_is_known(void **state)
{
	static const char *const telling[] = {("Cannot POST /services/" SECRET),
	    "{\"path\": \"\\/services\\/T0CAFE\\/B0BEEF\\/x7Zq9secretpart\"}",
	    "no hook x7Zq9secretpart here"};
	static const char innocent[] = "invalid_token";
	struct scene *scene = *state;

	assert_false(webhook_url_is_in(scene->url, URL, strlen(URL)));
	assert_non_null(get(scene, URL));
	for (size_t i = 0; i < sizeof telling / sizeof telling[0]; i++)
		assert_true(webhook_url_is_in(
		    scene->url, telling[i], strlen(telling[i])));
	assert_false(webhook_url_is_in(scene->url, innocent, strlen(innocent)));
	assert_non_null(get(scene, "https://hooks.example.com?k=tokentoken"));
	assert_true(webhook_url_is_in(scene->url, "tokentoken", 10));
	assert_non_null(get(scene, "https://hooks.example.com"));
	assert_false(webhook_url_is_in(scene->url, "hooks /", 7));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(that_of_the_configuration_is_itself),
	    TEST(one_line_is_a_url),
	    TEST(what_url_would_not_take_is_refused_without_a_byte_of_it),
	    TEST(a_nul_byte_is_named_as_such),
	    TEST(limits_hold),
	    TEST(a_file_that_changed_is_read_again),
	    TEST(a_ca_file_wants_https),
	    TEST(a_credential_is_as_good_as_a_file),
	    TEST(an_answer_that_repeats_it_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
