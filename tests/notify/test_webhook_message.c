/* Bodies by format, and the headers. */
#include "notify/webhook_message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/temp_folder.h"

#define EVENT \
	"{\"event\":\"incident-resolved\",\"severity\":\"ok\"," \
	"\"text\":\"all is well\",\"incident\":{\"severity\":\"warning\"}}"

static char no_name[] = "ops";

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
json_is_sent_as_it_was_kept(void **state)
{
	struct webhook_options options = {
	    .format = WEBHOOK_JSON, .name = no_name};
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

#define LATE_EVENT \
	"{\"event\":\"incident-changed\",\"severity\":\"critical\"," \
	"\"text\":\"worse\",\"newly_told\":[\"pager\",\"mail\"]," \
	"\"incident\":{\"opened_at\":\"2026-01-02T03:04:05Z\"}}"

static void
who_hears_it_first_is_told_so(void **state)
{
	char name[] = "pager";
	struct webhook_options options = {.format = WEBHOOK_JSON, .name = name};
	struct webhook_message message = {0};
	struct secrets *secrets = no_secrets();
	struct error err = ERROR_INIT;

	assert_true(webhook_message_make(
	    &options, secrets, "id1", LATE_EVENT, 0, &message, &err));
	assert_non_null(strstr(message.body, "\"first_here\":true"));
	webhook_message_clear(&message);
	options.format = WEBHOOK_SLACK;
	assert_true(webhook_message_make(
	    &options, secrets, "id1", LATE_EVENT, 0, &message, &err));
	assert_non_null(
	    strstr(message.body, "Open since 2026-01-02T03:04:05Z"));
	webhook_message_clear(&message);
	/* and nobody else */
	name[0] = 'x';
	assert_true(webhook_message_make(
	    &options, secrets, "id1", LATE_EVENT, 0, &message, &err));
	assert_null(strstr(message.body, "Open since"));
	webhook_message_clear(&message);
	secrets_free(secrets);
}

static void
slack_gets_blocks(void **state)
{
	struct webhook_options options = {
	    .format = WEBHOOK_SLACK, .name = no_name};
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

static struct secrets *
pager_secrets(const struct temp_folder *folder, const char *text)
{
	CLEANUP(free) char *path = mem_printf("%s/key", folder->path);
	struct texts files = {0}, none = {0};
	struct error err = ERROR_INIT;
	struct secrets *secrets;

	temp_folder_write(folder, "key", text);
	texts_add(&files, path);
	secrets = secrets_new(&files, &none);
	texts_clear(&files);
	assert_true(secrets_refresh(secrets, &err));
	return secrets;
}

static void
expect_url(const struct webhook_message *message, const char *base,
    const char *expected)
{
	CLEANUP(free) char *url = webhook_message_url(message, base);

	assert_string_equal(url, expected);
}

/* Its secret is the routing key: it stands in the body, and signs nothing. */
static void
a_pager_is_known_by_its_key(void **state)
{
	static const char url[] = "https://pd.example/x/v2/enqueue";
	struct webhook_options options = {
	    .format = WEBHOOK_PAGERDUTY, .name = no_name};
	struct webhook_message message = {0};
	struct error err = ERROR_INIT;
	struct temp_folder folder;
	struct secrets *secrets;

	temp_folder_make(&folder);
	secrets = pager_secrets(&folder, "0123abcd\n");
	assert_true(webhook_message_make(&options, secrets, "id1",
	    "{\"event\":\"incident-opened\",\"text\":\"w\","
	    "\"incident\":{\"id\":\"i1\"}}",
	    0, &message, &err));
	assert_non_null(strstr(message.body, "\"routing_key\":\"0123abcd\""));
	expect_url(&message, url, url);
	ARRAY_EACH (header, &message.headers)
		assert_null(strstr(*header, "webhook-"));
	webhook_message_clear(&message);
	/* what is no alert has a door of its own */
	assert_true(webhook_message_make(&options, secrets, "id1",
	    "{\"event\":\"chain-changed\",\"text\":\"w\"}", 0, &message, &err));
	expect_url(&message, url, "https://pd.example/x/v2/change/enqueue");
	expect_url(&message, "https://pd.example/", "https://pd.example/");
	webhook_message_clear(&message);
	secrets_free(secrets);
	secrets = pager_secrets(&folder, "a key with spaces\n");
	assert_false(webhook_message_make(
	    &options, secrets, "id1", EVENT, 0, &message, &err));
	assert_null(strstr(err.message, "spaces"));
	secrets_free(secrets);
	temp_folder_remove(&folder);
}

static void
who_wants_what(void **state)
{
	struct webhook_options options = {.format = WEBHOOK_PAGERDUTY,
	    .name = no_name,
	    .min_severity = SEVERITY_CRITICAL};

	/* a severity counts where nobody has decided already */
	assert_false(webhook_wants(&options, EVENT));
	assert_true(webhook_wants(&options,
	    "{\"event\":\"incident-resolved\",\"severity\":\"ok\","
	    "\"routed_to\":[\"ops\"],\"incident\":{\"severity\":"
	    "\"warning\"}}"));
	assert_false(webhook_wants(&options,
	    "{\"event\":\"monitor-started\",\"routed_to\":[\"ops\"]}"));
	assert_true(webhook_wants(
	    &options, "{\"event\":\"monitor-fault\",\"routed_to\":[\"ops\"]}"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(json_is_sent_as_it_was_kept),
	    cmocka_unit_test(who_hears_it_first_is_told_so),
	    cmocka_unit_test(slack_gets_blocks),
	    cmocka_unit_test(a_pager_is_known_by_its_key),
	    cmocka_unit_test(who_wants_what),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
