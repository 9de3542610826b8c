/* Events as journal fields: the names that queries are written against. */
#include "notify/journal_fields.h"

#include <ctype.h>

#include "base/mem.h"
#include "render/render_catalog.h"
#include "render/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

struct entry {
	struct strbuf block;
	struct journal_field fields[JOURNAL_FIELDS_MAX];
	size_t count;
};

/* Takes the event. */
static void
entry_of(struct entry *entry, struct event *event)
{
	*entry = (struct entry){.block = STRBUF_INIT(JOURNAL_FIELDS_BYTES_MAX)};
	journal_fields_event(&entry->block, event);
	event_unref(event);
	entry->count = journal_fields_split(
	    strbuf_text(&entry->block), entry->block.len, entry->fields);
}

/* Value of the nth field of that name, in a buffer that is reused; NULL. */
static const char *
nth(const struct entry *entry, const char *name, size_t n)
{
	static char value[JOURNAL_FIELDS_BYTES_MAX];
	size_t len = strlen(name);

	for (size_t i = 0; i < entry->count; i++) {
		const struct journal_field *field = &entry->fields[i];

		if (field->len <= len || field->bytes[len] != '=' ||
		    strncmp(field->bytes, name, len) != 0 || n-- > 0)
			continue;
		memcpy(value, field->bytes + len + 1, field->len - len - 1);
		value[field->len - len - 1] = '\0';
		return value;
	}
	return NULL;
}

static const char *
value_of(const struct entry *entry, const char *name)
{
	return nth(entry, name, 0);
}

static void
an_opening_has_all_its_fields(void **state)
{
	struct entry entry;

	entry_of(&entry, scene_event());
	assert_string_equal(value_of(&entry, "PRIORITY"), "2");
	assert_non_null(strstr(value_of(&entry, "MESSAGE"), "leaf-only"));
	assert_string_equal(value_of(&entry, "MESSAGE_ID"),
	    event_kind_message_id(EVENT_INCIDENT_OPENED));
	assert_string_equal(
	    value_of(&entry, "CHAINWATCH_EVENT"), "incident-opened");
	assert_string_equal(value_of(&entry, "CHAINWATCH_EVENT_ID"),
	    "00112233445566778899aabbccddeeff");
	assert_string_equal(value_of(&entry, "CHAINWATCH_SEQUENCE"), "7");
	assert_string_equal(
	    value_of(&entry, "CHAINWATCH_TIME"), "2026-06-01T00:00:00Z");
	assert_string_equal(
	    value_of(&entry, "CHAINWATCH_SEVERITY"), "critical");
	assert_string_equal(
	    value_of(&entry, "CHAINWATCH_FINDING"), "leaf-only");
	assert_string_equal(value_of(&entry, "CHAINWATCH_FINDING_ID"),
	    finding_info(FINDING_LEAF_ONLY)->message_id);
	assert_non_null(
	    strstr(value_of(&entry, "CHAINWATCH_DETAIL"), "is missing"));
	assert_string_equal(
	    value_of(&entry, "CHAINWATCH_FINDINGS"), "leaf-only");
	assert_string_equal(
	    value_of(&entry, "CHAINWATCH_ENDPOINT"), SCENE_HOST ":443");
	assert_string_equal(value_of(&entry, "CHAINWATCH_HOST"), SCENE_HOST);
	assert_string_equal(value_of(&entry, "CHAINWATCH_PORT"), "443");
	assert_string_equal(
	    value_of(&entry, "CHAINWATCH_ADDRESS"), "192.0.2.10:443");
	assert_string_equal(value_of(&entry, "CHAINWATCH_LABEL_TEAM"), "web");
	assert_string_equal(value_of(&entry, "CHAINWATCH_INCIDENT"),
	    "ffeeddccbbaa99887766554433221100");
	assert_string_equal(
	    value_of(&entry, "CHAINWATCH_ENDPOINTS"), SCENE_HOST ":443");
	strbuf_clear(&entry.block);
}

/* journald leaves the name of a field that is not there, and fills in 4 KiB. */
#define CATALOG_VALUE_MAX 4096

static void
check_catalog_fields(const char *entry_text, const struct entry *entry)
{
	const char *end = strstr(entry_text, "\n-- "), *at = entry_text;
	size_t count = 0;

	while ((at = strchr(at, '@')) != NULL && at < end) {
		const char *close = strchr(at + 1, '@');
		char *name = mem_printf("%.*s", (int)(close - at - 1), at + 1);
		const char *value = value_of(entry, name);

		if (value == NULL)
			fail_msg("the catalogue names %s", name);
		assert_true(
		    strlen(name) + 1 + strlen(value) <= CATALOG_VALUE_MAX);
		free(name);
		at = close + 1;
		count++;
	}
	assert_true(count > 0);
}

static void
the_catalogue_names_only_fields_that_are_there(void **state)
{
	static const enum event_kind kinds[] = {EVENT_INCIDENT_OPENED,
	    EVENT_INCIDENT_CHANGED, EVENT_INCIDENT_REMINDER,
	    EVENT_INCIDENT_RESOLVED, EVENT_CHAIN_REGRESSED, EVENT_MONITOR_FAULT,
	    EVENT_CHAIN_CHANGED};
	struct strbuf catalog = STRBUF_INIT(RENDER_CATALOG_MAX);

	render_catalog(&catalog);
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		struct event *event = scene_event();
		struct report *good = scene_good();
		struct entry entry;

		event->kind = kinds[i];
		event->before = verdict_new(good);
		event->after = verdict_new(event->report);
		report_unref(good);
		entry_of(&entry, event);
		check_catalog_fields(strstr(strbuf_text(&catalog),
					 value_of(&entry, "MESSAGE_ID")),
		    &entry);
		strbuf_clear(&entry.block);
	}
	strbuf_clear(&catalog);
}

static void
the_remedy_is_cure_and_recipes(void **state)
{
	struct entry entry;
	const char *remedy;

	entry_of(&entry, scene_event());
	remedy = value_of(&entry, "CHAINWATCH_REMEDY");
	assert_int_equal(strncmp(remedy, "Send ", 5), 0);
	assert_non_null(strstr(remedy, "\nnginx\n"));
	assert_non_null(strstr(remedy, "openssl s_client -connect 192.0.2.10"));
	strbuf_clear(&entry.block);
}

static void
a_change_carries_both_fingerprints(void **state)
{
	struct event *event = scene_event();
	struct report *good = scene_good();
	char fingerprint[CERT_FINGERPRINT_TEXT_MAX];
	struct entry entry;

	event->kind = EVENT_CHAIN_REGRESSED;
	event->before = verdict_new(good);
	event->after = verdict_new(event->report);
	cert_fingerprint(
	    event->report->presented->certs[0]->sha256, fingerprint);
	entry_of(&entry, event);
	assert_string_equal(value_of(&entry, "CHAINWATCH_AFTER"), fingerprint);
	cert_fingerprint(good->presented->certs[0]->sha256, fingerprint);
	assert_string_equal(value_of(&entry, "CHAINWATCH_BEFORE"), fingerprint);
	assert_non_null(strstr(
	    value_of(&entry, "CHAINWATCH_BEFORE_CHAIN"), " Test Intermediate"));
	assert_null(strchr(value_of(&entry, "CHAINWATCH_AFTER_CHAIN"), '\n'));
	report_unref(good);
	strbuf_clear(&entry.block);
}

static void
the_certificate_at_fault_is_named(void **state)
{
	struct event *event = scene_event();
	char fingerprint[CERT_FINGERPRINT_TEXT_MAX];
	struct entry entry;

	report_add(event->report, FINDING_LEAF_EXPIRED,
	    event->report->presented->certs[0], "expired");
	cert_fingerprint(
	    event->report->presented->certs[0]->sha256, fingerprint);
	event->finding = FINDING_LEAF_EXPIRED;
	entry_of(&entry, event);
	assert_string_equal(
	    value_of(&entry, "CHAINWATCH_CERTIFICATE"), fingerprint);
	strbuf_clear(&entry.block);
}

static void
each_address_has_a_field_and_their_number_is_bounded(void **state)
{
	struct event *event = scene_event();
	struct place place = event->places.items[0];
	struct entry entry;

	for (int i = 0; i < 1000; i++) {
		place.address.port++;
		*ARRAY_ADD(&event->places) = place;
	}
	entry_of(&entry, event);
	assert_non_null(nth(
	    &entry, "CHAINWATCH_ADDRESS", JOURNAL_FIELDS_ADDRESSES_MAX - 1));
	assert_null(
	    nth(&entry, "CHAINWATCH_ADDRESS", JOURNAL_FIELDS_ADDRESSES_MAX));
	strbuf_clear(&entry.block);
}

/* One address in two variants: the address once, the variant beside it. */
static void
a_variant_has_a_field_of_its_own(void **state)
{
	struct event *event = scene_event();
	struct place place = event->places.items[0];
	struct entry entry;

	place.variant = VARIANT_RSA;
	*ARRAY_ADD(&event->places) = place;
	entry_of(&entry, event);
	assert_non_null(nth(&entry, "CHAINWATCH_ADDRESS", 0));
	assert_null(nth(&entry, "CHAINWATCH_ADDRESS", 1));
	assert_string_equal(value_of(&entry, "CHAINWATCH_VARIANT"), "rsa");
	strbuf_clear(&entry.block);
}

static void
the_monitors_own_event_has_only_what_it_is(void **state)
{
	struct entry entry;

	entry_of(&entry, event_new(EVENT_MONITOR_STARTED, MINT_NOW));
	assert_string_equal(value_of(&entry, "MESSAGE"), "monitor-started");
	assert_null(value_of(&entry, "CHAINWATCH_FINDING"));
	assert_null(value_of(&entry, "CHAINWATCH_ENDPOINT"));
	assert_null(value_of(&entry, "CHAINWATCH_INCIDENT"));
	assert_null(value_of(&entry, "CHAINWATCH_EVENT_ID"));
	strbuf_clear(&entry.block);
}

static void
what_is_hushed_has_its_reason(void **state)
{
	struct event *event = event_new(EVENT_INCIDENT_OPENED, MINT_NOW);
	struct entry entry;

	event->severity = SEVERITY_CRITICAL;
	event->text = mem_strdup("a:443 is broken");
	event->hush = HUSH_MAINTENANCE;
	event->hush_words = mem_strdup("window nightly");
	entry_of(&entry, event);
	assert_string_equal(value_of(&entry, "PRIORITY"), "6");
	assert_string_equal(value_of(&entry, "MESSAGE"),
	    "a:443 is broken (not told; maintenance: window nightly)");
	assert_string_equal(
	    value_of(&entry, "CHAINWATCH_HUSHED"), "maintenance");
	assert_string_equal(
	    value_of(&entry, "CHAINWATCH_HUSH_REASON"), "window nightly");
	strbuf_clear(&entry.block);
}

static void
label_names_are_made_fit_for_journald(void **state)
{
	struct event *event = scene_event();
	struct entry entry;
	char *key = event->endpoint->settings->labels.items[0].key;

	free(key);
	key = mem_new(200, 1);
	memset(key, 'x', 199);
	memcpy(key, "cost-centre/\xc3\xbc=1", 17);
	event->endpoint->settings->labels.items[0].key = key;
	entry_of(&entry, event);
	for (size_t i = 0; i < entry.count; i++) {
		const char *name = entry.fields[i].bytes;
		const char *end = memchr(name, '=', entry.fields[i].len);

		assert_true(end - name <= 64);
		for (; name < end; name++)
			assert_true(isupper((unsigned char)*name) ||
			    isdigit((unsigned char)*name) || *name == '_');
	}
	strbuf_clear(&entry.block);
}

static void
a_newline_in_a_value_forges_no_field(void **state)
{
	struct event *event = scene_event();
	struct entry entry;

	free(event->text);
	event->text = mem_strdup("evil\nPRIORITY=0\nFAKE=1");
	entry_of(&entry, event);
	assert_string_equal(
	    value_of(&entry, "MESSAGE"), "evil\nPRIORITY=0\nFAKE=1");
	assert_null(value_of(&entry, "FAKE"));
	assert_null(nth(&entry, "PRIORITY", 1));
	strbuf_clear(&entry.block);
}

static void
a_log_line_has_level_subject_and_message(void **state)
{
	struct entry entry = {.block = STRBUF_INIT(JOURNAL_FIELDS_BYTES_MAX)};

	journal_fields_log(
	    &entry.block, LOG_LEVEL_WARNING, "www.example.test", "slow");
	entry.count = journal_fields_split(
	    strbuf_text(&entry.block), entry.block.len, entry.fields);
	assert_string_equal(value_of(&entry, "PRIORITY"), "4");
	assert_string_equal(
	    value_of(&entry, "MESSAGE"), "www.example.test: slow");
	assert_string_equal(
	    value_of(&entry, "CHAINWATCH_SUBJECT"), "www.example.test");
	strbuf_clear(&entry.block);
}

static void
a_block_that_was_cut_gives_no_broken_field(void **state)
{
	struct strbuf block = STRBUF_INIT(JOURNAL_FIELDS_BYTES_MAX);
	struct journal_field fields[JOURNAL_FIELDS_MAX];
	struct event *event = scene_event();
	size_t count;

	journal_fields_event(&block, event);
	count = journal_fields_split(strbuf_text(&block), block.len, fields);
	assert_int_equal(
	    journal_fields_split(strbuf_text(&block), block.len - 1, fields),
	    count - 1);
	assert_int_equal(journal_fields_split("\1", 1, fields), 0);
	event_unref(event);
	strbuf_clear(&block);
}

static void
fronts_are_told_each_once(void **state)
{
	char title[] = "eu-1";
	const struct endpoint_front front = {
	    .role = ENDPOINT_ROLE_LOAD_BALANCER, .title = title};
	struct event *event = scene_event();
	struct entry entry;

	for (int i = 0; i < 2; i++)
		*ARRAY_ADD(&event->vias) = (struct endpoint_via){
		    .front = &front, .provider = PROVIDER_AWS_ELB};
	entry_of(&entry, event);
	assert_string_equal(
	    value_of(&entry, "CHAINWATCH_FRONT"), "load-balancer eu-1");
	assert_string_equal(value_of(&entry, "CHAINWATCH_PROVIDER"), "aws-elb");
	assert_null(nth(&entry, "CHAINWATCH_FRONT", 1));
	strbuf_clear(&entry.block);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_opening_has_all_its_fields),
	    cmocka_unit_test(the_catalogue_names_only_fields_that_are_there),
	    cmocka_unit_test(the_remedy_is_cure_and_recipes),
	    cmocka_unit_test(a_change_carries_both_fingerprints),
	    cmocka_unit_test(the_certificate_at_fault_is_named),
	    cmocka_unit_test(
		each_address_has_a_field_and_their_number_is_bounded),
	    cmocka_unit_test(a_variant_has_a_field_of_its_own),
	    cmocka_unit_test(the_monitors_own_event_has_only_what_it_is),
	    cmocka_unit_test(what_is_hushed_has_its_reason),
	    cmocka_unit_test(label_names_are_made_fit_for_journald),
	    cmocka_unit_test(a_newline_in_a_value_forges_no_field),
	    cmocka_unit_test(a_log_line_has_level_subject_and_message),
	    cmocka_unit_test(a_block_that_was_cut_gives_no_broken_field),
	    cmocka_unit_test(fronts_are_told_each_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
