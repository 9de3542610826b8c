/* "notify.webhooks": what comes out of it. What is wrong: tests/config/wrong.
 */
#include "config/config_webhooks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/config_text.h"

static void
every_key_arrives(void **state)
{
	struct config *config = config_text_load(
	    "notify:\n"
	    "  heartbeat: 5m\n"
	    "  webhooks:\n"
	    "    - name: ops\n"
	    "      url: \"https://hooks.example.com/in\"\n"
	    "      format: slack\n"
	    "      secret_files: [/run/a, /run/b]\n"
	    "      secret_credential: hook\n"
	    "      ca_file: /etc/ssl/hook.pem\n"
	    "      timeout: 5s\n"
	    "      min_severity: warning\n"
	    "      events: [incident-opened, incident-resolved]\n");
	const struct webhook_options *hook = &config->webhooks.items[0];

	assert_int_equal(config->webhooks.len, 1);
	assert_int_equal(config->heartbeat_s, 300);
	assert_string_equal(hook->name, "ops");
	assert_string_equal(hook->url, "https://hooks.example.com/in");
	assert_int_equal(hook->format, WEBHOOK_SLACK);
	assert_int_equal(hook->secret_files.len, 2);
	assert_string_equal(hook->secret_credentials.items[0], "hook");
	assert_string_equal(hook->ca_file, "/etc/ssl/hook.pem");
	assert_int_equal(hook->timeout_ms, 5000);
	assert_int_equal(hook->min_severity, SEVERITY_WARNING);
	assert_true(hook->events ==
	    (UINT64_C(1) << EVENT_INCIDENT_OPENED |
		UINT64_C(1) << EVENT_INCIDENT_RESOLVED));
	config_free(config);
}

static void
little_is_enough(void **state)
{
	struct config *config =
	    config_text_load("notify:\n"
			     "  webhooks:\n"
			     "    - {name: a, url: \"http://127.0.0.1/\"}\n"
			     "    - name: b\n"
			     "      url: \"https://b.example.com/\"\n"
			     "      secret_file: /run/secret\n");
	const struct webhook_options *hook = config->webhooks.items;

	assert_int_equal(config->webhooks.len, 2);
	assert_int_equal(config->heartbeat_s, 0);
	assert_int_equal(hook[0].format, WEBHOOK_JSON);
	assert_int_equal(hook[0].timeout_ms, 10000);
	assert_int_equal(hook[0].min_severity, SEVERITY_OK);
	assert_true(hook[0].events == 0);
	assert_null(hook[0].ca_file);
	assert_string_equal(hook[1].secret_files.items[0], "/run/secret");
	config_free(config);
}

static void
a_pager_needs_its_key_alone(void **state)
{
	struct config *config =
	    config_text_load("notify:\n"
			     "  webhooks:\n"
			     "    - name: pager\n"
			     "      format: pagerduty\n"
			     "      secret_file: /run/key\n");
	const struct webhook_options *hook = config->webhooks.items;

	assert_int_equal(hook->format, WEBHOOK_PAGERDUTY);
	assert_string_equal(hook->url, WEBHOOK_PAGERDUTY_URL);
	assert_string_equal(hook->secret_files.items[0], "/run/key");
	config_free(config);
}

/* It is read when it is needed, and checked then. */
static void
a_url_may_stand_in_a_file_or_a_credential(void **state)
{
	struct config *config =
	    config_text_load("notify:\n"
			     "  webhooks:\n"
			     "    - {name: a, url_file: /run/url}\n"
			     "    - name: b\n"
			     "      url_credential: hook\n"
			     "      ca_file: /etc/ssl/hook.pem\n"
			     "    - name: pager\n"
			     "      format: pagerduty\n"
			     "      url_file: /run/pager\n"
			     "      secret_file: /run/key\n");
	const struct webhook_options *hook = config->webhooks.items;

	assert_int_equal(config->webhooks.len, 3);
	for (int i = 0; i < 3; i++)
		assert_null(hook[i].url);
	assert_string_equal(hook[0].url_file, "/run/url");
	assert_null(hook[0].url_credential);
	assert_string_equal(hook[1].url_credential, "hook");
	assert_string_equal(hook[2].url_file, "/run/pager");
	config_free(config);
}

static void
the_choices_are_those_of_the_enums(void **state)
{
	for (int i = 0; i < (int)webhook_format_names.count; i++) {
		char *text = mem_printf("notify:\n  webhooks:\n    - name: a\n"
					"      url: \"https://a.example/\"\n"
					"      format: %s\n"
					"      secret_credential: key\n"
					"      min_severity: %s\n",
		    names_text(&webhook_format_names, i),
		    severity_text(
			i < SEVERITY_CRITICAL ? i : SEVERITY_CRITICAL));
		struct config *config = config_text_load(text);

		assert_int_equal(config->webhooks.items[0].format, i);
		assert_int_equal(config->webhooks.items[0].min_severity,
		    i < SEVERITY_CRITICAL ? i : SEVERITY_CRITICAL);
		config_free(config);
		free(text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_key_arrives),
	    cmocka_unit_test(little_is_enough),
	    cmocka_unit_test(a_pager_needs_its_key_alone),
	    cmocka_unit_test(a_url_may_stand_in_a_file_or_a_credential),
	    cmocka_unit_test(the_choices_are_those_of_the_enums),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
