/* Files one inside the other, and their limits. */
#include "config/loader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/config_text.h"
#include "support/temp_folder.h"

static struct temp_folder folder;

static int
set_up(void **state)
{
	temp_folder_make(&folder);
	return 0;
}

static int
tear_down(void **state)
{
	temp_folder_remove(&folder);
	return 0;
}

/* The message of the one fault (free). */
static char *
only_message(const char *name)
{
	struct config_faults faults = {0};
	struct config *config =
	    config_load(temp_folder_path(&folder, name), &faults);
	char *message;

	assert_null(config);
	assert_int_equal(faults.items.len, 1);
	message = mem_strdup(faults.items.items[0].message);
	config_faults_clear(&faults);
	return message;
}

static void
a_main_file_that_is_not_there_is_a_fault_without_a_line(void **state)
{
	struct config_faults faults = {0};

	assert_null(
	    config_load(temp_folder_path(&folder, "none.yaml"), &faults));
	assert_int_equal(faults.items.len, 1);
	assert_int_equal(faults.items.items[0].line, 0);
	assert_string_equal(
	    faults.items.items[0].file, temp_folder_path(&folder, "none.yaml"));
	assert_string_equal(
	    faults.items.items[0].message, "No such file or directory");
	config_faults_clear(&faults);
	assert_null(config_load(folder.path, &faults));
	assert_string_equal(faults.items.items[0].message, "Is a directory");
	config_faults_clear(&faults);
}

static void
includes_are_bounded_in_depth(void **state)
{
	CLEANUP(free) char *message = NULL;
	char name[32], text[64];

	for (int i = 0; i <= CONFIG_MAX_INCLUDE_DEPTH + 1; i++) {
		snprintf(name, sizeof name, "%d.yaml", i);
		snprintf(text, sizeof text, "include: [%d.yaml]\n", i + 1);
		temp_folder_write(&folder, name, text);
	}
	message = only_message("0.yaml");
	assert_string_equal(
	    message, "included more than 8 deep; include from the main file");
}

static void
as_deep_as_allowed_is_fine(void **state)
{
	struct config_faults faults = {0};
	struct config *config;
	char name[32], text[64];

	for (int i = 0; i <= CONFIG_MAX_INCLUDE_DEPTH; i++) {
		snprintf(name, sizeof name, "%d.yaml", i);
		snprintf(text, sizeof text, "include: [%d.yaml]\n", i + 1);
		temp_folder_write(&folder, name,
		    i == CONFIG_MAX_INCLUDE_DEPTH ? "endpoints: [a.example]"
						  : text);
	}
	config = config_load(temp_folder_path(&folder, "0.yaml"), &faults);
	assert_non_null(config);
	assert_int_equal(config->endpoints.len, 1);
	config_free(config);
}

static void
the_number_of_files_is_bounded(void **state)
{
	CLEANUP(free) char *message = NULL;
	char name[32];

	temp_folder_write(&folder, "main.yaml", "include: [\"d/*\"]\n");
	for (int i = 0; i < CONFIG_MAX_FILES; i++) {
		snprintf(name, sizeof name, "d/%04d", i);
		temp_folder_write(&folder, name, "");
	}
	message = only_message("main.yaml");
	assert_non_null(strstr(message,
	    "/d/0999: more than 1000 files; write more into "
	    "each"));
}

static void
the_size_of_a_file_is_bounded(void **state)
{
	struct config_faults faults = {0};
	char *text = mem_new(1, CONFIG_MAX_BYTES + 2);

	memset(text, '#', CONFIG_MAX_BYTES + 1);
	assert_null(config_parse(
	    "big.yaml", NULL, (uint8_t *)text, CONFIG_MAX_BYTES + 1, &faults));
	assert_int_equal(faults.items.len, 1);
	assert_non_null(strstr(faults.items.items[0].message, "larger than"));
	config_faults_clear(&faults);
	free(text);
}

static void
places_read_well_from_here_and_there(void **state)
{
	CLEANUP(source_free)
	struct source *a =
	    source_new("a.yaml", 1, (uint8_t *)mem_strdup("x\ny\n"), 4);
	CLEANUP(source_free)
	struct source *b =
	    source_new("b.yaml", 2, (uint8_t *)mem_strdup(""), 0);
	struct loader_place place = {.source = a, .start = 2, .end = 3};
	char text[LOADER_WHERE_MAX];

	assert_string_equal(loader_where(&place, a, text), "in line 2");
	assert_string_equal(loader_where(&place, b, text), "at a.yaml:2");
}

static void
one_mistake_in_every_file_is_found_in_each(void **state)
{
	struct config_faults faults = {0};

	temp_folder_write(&folder, "main.yaml",
	    "endpoints: [\"a b\"]\ninclude: [broken.yaml, fine.yaml]\n");
	/* No YAML at all: the files behind it are read all the same. */
	temp_folder_write(&folder, "broken.yaml", "endpoints: [a.example\n");
	temp_folder_write(&folder, "fine.yaml", "endpoints: [c..d]\n");
	assert_null(
	    config_load(temp_folder_path(&folder, "main.yaml"), &faults));
	assert_int_equal(faults.items.len, 3);
	config_faults_clear(&faults);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(a_main_file_that_is_not_there_is_a_fault_without_a_line),
	    T(includes_are_bounded_in_depth),
	    T(as_deep_as_allowed_is_fine),
	    T(the_number_of_files_is_bounded),
	    T(the_size_of_a_file_is_bounded),
	    T(places_read_well_from_here_and_there),
	    T(one_mistake_in_every_file_is_found_in_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
