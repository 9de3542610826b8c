/* Lists of transparency logs: what a published one says is read whole, and what
 * is wrong with one is said with its place. */
#include "files/log_list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <utime.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/mint_log.h"
#include "support/temp_folder.h"

#define DAY INT64_C(86400)

static const struct mint_log_listed published[] = {
    {
	.log = "Argon2026h1",
	.operator= "Google",
	.state = "usable",
	.since = "2025-01-10T19:00:00Z",
	.from = "2026-01-01T00:00:00Z",
	.until = "2026-07-01T00:00:00Z",
    },
    {
	.log = "Willow2026h1a",
	.operator= "Let's Encrypt",
	.state = "qualified",
	.since = "2025-11-02T00:00:00Z",
	.is_tiled = true,
    },
    {
	.log = "Wyvern",
	.key_kind = MINT_RSA_2048,
	.operator= "DigiCert",
	.state = "retired",
	.since = "2026-03-01T00:00:00Z",
	.owned_before = "Symantec",
	.owned_until = "2024-05-01T00:00:00Z",
    },
};

static struct ct_logs *
read_text(const char *text, struct error *err)
{
	return log_list_read("logs.json", text, strlen(text), 77, err);
}

static struct ct_logs *
read_published(void)
{
	CLEANUP(free)
	char *text = mint_log_json(published, 3, "2026-05-20T12:55:06Z");
	struct error err = ERROR_INIT;
	struct ct_logs *logs = read_text(text, &err);

	if (logs == NULL)
		fail_msg("%s", err.message);
	return logs;
}

static const struct ct_log *
find(const struct ct_logs *logs, size_t i)
{
	uint8_t id[MINT_LOG_ID_LEN];
	const struct ct_log *log;

	mint_log_id(published[i].log, published[i].key_kind, id);
	log = ct_logs_find(logs, id);
	assert_non_null(log);
	return log;
}

static int64_t
at(const char *text)
{
	int64_t seconds;

	assert_true(timestamp_parse(text, &seconds, NULL));
	return seconds;
}

static void
a_published_list_is_read_whole(void **state)
{
	CLEANUP(ct_logs_unref) struct ct_logs *logs = read_published();
	const struct ct_log *log = find(logs, 0);

	assert_int_equal(logs->items.len, 3);
	assert_int_equal(logs->made_at, at("2026-05-20T12:55:06Z"));
	assert_string_equal(log->name, "Argon2026h1 log");
	assert_string_equal(log->operator, "Google");
	assert_int_equal(log->state, CT_LOG_USABLE);
	assert_int_equal(log->state_since, at("2025-01-10T19:00:00Z"));
	assert_int_equal(log->from, at("2026-01-01T00:00:00Z"));
	assert_int_equal(log->until, at("2026-07-01T00:00:00Z"));
	assert_false(log->is_tiled);
	log = find(logs, 1);
	assert_string_equal(log->operator, "Let's Encrypt");
	assert_int_equal(log->state, CT_LOG_QUALIFIED);
	assert_true(log->is_tiled);
	assert_int_equal(log->from, 0);
	assert_int_equal(log->until, TIMESTAMP_NEVER);
}

static void
a_log_that_changed_hands_had_its_operator_then(void **state)
{
	CLEANUP(ct_logs_unref) struct ct_logs *logs = read_published();
	const struct ct_log *log = find(logs, 2);

	assert_string_equal(
	    ct_log_operator_at(log, at("2024-04-30T23:59:59Z")), "Symantec");
	assert_string_equal(
	    ct_log_operator_at(log, at("2024-05-01T00:00:00Z")), "DigiCert");
}

static void
what_a_retired_log_signed_before_counts(void **state)
{
	CLEANUP(ct_logs_unref) struct ct_logs *logs = read_published();
	const struct ct_log *log = find(logs, 2);

	assert_false(ct_log_is_approved(log));
	assert_true(ct_log_was_approved(log, at("2026-02-28T23:59:59Z")));
	assert_false(ct_log_was_approved(log, at("2026-03-01T00:00:00Z")));
	assert_true(ct_log_is_approved(find(logs, 1)));
}

static void
a_log_that_is_not_listed_is_not_found(void **state)
{
	CLEANUP(ct_logs_unref) struct ct_logs *logs = read_published();
	uint8_t id[MINT_LOG_ID_LEN];

	mint_log_id("another", MINT_EC_P256, id);
	assert_null(ct_logs_find(logs, id));
	assert_null(ct_logs_find(NULL, id));
}

static void
another_text_is_another_generation(void **state)
{
	CLEANUP(free)
	char *other = mint_log_json(published, 2, "2026-05-20T12:55:06Z");
	CLEANUP(ct_logs_unref) struct ct_logs *logs = read_published();
	CLEANUP(ct_logs_unref) struct ct_logs *again = read_published();
	CLEANUP(ct_logs_unref) struct ct_logs *changed = read_text(other, NULL);

	assert_true(logs->generation == again->generation);
	assert_true(logs->generation != changed->generation);
}

static void
a_list_is_stale_after_seventy_days(void **state)
{
	CLEANUP(ct_logs_unref) struct ct_logs *logs = read_published();

	assert_false(ct_logs_is_stale(logs, logs->made_at + 70 * DAY));
	assert_true(ct_logs_is_stale(logs, logs->made_at + 70 * DAY + 1));
}

static void
a_list_without_a_date_has_that_of_its_file(void **state)
{
	CLEANUP(free) char *text = mint_log_json(published, 1, "DATE");
	struct temp_folder folder;
	struct utimbuf times = {.modtime = 1700000000};
	char *line = strstr(text, " \"log_list_timestamp\"");
	struct ct_logs *logs;

	memset(line, ' ', (size_t)(strchr(line, '\n') - line));
	temp_folder_make(&folder);
	temp_folder_write(&folder, "logs.json", text);
	assert_int_equal(
	    utime(temp_folder_path(&folder, "logs.json"), &times), 0);
	logs = log_list_load(temp_folder_path(&folder, "logs.json"), NULL);
	temp_folder_remove(&folder);
	assert_non_null(logs);
	assert_int_equal(logs->made_at, 1700000000);
	ct_logs_unref(logs);
}

static void
a_state_of_tomorrow_is_none_that_counts(void **state)
{
	static const struct mint_log_listed listed[] = {
	    {.log = "x",
		.operator= "X",
		.state = "sealed",
		.since = "2026-01-01"},
	};
	CLEANUP(free) char *text = mint_log_json(listed, 1, "2026-05-20");
	CLEANUP(ct_logs_unref) struct ct_logs *logs = read_text(text, NULL);

	assert_non_null(logs);
	assert_false(ct_log_was_approved(&logs->items.items[0], 0));
}

/* The published text with one piece of it put in the place of another. */
static void
assert_refused(const char *from, const char *to, const char *words)
{
	CLEANUP(free)
	char *text = mint_log_json(published, 3, "2026-05-20T12:55:06Z");
	char *found = strstr(text, from);
	CLEANUP(free) char *changed = NULL;
	struct error err = ERROR_INIT;

	assert_non_null(found);
	*found = '\0';
	changed = mem_printf("%s%s%s", text, to, found + strlen(from));
	assert_null(read_text(changed, &err));
	if (strstr(err.message, words) == NULL)
		fail_msg("'%s' is not in: %s", words, err.message);
}

static void
what_is_wrong_is_said_with_its_place(void **state)
{
	CLEANUP(free)
	char *id = mint_log_id_base64("Willow2026h1a", MINT_EC_P256);
	CLEANUP(free)
	char *key = mint_log_key_base64("Willow2026h1a", MINT_EC_P256);

	assert_refused("{\n \"version\"", "{ \"version\": \"2\",\n \"version\"",
	    "logs.json:2:");
	assert_refused("\"50.3\",", "\"50.3\"", "logs.json:3:");
	assert_refused("\"operators\"", "\"operaters\"",
	    "logs.json: a list of transparency logs has an array 'operators'");
	assert_refused("12:55:06Z", "12:77:06Z",
	    "logs.json: 'log_list_timestamp' is no time");
	assert_refused("2025-01-10T19", "2025-13-10T19",
	    "logs.json:12: operator 1, log 1: 'state': 'timestamp' is no time");
	assert_refused("\"end_exclusive\": \"2026-07",
	    "\"end_exclusive\": \"2025-07",
	    "operator 1, log 1: 'temporal_interval' ends before it begins");
	assert_refused(
	    id, "AAAA", "operator 2, log 1: 'log_id' is not 32 octets");
	assert_refused("\"tiled_logs\": [\n", "\"tiled_logs\": [ 7,\n",
	    "operator 2, log 1: there is no 'key'");
	assert_refused(key, "????", "operator 2, log 1: 'key' is no base64");
	assert_refused(key, "AAAA", "'key': is no SubjectPublicKeyInfo");
}

static void
an_id_that_is_not_of_the_key_is_refused(void **state)
{
	CLEANUP(free)
	char *id = mint_log_id_base64("Willow2026h1a", MINT_EC_P256);
	CLEANUP(free)
	char *other = mint_log_id_base64("another", MINT_EC_P256);

	assert_refused(id, other, "'log_id' is not the SHA-256 of 'key'");
}

static void
one_log_twice_is_refused(void **state)
{
	const struct mint_log_listed twice[] = {published[0], published[0]};
	CLEANUP(free) char *text = mint_log_json(twice, 2, "2026-05-20");
	struct error err = ERROR_INIT;

	assert_null(read_text(text, &err));
	assert_non_null(strstr(err.message, "are one log"));
}

static void
a_list_that_names_no_log_is_refused(void **state)
{
	struct error err = ERROR_INIT;

	assert_null(read_text("{\"operators\": []}", &err));
	assert_string_equal(err.message, "logs.json: it names no log");
	assert_null(read_text("[]", &err));
	assert_null(log_list_load("/nowhere/logs.json", &err));
	assert_non_null(strstr(err.message, "No such file"));
}

/* Names are shown to people. */
static void
names_are_made_fit_for_a_terminal(void **state)
{
	static const struct mint_log_listed listed[] = {{
	    .log = "x\\u001b[31m",
	    .operator= "Y\\u202e" },
	};
	CLEANUP(free) char *text = mint_log_json(listed, 1, "2026-05-20");
	CLEANUP(ct_logs_unref) struct ct_logs *logs = read_text(text, NULL);

	assert_non_null(logs);
	assert_string_equal(logs->items.items[0].name, "x\\x1b[31m log");
	assert_string_equal(logs->items.items[0].operator, "Y\\u{202e}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_published_list_is_read_whole),
	    cmocka_unit_test(a_log_that_changed_hands_had_its_operator_then),
	    cmocka_unit_test(what_a_retired_log_signed_before_counts),
	    cmocka_unit_test(a_log_that_is_not_listed_is_not_found),
	    cmocka_unit_test(another_text_is_another_generation),
	    cmocka_unit_test(a_list_is_stale_after_seventy_days),
	    cmocka_unit_test(a_list_without_a_date_has_that_of_its_file),
	    cmocka_unit_test(a_state_of_tomorrow_is_none_that_counts),
	    cmocka_unit_test(what_is_wrong_is_said_with_its_place),
	    cmocka_unit_test(an_id_that_is_not_of_the_key_is_refused),
	    cmocka_unit_test(one_log_twice_is_refused),
	    cmocka_unit_test(a_list_that_names_no_log_is_refused),
	    cmocka_unit_test(names_are_made_fit_for_a_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
