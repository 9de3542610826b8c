/* Lists of endpoints as files come, change, break and go. */
#include "config/target_lists.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

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

/* Loads main.yaml: config, or its faults (free). */
static char *
load(const char *main_text)
{
	struct config_faults faults = {0};
	char *text;

	temp_folder_write(&folder, "main.yaml", main_text);
	config = config_load(temp_folder_path(&folder, "main.yaml"), &faults);
	assert_int_equal(config == NULL, faults.items.len > 0);
	text = config_text_faults(&faults);
	config_faults_clear(&faults);
	return text;
}

/* The same for who asks about a daemon; the first fault, or "" (free). */
static char *
load_beside(const char *main_text)
{
	struct config_faults faults = {0};
	struct error err = ERROR_INIT;

	temp_folder_write(&folder, "main.yaml", main_text);
	config =
	    config_load_beside(temp_folder_path(&folder, "main.yaml"), &faults);
	if (faults.items.len > 0)
		config_faults_error(&faults, "", &err);
	config_faults_clear(&faults);
	return mem_strdup(err.message);
}

static void
load_well(const char *main_text)
{
	char *faults = load(main_text);

	assert_string_equal(faults, "");
	free(faults);
}

static void
assert_endpoints(const char *ids)
{
	struct strbuf out = STRBUF_INIT(1 << 16);

	ARRAY_EACH (endpoint, &config->endpoints)
		strbuf_addf(
		    &out, "%s%s", out.len > 0 ? " " : "", (*endpoint)->id);
	assert_string_equal(strbuf_text(&out), ids);
	strbuf_clear(&out);
}

/* Each time another length, since the clock of files may stand still. */
static void
write_list(const char *name, const char *text)
{
	static int written;
	struct strbuf longer = STRBUF_INIT(1 << 16);

	strbuf_add(&longer, text);
	written++;
	for (int i = 0; i < written; i++)
		strbuf_add_char(&longer, '\n');
	temp_folder_write(&folder, name, strbuf_text(&longer));
	strbuf_clear(&longer);
}

/* The first fault as "name: message" (free); NULL: none. */
static char *
refresh(struct target_lists_change *ret_change)
{
	struct config_faults faults = {0};
	char *first = NULL;

	*ret_change = target_lists_refresh(config, &faults);
	if (faults.items.len > 0) {
		const char *file = faults.items.items[0].file;
		const char *slash = strrchr(file, '/');

		first = mem_printf("%s:%zu: %s",
		    slash == NULL ? file : slash + 1,
		    faults.items.items[0].line, faults.items.items[0].message);
	}
	config_faults_clear(&faults);
	return first;
}

static void
lists_come_behind_what_the_file_names_itself(void **state)
{
	write_list("hosts.txt", "b.example\na.example:8443\n");
	write_list("sd/one.json",
	    "[{\"targets\": [\"c.example\"], \"labels\": {\"team\": "
	    "\"db\"}}]");
	load_well("endpoints_from:\n"
		  "  - {list: hosts.txt, defaults: {port: 444, interval: "
		  "30s, labels: {from: list}}}\n"
		  "  - file_sd: sd/*.json\n"
		  "    defaults: {labels: {team: web, kind: sd}}\n"
		  "defaults: {interval: 5m}\n"
		  "endpoints: [own.example]\n");
	assert_endpoints(
	    "own.example:443 b.example:444 a.example:8443 c.example:443");
	assert_int_equal(config->own_count, 1);
	assert_int_equal(config->endpoints.items[1]->settings->interval_s, 30);
	assert_int_equal(config->endpoints.items[3]->settings->interval_s, 300);
	assert_int_equal(config->endpoints.items[3]->settings->labels.len, 2);
	assert_string_equal(
	    config->endpoints.items[3]->settings->labels.items[0].value, "db");
	assert_string_equal(
	    config->endpoints.items[3]->settings->trust.items[0], "system");
}

static void
what_is_listed_twice_counts_where_it_stands_first(void **state)
{
	write_list("a.txt", "x.example\nown.example\n");
	write_list("b.txt", "x.example:443\ny.example\n");
	load_well("endpoints: [{host: own.example, interval: 30s}]\n"
		  "endpoints_from: [{list: a.txt, defaults: {interval: 1m}}, "
		  "{list: b.txt}]\n");
	assert_endpoints("own.example:443 x.example:443 y.example:443");
	assert_int_equal(config->endpoints.items[0]->settings->interval_s, 30);
	assert_int_equal(config->endpoints.items[1]->settings->interval_s, 60);
}

static void
a_changed_file_changes_the_endpoints(void **state)
{
	struct target_lists_change change;
	uint64_t stamp;

	write_list("hosts.txt", "a.example\n");
	load_well("endpoints_from: [{list: hosts.txt}]\n");
	stamp = target_lists_stamp(config);
	assert_null(refresh(&change));
	assert_false(change.has_read);
	write_list("hosts.txt", "a.example\nb.example\n");
	assert_true(target_lists_stamp(config) != stamp);
	assert_null(refresh(&change));
	assert_true(change.has_read);
	assert_endpoints("a.example:443 b.example:443");
}

static void
files_of_a_pattern_come_and_go(void **state)
{
	struct target_lists_change change;

	write_list("sd/b.yaml", "- targets: [b.example]");
	load_well("endpoints_from: [{file_sd: sd/*.yaml}]\n");
	write_list("sd/a.yaml", "- targets: [a.example]");
	assert_null(refresh(&change));
	assert_true(change.has_read);
	assert_endpoints("a.example:443 b.example:443");
	unlink(temp_folder_path(&folder, "sd/b.yaml"));
	assert_null(refresh(&change));
	assert_true(change.has_read);
	assert_endpoints("a.example:443");
}

static void
a_broken_file_keeps_its_endpoints_and_is_said_once(void **state)
{
	struct target_lists_change change;
	char *fault;

	write_list("a.txt", "a.example\n");
	write_list("b.txt", "b.example\n");
	load_well("endpoints_from: [{list: \"?.txt\"}]\n");
	write_list("a.txt", "a.example\nnot a host\n");
	write_list("b.txt", "b.example\nc.example\n");
	fault = refresh(&change);
	assert_string_equal(fault,
	    "a.txt:2: 'not a host' is more than one word; write one endpoint "
	    "a line");
	free(fault);
	assert_int_equal(change.broken_count, 1);
	assert_endpoints("a.example:443 b.example:443 c.example:443");
	assert_null(refresh(&change));
	assert_int_equal(change.broken_count, 0);
	assert_false(change.has_recovered);
	write_list("a.txt", "a.example\n");
	assert_null(refresh(&change));
	assert_true(change.has_recovered);
}

static void
a_file_named_that_vanishes_keeps_its_endpoints(void **state)
{
	struct target_lists_change change;
	char *fault;

	write_list("hosts.txt", "a.example\n");
	load_well("endpoints_from: [{list: hosts.txt}]\n");
	unlink(temp_folder_path(&folder, "hosts.txt"));
	fault = refresh(&change);
	assert_string_equal(fault, "hosts.txt:0: No such file or directory");
	free(fault);
	assert_endpoints("a.example:443");
	assert_null(refresh(&change));
	write_list("hosts.txt", "b.example\n");
	assert_null(refresh(&change));
	assert_true(change.has_recovered);
	assert_endpoints("b.example:443");
}

static void
a_list_at_fault_is_a_fault_of_the_configuration(void **state)
{
	char *faults;

	write_list("hosts.txt", "a b\n");
	faults = load("endpoints_from: [{list: hosts.txt}]\n");
	assert_non_null(strstr(faults, "hosts.txt:1:1: 'a b' is more than"));
	free(faults);
	faults = load("endpoints_from: [{list: none.txt}]\n");
	assert_non_null(strstr(faults, "none.txt: No such file"));
	free(faults);
	faults = load("endpoints_from: [{file_sd: none/*.json}]\n");
	assert_string_equal(faults, "");
	free(faults);
}

static void
who_asks_about_a_daemon_passes_over_a_list_at_fault(void **state)
{
	char *fault;

	write_list("hosts.txt", "a b\n");
	write_list("good.txt", "good.example\n");
	fault = load_beside("endpoints: [own.example]\n"
			    "endpoints_from: [{list: hosts.txt}, "
			    "{list: good.txt}]\n");
	assert_non_null(strstr(fault, "hosts.txt:1:1: 'a b' is more than"));
	free(fault);
	assert_endpoints("own.example:443 good.example:443");
	config_free(config);
	fault = load_beside("endpoints_from: [{list: none.txt}]\n");
	assert_non_null(strstr(fault, "none.txt: No such file"));
	free(fault);
	config_free(config);
	/* but not what is wrong in the configuration itself */
	fault = load_beside("endpoints: [a b]\n");
	assert_string_not_equal(fault, "");
	free(fault);
	assert_null(config);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(lists_come_behind_what_the_file_names_itself),
	    TEST(what_is_listed_twice_counts_where_it_stands_first),
	    TEST(a_changed_file_changes_the_endpoints),
	    TEST(files_of_a_pattern_come_and_go),
	    TEST(a_broken_file_keeps_its_endpoints_and_is_said_once),
	    TEST(a_file_named_that_vanishes_keeps_its_endpoints),
	    TEST(a_list_at_fault_is_a_fault_of_the_configuration),
	    TEST(who_asks_about_a_daemon_passes_over_a_list_at_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
