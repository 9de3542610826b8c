/* Further files: names, patterns, cycles. */
#include "config/config_include.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <sys/stat.h>
#include <unistd.h>

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

/* Loads main.yaml; the ids in order, or the faults, without the folder's own
 * path (free). */
static char *
load(void)
{
	struct config_faults faults = {0};
	CLEANUP(config_free)
	struct config *config =
	    config_load(temp_folder_path(&folder, "main.yaml"), &faults);
	CLEANUP(free) char *text = config_text_faults(&faults);
	struct strbuf out = STRBUF_INIT(1 << 16);
	size_t prefix = strlen(folder.path) + 1;

	assert_int_equal(config == NULL, faults.items.len > 0);
	config_faults_clear(&faults);
	if (config != NULL)
		ARRAY_EACH (endpoint, &config->endpoints)
			strbuf_addf(&out, "%s\n", (*endpoint)->id);
	for (const char *p = text; *p != '\0';) {
		if (strncmp(p, folder.path, prefix - 1) == 0)
			p += prefix;
		else
			strbuf_add_char(&out, *p++);
	}
	return strbuf_take(&out);
}

static void
files_are_read_in_order_relative_to_each(void **state)
{
	CLEANUP(free) char *got = NULL;

	temp_folder_write(&folder, "main.yaml",
	    "include: [z.yaml, d/*.yaml]\nendpoints: [main.example]\n");
	temp_folder_write(&folder, "z.yaml", "endpoints: [z.example]\n");
	temp_folder_write(&folder, "d/b.yaml",
	    "endpoints: [b.example]\ninclude: [more/x.yaml]\n");
	temp_folder_write(&folder, "d/a.yaml", "endpoints: [a.example]\n");
	temp_folder_write(&folder, "d/Z.yaml", "endpoints: [Z.z.example]\n");
	temp_folder_write(&folder, "d/a.yaml~", "endpoints: [old.example]\n");
	temp_folder_write(&folder, "d/.a.yaml", "endpoints: [dot.example]\n");
	temp_folder_write(&folder, "d/more/x.yaml", "endpoints: [x.example]\n");
	got = load();
	assert_string_equal(got,
	    "main.example:443\nz.example:443\nz.z.example:443\n"
	    "a.example:443\nb.example:443\nx.example:443\n");
}

static void
a_pattern_may_match_nothing_a_name_may_not(void **state)
{
	CLEANUP(free) char *none = NULL;
	CLEANUP(free) char *missing = NULL;

	temp_folder_write(
	    &folder, "main.yaml", "include: [d/*.yaml, \"?.yaml\"]\n");
	none = load();
	assert_string_equal(none, "");
	temp_folder_write(&folder, "main.yaml", "include:\n  - d/a.yaml\n");
	missing = load();
	assert_string_equal(missing,
	    "main.yaml:2:5: d/a.yaml: no such file; relative paths start at "
	    "the folder of the file they stand in\n"
	    "     2 |   - d/a.yaml\n"
	    "       |     ^~~~~~~~\n");
}

static void
a_file_that_includes_itself_is_told_so(void **state)
{
	CLEANUP(free) char *got = NULL;

	temp_folder_write(&folder, "main.yaml", "include: [\"*.yaml\"]\n");
	temp_folder_write(&folder, "a.yaml", "include: [main.yaml]\n");
	got = load();
	assert_string_equal(got,
	    "main.yaml:1:11: main.yaml: includes itself, directly or through "
	    "other files; leave it out, or make the pattern narrower\n"
	    "     1 | include: [\"*.yaml\"]\n"
	    "       |           ^~~~~~~~\n"
	    "a.yaml:1:11: main.yaml: includes itself, directly or through "
	    "other files; leave it out, or make the pattern narrower\n"
	    "     1 | include: [main.yaml]\n"
	    "       |           ^~~~~~~~~\n");
}

static void
a_link_is_the_file_it_leads_to(void **state)
{
	CLEANUP(free) char *got = NULL;
	char link[512];

	temp_folder_write(&folder, "main.yaml", "include: [d/*.yaml]\n");
	temp_folder_write(&folder, "d/a.yaml", "endpoints: [a.example]\n");
	snprintf(link, sizeof link, "%s/d/b.yaml", folder.path);
	assert_int_equal(symlink("a.yaml", link), 0);
	got = load();
	assert_string_equal(got,
	    "main.yaml:1:11: d/b.yaml: is included in line 1 already; remove "
	    "one\n"
	    "     1 | include: [d/*.yaml]\n"
	    "       |           ^~~~~~~~\n");
}

static void
a_folder_that_may_not_be_read_is_not_empty(void **state)
{
	CLEANUP(free) char *got = NULL;
	char path[512];

	temp_folder_write(&folder, "main.yaml", "include: [d/*.yaml]\n");
	temp_folder_write(&folder, "d/a.yaml", "endpoints: [a.example]\n");
	snprintf(path, sizeof path, "%s/d", folder.path);
	assert_int_equal(chmod(path, 0), 0);
	got = load();
	assert_int_equal(chmod(path, 0700), 0);
	/* root may read everything */
	if (geteuid() == 0)
		assert_string_equal(got, "a.example:443\n");
	else
		assert_string_equal(got,
		    "main.yaml:1:11: cannot read a folder of d/*.yaml: "
		    "Permission denied\n"
		    "     1 | include: [d/*.yaml]\n"
		    "       |           ^~~~~~~~\n");
}

static void
included_files_hold_only_what_may_be_in_many(void **state)
{
	CLEANUP(free) char *got = NULL;

	temp_folder_write(&folder, "main.yaml", "include: [a.yaml]\n");
	temp_folder_write(&folder, "a.yaml",
	    "defaults: {interval: 1m}\nnotify: {stderr: true}\n");
	got = load();
	assert_string_equal(got,
	    "a.yaml:1:1: 'defaults' stands in the main file only; move it "
	    "there\n"
	    "     1 | defaults: {interval: 1m}\n"
	    "       | ^~~~~~~~\n"
	    "a.yaml:2:1: 'notify' stands in the main file only; move it "
	    "there\n"
	    "     2 | notify: {stderr: true}\n"
	    "       | ^~~~~~\n");
}

static void
faults_of_all_files_come_in_their_order(void **state)
{
	CLEANUP(free) char *got = NULL;

	temp_folder_write(&folder, "main.yaml",
	    "include: [a.yaml, b.yaml]\nendpoints: [x..y]\n");
	temp_folder_write(&folder, "a.yaml", "endpoints: [a..b]\n");
	temp_folder_write(&folder, "b.yaml",
	    "endpoints: [{host: a.example, trust: [none]}]\n");
	got = load();
	assert_non_null(strstr(got, "main.yaml:2:13: "));
	assert_true(
	    strstr(got, "main.yaml:2:13: ") < strstr(got, "a.yaml:1:13: "));
	assert_true(
	    strstr(got, "a.yaml:1:13: ") < strstr(got, "b.yaml:1:39: "));
}

static void
without_a_folder_there_is_nothing_to_include(void **state)
{
	config_text_expect("include: [a.yaml]\n", 1, 11,
	    "there is no folder to include from; write all in one file");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(files_are_read_in_order_relative_to_each),
	    T(a_pattern_may_match_nothing_a_name_may_not),
	    T(a_file_that_includes_itself_is_told_so),
	    T(a_link_is_the_file_it_leads_to),
	    T(a_folder_that_may_not_be_read_is_not_empty),
	    T(included_files_hold_only_what_may_be_in_many),
	    T(faults_of_all_files_come_in_their_order),
	    T(without_a_folder_there_is_nothing_to_include),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
