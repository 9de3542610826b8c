/* A daemon that starts while a list is broken. */
#include "config/assumed_list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "config/target_lists.h"
#include "support/config_text.h"
#include "support/temp_folder.h"

#define MAIN \
	"endpoints: [own.test]\n" \
	"endpoints_from:\n" \
	"  - {list: good.txt}\n" \
	"  - {list: bad.txt, defaults: {interval: 5m}}\n"

static struct temp_folder folder;
static struct config *config;

static int
set_up(void **state)
{
	temp_folder_make(&folder);
	temp_folder_write(&folder, "good.txt", "good.test\n");
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

	temp_folder_write(&folder, "main.yaml", text);
	config =
	    config_load_beside(temp_folder_path(&folder, "main.yaml"), &faults);
	config_faults_clear(&faults);
	assert_non_null(config);
}

static size_t
assume(const char *a, const char *b)
{
	struct texts ids = {0};
	size_t count;

	texts_add(&ids, a);
	if (b != NULL)
		texts_add(&ids, b);
	count = assumed_list_make(config, &ids);
	texts_clear(&ids);
	return count;
}

static void
where_all_is_read_nothing_is_assumed(void **state)
{
	load("endpoints: [own.test]\nendpoints_from: [{list: good.txt}]\n");
	assert_false(assumed_list_is_wanted(config));
	assert_int_equal(assume("old.test:443", NULL), 0);
	assert_int_equal(config->endpoints.len, 2);
}

static void
what_is_known_from_before_is_watched_as_the_list_says(void **state)
{
	const struct endpoint *endpoint;

	temp_folder_write(&folder, "bad.txt", "a b c\n");
	load(MAIN);
	assert_true(assumed_list_is_wanted(config));
	assert_int_equal(config->endpoints.len, 2);
	assert_int_equal(assume("old.test:8443", "[2001:db8::1]:443"), 2);
	endpoint = config->endpoints.items[2];
	assert_string_equal(endpoint->id, "old.test:8443");
	assert_string_equal(endpoint_sni(endpoint), "old.test");
	assert_int_equal(endpoint->settings->interval_s, 300);
	assert_string_equal(
	    config->endpoints.items[3]->id, "[2001:db8::1]:443");
}

static void
what_stands_elsewhere_and_files_are_not(void **state)
{
	load(MAIN); /* and there is no bad.txt */
	assert_int_equal(assume("own.test:443", "good.test:443"), 0);
	assert_int_equal(assume("/etc/ssl/a.pem", "odd"), 0);
	assert_int_equal(config->endpoints.len, 2);
}

static void
a_fault_is_told_once_more_and_a_good_file_counts(void **state)
{
	struct config_faults faults = {0};
	struct target_lists_change change;

	temp_folder_write(&folder, "bad.txt", "a b c\n");
	load(MAIN);
	assert_int_equal(assume("old.test:443", NULL), 1);
	change = target_lists_refresh(config, &faults);
	assert_int_equal(change.broken_count, 1);
	assert_int_equal(faults.items.len, 1);
	assert_int_equal(config->endpoints.len, 3);
	config_faults_clear(&faults);
	temp_folder_write(&folder, "bad.txt", "new.test\n# good\n");
	change = target_lists_refresh(config, &faults);
	assert_true(change.has_recovered);
	assert_int_equal(faults.items.len, 0);
	assert_int_equal(config->endpoints.len, 3);
	assert_string_equal(config->endpoints.items[2]->id, "new.test:443");
}

/* As files that go with a pattern's folder: root reads any, so one that is no
 * folder stands for one that cannot be read. */
static void
a_pattern_that_cannot_be_read_has_a_list_too(void **state)
{
	load(MAIN);
	assert_int_equal(config->lists.len, 2);
	config->lists.items[0].is_unknown = true;
	ARRAY_EACH (file, &config->list_files)
		file->is_broken = false;
	assert_true(assumed_list_is_wanted(config));
	assert_int_equal(assume("old.test:443", NULL), 1);
	assert_int_equal(config->list_files.len, 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(where_all_is_read_nothing_is_assumed),
	    TEST(what_is_known_from_before_is_watched_as_the_list_says),
	    TEST(what_stands_elsewhere_and_files_are_not),
	    TEST(a_fault_is_told_once_more_and_a_good_file_counts),
	    TEST(a_pattern_that_cannot_be_read_has_a_list_too),
	};

	return cmocka_run_group_tests_name("assumed_list", tests, NULL, NULL);
}
