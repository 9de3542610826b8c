/* Trust stores, and the names by which they are used. */
#include "config/config_trust.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/config_text.h"

static void
stores_have_a_name_and_files(void **state)
{
	CLEANUP(config_free)
	struct config *config =
	    config_text_load("trust_stores:\n"
			     "  corp: {files: [/etc/ssl/a.pem, b.pem]}\n"
			     "  Lab_2.x: {files: [/etc/ssl/lab]}\n");

	assert_int_equal(config->trust_stores.len, 2);
	assert_string_equal(config->trust_stores.items[0].name, "corp");
	assert_int_equal(config->trust_stores.items[0].files.len, 2);
	assert_string_equal(
	    config->trust_stores.items[0].files.items[1], "b.pem");
	assert_string_equal(config->trust_stores.items[1].name, "Lab_2.x");
}

static void
a_store_may_be_defined_after_its_use(void **state)
{
	CLEANUP(config_free)
	struct config *config =
	    config_text_load("endpoints: [{host: a.example, trust: [corp]}]\n"
			     "trust_stores: {corp: {files: [/x]}}\n");

	assert_int_equal(config->endpoints.len, 1);
}

static void
an_unknown_store_is_answered_with_those_there_are(void **state)
{
	config_text_expect("defaults: {trust: [corp]}\n", 1, 20,
	    "unknown trust store 'corp'; there are: system");
	config_text_expect("trust_stores: {corp: {files: [/x]}}\n"
			   "endpoints:\n"
			   "  - {host: a.example, trust: [other]}\n",
	    3, 31, "unknown trust store 'other'; there are: system, corp");
	config_text_expect("trust_stores: {corp: {files: [/x]}}\n"
			   "defaults: {trust: [copr]}\n",
	    2, 20, "unknown trust store 'copr'; did you mean 'corp'?");
	config_text_expect("defaults: {trust: [System]}\n", 1, 20,
	    "unknown trust store 'System'; did you mean 'system'?");
}

static void
names_are_plain_and_not_the_systems(void **state)
{
	config_text_expect("trust_stores: {system: {files: [/x]}}\n", 1, 16,
	    "'system' is the system's own trust store; choose another name");
	config_text_expect("trust_stores: {\"a b\": {files: [/x]}}\n", 1, 16,
	    "'a b' is no name for a trust store; use 1 to 64 letters, digits, "
	    "'.', '_' and '-'");
	config_text_expect("trust_stores: {\"\": {files: [/x]}}\n", 1, 16,
	    "'' is no name for a trust store; use 1 to 64 letters, digits, "
	    "'.', '_' and '-'");
}

static void
compared_stores_are_inherited_and_need_not_count(void **state)
{
	CLEANUP(config_free)
	struct config *config =
	    config_text_load("trust_stores: {corp: {files: [/x]}}\n"
			     "defaults: {compare_stores: [system, corp]}\n"
			     "endpoints:\n"
			     "  - a.example\n"
			     "  - {host: b.example, compare_stores: []}\n");
	const struct endpoint *a = config->endpoints.items[0];

	assert_int_equal(a->settings->compared.len, 2);
	assert_string_equal(a->settings->compared.items[1], "corp");
	assert_int_equal(a->settings->trust.len, 1);
	assert_int_equal(config->endpoints.items[1]->settings->compared.len, 0);
}

static void
one_store_alone_is_not_compared(void **state)
{
	config_text_expect("defaults: {compare_stores: [system]}\n", 1, 28,
	    "'compare_stores' names one store; give at least two to compare, "
	    "or [] to compare none");
	config_text_expect("defaults: {compare_stores: [system, copr]}\n", 1,
	    37, "unknown trust store 'copr'; there are: system");
}

static void
a_store_needs_files(void **state)
{
	config_text_expect("trust_stores: {corp: {}}\n", 1, 22,
	    "a trust store has no 'files'; give it a list");
	config_text_expect("trust_stores: {corp: {files: []}}\n", 1, 30,
	    "'files' is an empty list; give at least one item");
	config_text_expect("trust_stores: {corp: /x.pem}\n", 1, 16,
	    "'corp' must be a map of keys; write 'corp: {files: [/x.pem]}'");
	config_text_expect("trust_stores: [corp]\n", 1, 15,
	    "'trust_stores' is a list; it must be a map of names, such as "
	    "'corp: {files: [corp-root.pem]}'");
}

static void
the_number_of_stores_is_bounded(void **state)
{
	struct strbuf yaml = STRBUF_INIT(1 << 16);

	strbuf_add(&yaml, "trust_stores:\n");
	for (int i = 0; i <= CONFIG_MAX_TRUST_STORES; i++)
		strbuf_addf(&yaml, "  s%d: {files: [/x]}\n", i);
	config_text_expect(strbuf_text(&yaml), CONFIG_MAX_TRUST_STORES + 2, 3,
	    "more than 100 trust stores; remove some");
	strbuf_clear(&yaml);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(stores_have_a_name_and_files),
	    cmocka_unit_test(a_store_may_be_defined_after_its_use),
	    cmocka_unit_test(an_unknown_store_is_answered_with_those_there_are),
	    cmocka_unit_test(names_are_plain_and_not_the_systems),
	    cmocka_unit_test(compared_stores_are_inherited_and_need_not_count),
	    cmocka_unit_test(one_store_alone_is_not_compared),
	    cmocka_unit_test(a_store_needs_files),
	    cmocka_unit_test(the_number_of_stores_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
