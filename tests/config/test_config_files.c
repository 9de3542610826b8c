/* "files", and "serves" that ties endpoints to them. */
#include "config/config_files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "model/endpoint_file.h"
#include "support/config_text.h"
#include "support/temp_folder.h"

static struct temp_folder folder;
static struct config *config;

static int
set_up(void **state)
{
	temp_folder_make(&folder);
	return 0;
}

static int
tear_down(void **state)
{
	config_free(config);
	config = NULL;
	temp_folder_remove(&folder);
	return 0;
}

static void
load(const char *text)
{
	struct config_faults faults = {0};
	char *words;

	temp_folder_write(&folder, "main.yaml", text);
	config = config_load(temp_folder_path(&folder, "main.yaml"), &faults);
	words = config_text_faults(&faults);
	config_faults_clear(&faults);
	assert_string_equal(words, "");
	free(words);
}

/* The endpoint whose id ends so. */
static const struct endpoint *
find(const char *end)
{
	ARRAY_EACH (slot, &config->endpoints) {
		const char *id = (*slot)->id;

		if (strlen(id) >= strlen(end) &&
		    strcmp(id + strlen(id) - strlen(end), end) == 0)
			return *slot;
	}
	return NULL;
}

static void
a_pattern_gives_each_file_it_matches(void **state)
{
	temp_folder_write(&folder, "live/a/fullchain.pem", "");
	temp_folder_write(&folder, "live/b/fullchain.pem", "");
	temp_folder_write(&folder, "live/b/other.pem", "");
	load("files: [live/*/fullchain.pem]\n");
	assert_int_equal(config->endpoints.len, 2);
	assert_non_null(find("/live/a/fullchain.pem"));
	assert_non_null(find("/live/b/fullchain.pem")->file);
	assert_int_equal(find("/live/b/fullchain.pem")->port, 0);
	assert_string_equal(find("/live/a/fullchain.pem")->host.text, "");
}

static void
the_long_form_has_name_key_and_settings(void **state)
{
	const struct endpoint *file;

	load("files:\n"
	     "  - path: cert.pem\n    name: [WWW.Example.com, b.example]\n"
	     "    key: key.pem\n    password_file: pw\n"
	     "    interval: 30s\n    labels: {team: web}\n");
	file = find("/cert.pem");
	assert_non_null(file);
	assert_string_equal(file->host.text, "www.example.com");
	assert_int_equal(file->file->names.len, 2);
	assert_string_equal(file->file->key_path, "key.pem");
	assert_int_equal(file->settings->interval_s, 30);
	assert_string_equal(file->settings->labels.items[0].value, "web");
	assert_string_equal(file->settings->trust.items[0], "system");
}

static void
what_is_named_counts_before_what_a_pattern_finds(void **state)
{
	temp_folder_write(&folder, "a.pem", "");
	load("files: [\"*.pem\", {path: a.pem, name: a.example}]\n");
	assert_int_equal(config->endpoints.len, 1);
	assert_string_equal(find("/a.pem")->host.text, "a.example");
}

static void
a_file_knows_who_serves_it_and_which_names_it_needs(void **state)
{
	const struct endpoint *file;

	temp_folder_write(&folder, "a.pem", "");
	load("files: [\"*.pem\"]\n"
	     "endpoints:\n"
	     "  - {host: a.example, serves: a.pem}\n"
	     "  - {host: b.example, port: 444, serves: [a.pem], deploy_grace: "
	     "5m}\n");
	assert_int_equal(config->endpoints.len, 3);
	file = find("/a.pem");
	assert_int_equal(file->file->served_by.len, 2);
	assert_string_equal(file->file->served_by.items[1], "b.example:444");
	assert_string_equal(file->host.text, "a.example");
	assert_string_equal(file->file->names.items[1], "b.example");
	assert_string_equal(
	    find("a.example:443")->settings->serves.items[0], file->id);
	assert_int_equal(find("a.example:443")->settings->deploy_grace_s, 3600);
	assert_int_equal(find("b.example:444")->settings->deploy_grace_s, 300);
}

static void
a_file_that_only_an_endpoint_names_is_watched_too(void **state)
{
	load("endpoints: [{host: a.example, serves: a.pem, interval: 30s, "
	     "labels: {team: web}}]\n");
	assert_int_equal(config->endpoints.len, 2);
	assert_int_equal(find("/a.pem")->settings->interval_s, 30);
	assert_string_equal(find("/a.pem")->host.text, "a.example");
	assert_int_equal(find("/a.pem")->settings->serves.len, 0);
}

static void
each_mistake_has_its_place_and_words(void **state)
{
	config_text_expect("files: [{name: a.example}]\n", 1, 9,
	    "an item of 'files' has no 'path'; give it a path");
	config_text_expect("files: [{path: a.pem, name: \"a b\"}]\n", 1, 29,
	    "'a b' holds a space; write one host, such as www.example.com");
	config_text_expect("files: [{path: a.pem, intervall: 1h}]\n", 1, 23,
	    "unknown key 'intervall' in an item of 'files'; the keys are path, "
	    "name, key, password_file");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(a_pattern_gives_each_file_it_matches),
	    TEST(the_long_form_has_name_key_and_settings),
	    TEST(what_is_named_counts_before_what_a_pattern_finds),
	    TEST(a_file_knows_who_serves_it_and_which_names_it_needs),
	    TEST(a_file_that_only_an_endpoint_names_is_watched_too),
	    TEST(each_mistake_has_its_place_and_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
