/* Labels: what is kept, and what is refused. */
#include "config/config_labels.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/config_text.h"

static void
labels_are_kept_as_written(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load(
	    "endpoints:\n"
	    "  - host: a.example\n"
	    "    labels: {team: web, version: 1.10, on-call: yes, n: \"\"}\n");
	const struct endpoint *endpoint = config->endpoints.items[0];
	static const char *const rows[][2] = {{"team", "web"},
	    {"version", "1.10"}, {"on-call", "yes"}, {"n", ""}};

	assert_int_equal(endpoint->settings->labels.len, 4);
	for (size_t i = 0; i < 4; i++) {
		assert_string_equal(
		    endpoint->settings->labels.items[i].key, rows[i][0]);
		assert_string_equal(
		    endpoint->settings->labels.items[i].value, rows[i][1]);
	}
}

static void
names_of_labels_are_plain(void **state)
{
	config_text_expect("endpoints:\n"
			   "  - {host: a.example, labels: {1: x}}\n",
	    2, 32,
	    "'1' is no name for a label; use 1 to 64 letters, digits, '_', "
	    "'.' and '-', a letter first");
	config_text_expect("endpoints:\n"
			   "  - {host: a.example, labels: {team: }}\n",
	    2, 32,
	    "the label 'team' has no value; give it text, \"\" for none");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(labels_are_kept_as_written),
	    cmocka_unit_test(names_of_labels_are_plain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
