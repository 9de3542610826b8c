/* The keys at the top of a configuration. */
#include "config/config_root.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "config/field.h"
#include "support/config_text.h"

static void
an_empty_file_is_a_configuration(void **state)
{
	static const char *const rows[] = {
	    "", "# words\n", "---\n...\n", "endpoints:\n", "{}\n"};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CLEANUP(config_free)
		struct config *config = config_text_load(rows[i]);

		assert_int_equal(config->endpoints.len, 0);
		assert_int_equal(config->trust_stores.len, 0);
		assert_string_equal(
		    config->state_directory, LOCALSTATEDIR "/lib/chainwatchd");
		assert_true(config->journal);
		assert_true(config->has_fast_keys);
		assert_true(config->has_fast_memory);
		assert_false(config->stderr_lines);
		assert_int_equal(config->defaults.trust.len, 1);
		assert_string_equal(config->defaults.trust.items[0], "system");
	}
}

static void
whom_to_tell_is_taken(void **state)
{
	CLEANUP(config_free)
	struct config *config =
	    config_text_load("state_directory: /srv/state\n"
			     "fast_keys: false\n"
			     "fast_memory: false\n"
			     "notify: {journal: false, stderr: true}\n");

	assert_string_equal(config->state_directory, "/srv/state");
	assert_false(config->has_fast_keys);
	assert_false(config->has_fast_memory);
	assert_false(config->journal);
	assert_true(config->stderr_lines);
}

static void
dated_rules_are_built_in_unless_a_file_is_named(void **state)
{
	CLEANUP(config_free) struct config *without = config_text_load("");
	CLEANUP(config_free)
	struct config *with = config_text_load("policy: /srv/own.policy\n");

	assert_null(without->policy);
	assert_string_equal(with->policy, "/srv/own.policy");
}

static void
what_is_no_map_is_told_how_to_become_one(void **state)
{
	config_text_expect("- www.example.com\n", 1, 1,
	    "a configuration must be a map of keys; write 'endpoints:' and "
	    "below it '- www.example.com'");
	config_text_expect("www.example.com\n", 1, 1,
	    "a configuration must be a map of keys; write 'endpoints:' and "
	    "below it '- www.example.com'");
}

static void
each_row_can_be_explained(void **state)
{
	for (size_t i = 0; i < config_root_table.count; i++) {
		const struct field *field = &config_root_table.rows[i];

		assert_non_null(field->key);
		assert_non_null(field->type);
		assert_true(field->sentence != NULL ||
		    (field->flags & FIELD_LATER) != 0);
	}
}

static void
assert_restarts(const char *before, const char *after, const char *expected)
{
	CLEANUP(config_free) struct config *old = config_text_load(before);
	CLEANUP(config_free) struct config *new = config_text_load(after);
	CLEANUP(strbuf_clear) struct strbuf keys = STRBUF_INIT(1024);

	field_add_restarts(&keys, &config_root_table, "", old, new);
	assert_string_equal(strbuf_text(&keys), expected);
}

/* Each row that waits for one is compared: no type lacks its comparison. */
static void
what_takes_a_restart_is_named(void **state)
{
	const char *all =
	    "state_directory: /srv/state\n"
	    "fast_keys: false\n"
	    "fast_memory: false\n"
	    "control: {enabled: false, socket: /run/x, mode: \"0600\", "
	    "group: ops}\n"
	    "web: {listen: \"127.0.0.1:9746\", hosts: [a.example.com], "
	    "trusted_proxies: [127.0.0.1, \"::1\"], "
	    "url: \"https://a.example.com/\", metrics_endpoints: 5}\n";

	assert_restarts("", "", "");
	assert_restarts(all, all, "");
	assert_restarts("", "defaults: {interval: 5m}\n", "");
	assert_restarts(
	    "", "web: {listen: \"127.0.0.1:9746\"}\n", "web.listen");
	assert_restarts("", all,
	    "state_directory, fast_keys, fast_memory, control.enabled, "
	    "control.socket, control.mode, control.group, web.listen, "
	    "web.hosts, web.trusted_proxies, web.url, web.metrics_endpoints");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_empty_file_is_a_configuration),
	    cmocka_unit_test(whom_to_tell_is_taken),
	    cmocka_unit_test(dated_rules_are_built_in_unless_a_file_is_named),
	    cmocka_unit_test(what_is_no_map_is_told_how_to_become_one),
	    cmocka_unit_test(each_row_can_be_explained),
	    cmocka_unit_test(what_takes_a_restart_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
