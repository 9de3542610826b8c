/* Bodies by format, and the headers. */
#include "notify/webhook_message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define EVENT \
	"{\"event\":\"incident-resolved\",\"severity\":\"ok\"," \
	"\"text\":\"all is well\",\"incident\":{\"severity\":\"warning\"}}"

static struct secrets *
no_secrets(void)
{
	struct texts none = {0};
	struct error err = ERROR_INIT;
	struct secrets *secrets = secrets_new(&none, &none);

	assert_true(secrets_refresh(secrets, &err));
	return secrets;
}

static void
the_end_of_an_incident_is_as_bad_as_it_was(void **state)
{
	struct webhook_about about;

	assert_true(webhook_about(EVENT, &about));
	assert_int_equal(about.kind, EVENT_INCIDENT_RESOLVED);
	assert_int_equal(about.worst, SEVERITY_WARNING);
	assert_false(webhook_about("{", &about));
	assert_false(webhook_about("{\"event\":\"of-the-future\"}", &about));
}

static void
json_is_sent_as_it_was_kept(void **state)
{
	struct webhook_options options = {.format = WEBHOOK_JSON};
	struct webhook_message message = {0};
	struct secrets *secrets = no_secrets();
	struct error err = ERROR_INIT;

	assert_true(webhook_message_make(
	    &options, secrets, "id1", EVENT, 1700000000, &message, &err));
	assert_string_equal(message.body, EVENT);
	assert_int_equal(message.body_len, strlen(EVENT));
	assert_true(
	    texts_has(&message.headers, "Content-Type: application/json"));
	assert_true(texts_has(&message.headers, "webhook-id: id1"));
	assert_true(
	    texts_has(&message.headers, "webhook-timestamp: 1700000000"));
	webhook_message_clear(&message);
	secrets_free(secrets);
}

static void
slack_gets_blocks(void **state)
{
	struct webhook_options options = {.format = WEBHOOK_SLACK};
	struct webhook_message message = {0};
	struct secrets *secrets = no_secrets();
	struct error err = ERROR_INIT;

	assert_true(webhook_message_make(
	    &options, secrets, "id1", EVENT, 0, &message, &err));
	assert_non_null(strstr(message.body, "\"blocks\":["));
	webhook_message_clear(&message);
	assert_false(webhook_message_make(
	    &options, secrets, "id1", "{", 0, &message, &err));
	secrets_free(secrets);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_end_of_an_incident_is_as_bad_as_it_was),
	    cmocka_unit_test(json_is_sent_as_it_was_kept),
	    cmocka_unit_test(slack_gets_blocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
