/* The keys of "endpoints_from". What comes of them: test_target_lists.c. */
#include "config/config_from.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/config_text.h"

static void
each_mistake_has_its_place_and_words(void **state)
{
	config_text_expect("endpoints_from: [hosts.txt]\n", 1, 18,
	    "an item of 'endpoints_from' is a plain value; it must be a map "
	    "with "
	    "'file_sd' or 'list'");
	config_text_expect("endpoints_from: [{}]\n", 1, 18,
	    "give either 'file_sd' or 'list'; write each as an item of its "
	    "own");
	config_text_expect("endpoints_from: [{list: a, file_sd: b}]\n", 1, 18,
	    "give either 'file_sd' or 'list'; write each as an item of its "
	    "own");
	config_text_expect("endpoints_from: [{list: a, defaults: {prot: 1}}]\n",
	    1, 39, "unknown key 'prot' in 'defaults'; did you mean 'port'?");
	config_text_expect("endpoints_from: [{list: a, defaults: {interval: "
			   "30s, timeout: 60s}}]\n",
	    1, 63,
	    "the timeout (1m) is longer than the interval (30s); it must fit "
	    "into it");
	config_text_expect("endpoints_from: [{list: a, defaults: [x]}]\n", 1,
	    38,
	    "'defaults' is a list; it must be a map of the keys of an "
	    "endpoint, without 'host'");
	config_text_expect("endpoints_from: [{list: a}]\n", 1, 18,
	    "there is no folder to read lists from; write the endpoints here");
}

static void
what_says_which_endpoint_it_is_is_no_default(void **state)
{
	static const char *const keys[] = {"host", "addresses"};

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		struct config_faults faults = {0};
		char *text = mem_printf(
		    "endpoints_from: [{list: a, defaults: {%s: x}}]\n",
		    keys[i]);
		char *words = mem_printf(
		    "unknown key '%s' in 'defaults'; the keys are", keys[i]);

		assert_null(config_parse(
		    "text", ".", (const uint8_t *)text, strlen(text), &faults));
		assert_non_null(strstr(faults.items.items[0].message, words));
		config_faults_clear(&faults);
		free(words);
		free(text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_says_which_endpoint_it_is_is_no_default),
	    cmocka_unit_test(each_mistake_has_its_place_and_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
