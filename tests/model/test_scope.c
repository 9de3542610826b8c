/* Which endpoints are meant. */
#include "model/scope.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/mem.h"

static struct endpoint *
endpoint_of(const char *host, const char *key, const char *value)
{
	struct endpoint *endpoint = endpoint_new();
	struct endpoint_label *label = ARRAY_ADD(&endpoint->settings->labels);

	label->key = mem_strdup(key);
	label->value = mem_strdup(value);
	snprintf(endpoint->host.text, sizeof endpoint->host.text, "%s", host);
	endpoint_finish(endpoint);
	return endpoint;
}

static void
nothing_given_means_all(void **state)
{
	struct endpoint *endpoint = endpoint_of("a.example", "team", "web");
	struct strbuf words = STRBUF_INIT(100);
	struct scope scope = {0};

	(void)state;
	assert_true(scope_fits(&scope, endpoint));
	scope_add_words(&scope, &words);
	assert_string_equal(strbuf_text(&words), "all endpoints");
	strbuf_clear(&words);
	endpoint_unref(endpoint);
}

static void
pattern_and_labels_must_all_fit(void **state)
{
	struct endpoint *web = endpoint_of("a.example", "team", "web");
	struct endpoint *mail = endpoint_of("b.example", "team", "mail");
	struct strbuf words = STRBUF_INIT(100);
	struct scope scope = {.pattern = mem_strdup("*.example")};
	struct scope copy;
	struct error err = ERROR_INIT;

	(void)state;
	assert_true(scope_fits(&scope, web));
	assert_true(scope_fits(&scope, mail));
	assert_true(scope_read_label(&scope, "team=web", &err));
	assert_true(scope_fits(&scope, web));
	assert_false(scope_fits(&scope, mail));
	scope_copy(&copy, &scope);
	scope_add_label(&scope, "city", "bonn");
	assert_false(scope_fits(&scope, web));
	assert_true(scope_fits(&copy, web));
	scope_add_words(&copy, &words);
	assert_string_equal(strbuf_text(&words), "*.example with team=web");
	strbuf_clear(&words);
	scope_clear(&copy);
	scope_clear(&scope);
	endpoint_unref(web);
	endpoint_unref(mail);
}

static void
a_label_has_a_key_and_a_value(void **state)
{
	struct scope scope = {0};
	struct error err = ERROR_INIT;

	(void)state;
	assert_false(scope_read_label(&scope, "team", &err));
	assert_false(scope_read_label(&scope, "=web", &err));
	assert_true(scope_read_label(&scope, "team=", &err));
	while (scope.labels.len < SCOPE_MAX_LABELS)
		scope_add_label(&scope, "k", "v");
	assert_false(scope_read_label(&scope, "one=more", &err));
	scope_clear(&scope);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_given_means_all),
	    cmocka_unit_test(pattern_and_labels_must_all_fit),
	    cmocka_unit_test(a_label_has_a_key_and_a_value),
	};

	return cmocka_run_group_tests_name("scope", tests, NULL, NULL);
}
