/* What was, out of the store, in the order of time. */
#include "store/history.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "store/schema.h"

#define DAY 86400

struct scene {
	struct db *db;
	struct history_page page;
	struct history_cursor cursor;
};

static void
run(struct scene *scene, const char *sql)
{
	struct error err = ERROR_INIT;

	if (!db_exec(scene->db, sql, &err))
		fail_msg("%s", err.message);
}

/* A certificate of one letter 32 times, and the chain of it alone. */
static void
add_leaf(
    struct scene *scene, char letter, int64_t not_before, int64_t not_after)
{
	char digest[65], sql[1024];

	for (int i = 0; i < 32; i++)
		snprintf(digest + 2 * i, 3, "%02x", (unsigned)letter);
	snprintf(sql, sizeof sql,
	    "INSERT INTO certificate (sha256, key_sha256, not_before, "
	    "not_after, label, issuer_label, first_seen) VALUES (x'%s', x'00', "
	    "%lld, %lld, 'leaf %c', 'R11', 0);"
	    "INSERT INTO chain VALUES (x'%s', x'%s', 0)",
	    digest, (long long)not_before, (long long)not_after, letter, digest,
	    digest);
	run(scene, sql);
}

static void
add_seen(struct scene *scene, const char *endpoint, const char *address,
    char letter, int64_t from, int64_t to)
{
	char digest[65], sql[1024], end[32] = "NULL";

	for (int i = 0; i < 32; i++)
		snprintf(digest + 2 * i, 3, "%02x", (unsigned)letter);
	if (to != 0)
		snprintf(end, sizeof end, "%lld", (long long)to);
	snprintf(sql, sizeof sql,
	    "INSERT INTO chain_seen (endpoint, address, port, chain, "
	    "seen_from, seen_to) VALUES ('%s', x'%s', 443, x'%s', %lld, %s)",
	    endpoint, address, digest, (long long)from, end);
	run(scene, sql);
}

static void
add_incident(struct scene *scene, const char *id, const char *endpoint,
    int64_t from, int64_t to)
{
	char sql[1024], end[32] = "NULL";

	if (to != 0)
		snprintf(end, sizeof end, "%lld", (long long)to);
	snprintf(sql, sizeof sql,
	    "INSERT INTO incident (id, finding, severity, sha256, endpoint, "
	    "opened_at, changed_at, resolved_at, detail, endpoint_count, "
	    "told, told_at, told_count) VALUES ('%s', 'leaf-only', 'critical', "
	    "NULL, "
	    "'%s', %lld, %lld, %s, 'words', 1, 'told', %lld, 1);"
	    "INSERT INTO incident_endpoint VALUES ('%s', '%s', %lld, %s)",
	    id, endpoint, (long long)from, (long long)from, end,
	    (long long)from, endpoint, id, (long long)from, end);
	run(scene, sql);
}

static int
set_up(void **state)
{
	static struct scene scene;
	const struct db_options options = {.path = ":memory:"};
	struct error err = ERROR_INIT;

	scene = (struct scene){.db = db_open(&options, &err)};
	*state = &scene;
	return scene.db == NULL || !schema_migrate(scene.db, &err);
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	history_page_clear(&scene->page);
	db_close(scene->db);
	return 0;
}

static const struct history_page *
read_on(struct scene *scene, const struct history_query *query)
{
	struct error err = ERROR_INIT;

	if (!history_read(scene->db, query, &scene->cursor, &scene->page, &err))
		fail_msg("%s", err.message);
	return &scene->page;
}

static const struct history_page *
read_all(struct scene *scene, const char *pattern)
{
	const struct history_query query = {.pattern = pattern};

	scene->cursor = (struct history_cursor){0};
	return read_on(scene, &query);
}

static void
a_renewal_names_what_it_replaced(void **state)
{
	struct scene *scene = *state;
	const struct history_entry *entry;

	add_leaf(scene, 'A', 100 * DAY, 190 * DAY);
	add_leaf(scene, 'B', 160 * DAY, 250 * DAY);
	add_seen(scene, "a.test:443", "c0000201", 'A', 101 * DAY, 162 * DAY);
	add_seen(scene, "a.test:443", "c0000201", 'B', 162 * DAY, 0);
	assert_int_equal(read_all(scene, NULL)->items.len, 2);
	entry = &scene->page.items.items[0];
	assert_int_equal(entry->kind, HISTORY_CHAIN);
	assert_int_equal(entry->change, HISTORY_FIRST);
	assert_int_equal(entry->to, 162 * DAY);
	entry = &scene->page.items.items[1];
	assert_int_equal(entry->change, HISTORY_RENEWED);
	assert_int_equal(entry->from, 162 * DAY);
	assert_int_equal(entry->to, 0);
	assert_string_equal(entry->leaf.label, "leaf B");
	assert_string_equal(entry->leaf.issuer_label, "R11");
	assert_string_equal(entry->before.label, "leaf A");
	assert_int_equal(entry->before.not_after, 190 * DAY);
	assert_int_equal(entry->place.address.port, 443);
	assert_int_equal(entry->cert_count, 1);
}

static void
an_older_certificate_is_a_return(void **state)
{
	struct scene *scene = *state;

	add_leaf(scene, 'A', 100 * DAY, 190 * DAY);
	add_leaf(scene, 'B', 160 * DAY, 250 * DAY);
	add_seen(scene, "a.test:443", "c0000201", 'B', 162 * DAY, 163 * DAY);
	add_seen(scene, "a.test:443", "c0000201", 'A', 163 * DAY, 0);
	assert_int_equal(
	    read_all(scene, NULL)->items.items[1].change, HISTORY_RETURNED);
}

static void
other_certificates_behind_the_same_are_no_renewal(void **state)
{
	struct scene *scene = *state;

	add_leaf(scene, 'A', 100 * DAY, 190 * DAY);
	add_leaf(scene, 'B', 0, 999 * DAY);
	run(scene,
	    "UPDATE chain SET certificates = (SELECT sha256 FROM certificate "
	    "WHERE label = 'leaf A') || certificates WHERE id = (SELECT sha256 "
	    "FROM certificate WHERE label = 'leaf B')");
	add_seen(scene, "a.test:443", "c0000201", 'A', 101 * DAY, 102 * DAY);
	add_seen(scene, "a.test:443", "c0000201", 'B', 102 * DAY, 0);
	assert_int_equal(
	    read_all(scene, NULL)->items.items[1].change, HISTORY_REBUILT);
	assert_int_equal(scene->page.items.items[1].cert_count, 2);
}

static void
another_address_is_another_story(void **state)
{
	struct scene *scene = *state;

	add_leaf(scene, 'A', 100 * DAY, 190 * DAY);
	add_leaf(scene, 'B', 160 * DAY, 250 * DAY);
	add_seen(scene, "a.test:443", "c0000201", 'A', 101 * DAY, 0);
	add_seen(scene, "a.test:443", "c0000202", 'B', 162 * DAY, 0);
	assert_int_equal(
	    read_all(scene, NULL)->items.items[1].change, HISTORY_FIRST);
}

static void
a_certificate_that_is_forgotten_has_no_name(void **state)
{
	struct scene *scene = *state;

	add_leaf(scene, 'A', 100 * DAY, 190 * DAY);
	run(scene, "DELETE FROM certificate");
	add_seen(scene, "a.test:443", "c0000201", 'A', 101 * DAY, 0);
	assert_null(read_all(scene, NULL)->items.items[0].leaf.label);
	assert_int_equal(scene->page.items.items[0].leaf.sha256[0], 'A');
}

static void
chains_and_incidents_stand_in_one_line_of_time(void **state)
{
	struct scene *scene = *state;
	const struct history_page *page;

	add_leaf(scene, 'A', 100 * DAY, 190 * DAY);
	add_incident(
	    scene, "0000000000000000000000000000000b", "a.test:443", 150, 0);
	add_seen(scene, "a.test:443", "c0000201", 'A', 100, 0);
	add_seen(scene, "b.test:443", "c0000201", 'A', 200, 0);
	add_incident(
	    scene, "0000000000000000000000000000000a", "b.test:443", 250, 300);
	page = read_all(scene, NULL);
	assert_int_equal(page->items.len, 4);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(page->items.items[i].from, 100 + 50 * i);
		assert_int_equal(page->items.items[i].kind,
		    i % 2 == 0 ? HISTORY_CHAIN : HISTORY_INCIDENT);
	}
	assert_int_equal(page->items.items[3].to, 300);
	assert_string_equal(page->items.items[3].finding, "leaf-only");
	assert_string_equal(page->items.items[3].endpoint, "b.test:443");
	assert_int_equal(page->items.items[3].endpoint_count, 1);
	assert_false(page->has_more);
}

static void
a_pattern_takes_what_it_fits(void **state)
{
	struct scene *scene = *state;

	add_leaf(scene, 'A', 0, DAY);
	add_seen(scene, "a.test:443", "c0000201", 'A', 1, 0);
	add_seen(scene, "a.test:8443", "c0000201", 'A', 2, 0);
	add_seen(scene, "ba.test:443", "c0000201", 'A', 3, 0);
	add_seen(scene, "[2001:db8::1]:443", "c0000201", 'A', 4, 0);
	add_incident(
	    scene, "0000000000000000000000000000000a", "ba.test:443", 5, 6);
	assert_int_equal(read_all(scene, "a.test")->items.len, 2);
	assert_int_equal(read_all(scene, "a.test:443")->items.len, 1);
	assert_int_equal(read_all(scene, "*a.test")->items.len, 4);
	assert_int_equal(read_all(scene, "ba.test")->items.len, 2);
	assert_int_equal(read_all(scene, "[2001:db8::1]:443")->items.len, 1);
	assert_int_equal(read_all(scene, "[2001:db8::1]")->items.len, 1);
	assert_int_equal(read_all(scene, "test")->items.len, 0);
}

static void
pages_follow_each_other_without_gap_or_double(void **state)
{
	struct scene *scene = *state;
	const struct history_query query = {0};
	size_t count = 0, pages = 0;
	int64_t last = 0;

	add_leaf(scene, 'A', 0, DAY);
	for (int i = 0; i < 300; i++) {
		char endpoint[32], id[33];

		snprintf(endpoint, sizeof endpoint, "e%d.test:443", i);
		snprintf(id, sizeof id, "%032d", i);
		add_seen(scene, endpoint, "c0000201", 'A', 1 + i / 7, 0);
		add_incident(scene, id, endpoint, 1 + i / 5, 0);
	}
	do {
		read_on(scene, &query);
		ARRAY_EACH (entry, &scene->page.items) {
			assert_true(entry->from >= last);
			last = entry->from;
			count++;
		}
		pages++;
	} while (scene->page.has_more);
	assert_int_equal(count, 600);
	assert_int_equal(pages, 3);
}

static void
the_last_are_found_by_their_time(void **state)
{
	struct scene *scene = *state;
	struct history_query query = {0};
	struct error err = ERROR_INIT;

	add_leaf(scene, 'A', 0, DAY);
	for (int i = 1; i <= 9; i++)
		add_seen(scene, i % 2 == 0 ? "a.test:443" : "b.test:443",
		    i % 3 == 0 ? "c0000201" : "c0000202", 'A', i * 10,
		    i * 10 + 1);
	add_incident(
	    scene, "0000000000000000000000000000000a", "a.test:443", 85, 0);
	assert_true(history_last(scene->db, &query, 3, &query.since, &err));
	assert_int_equal(query.since, 80);
	assert_int_equal(read_on(scene, &query)->items.len, 3);
	query.pattern = "a.test";
	assert_true(history_last(scene->db, &query, 3, &query.since, &err));
	assert_int_equal(query.since, 60);
	assert_true(history_last(scene->db, &query, 30, &query.since, &err));
	assert_int_equal(query.since, 0);
}

static void
what_lasted_until_then_counts_where_it_is_asked_for(void **state)
{
	struct scene *scene = *state;
	struct history_query query = {.since = 500};

	add_incident(
	    scene, "0000000000000000000000000000000a", "a.test:443", 100, 499);
	add_incident(
	    scene, "0000000000000000000000000000000b", "a.test:443", 100, 500);
	add_incident(
	    scene, "0000000000000000000000000000000c", "a.test:443", 100, 0);
	assert_int_equal(read_on(scene, &query)->items.len, 0);
	query.has_lasting = true;
	scene->cursor = (struct history_cursor){0};
	assert_int_equal(read_on(scene, &query)->items.len, 2);
	query = (struct history_query){.is_open_only = true};
	scene->cursor = (struct history_cursor){0};
	assert_int_equal(read_on(scene, &query)->items.len, 1);
	assert_string_equal(
	    scene->page.items.items[0].id, "0000000000000000000000000000000c");
}

static void
an_incident_names_first_whom_one_asked_for(void **state)
{
	struct scene *scene = *state;
	const struct history_entry *entry;

	add_incident(
	    scene, "0000000000000000000000000000000a", "a0.test:443", 100, 0);
	for (int i = 1; i < 9; i++) {
		char sql[256];

		snprintf(sql, sizeof sql,
		    "INSERT INTO incident_endpoint VALUES ('a%d.test:443', "
		    "'0000000000000000000000000000000a', %d, NULL)",
		    i, 100 + i);
		run(scene, sql);
	}
	entry = &read_all(scene, "a8.test")->items.items[0];
	assert_int_equal(entry->endpoint_count, 9);
	assert_int_equal(entry->endpoints.len, HISTORY_MAX_ENDPOINTS);
	assert_string_equal(entry->endpoints.items[0], "a8.test:443");
	assert_string_equal(entry->endpoints.items[1], "a0.test:443");
}

static void
who_sees_to_it_and_why_it_is_quiet_is_told(void **state)
{
	struct scene *scene = *state;
	const struct history_entry *entry;

	add_incident(
	    scene, "0000000000000000000000000000000a", "a.test:443", 100, 0);
	run(scene,
	    "UPDATE incident SET hush = 'silenced', hush_words = 'by ann', "
	    "acked_at = 120, ack_author = 'bob', ack_reason = 'on it', "
	    "ack_until = 150");
	entry = &read_all(scene, NULL)->items.items[0];
	assert_string_equal(entry->hush, "silenced");
	assert_string_equal(entry->hush_words, "by ann");
	assert_string_equal(entry->ack_author, "bob");
	assert_string_equal(entry->ack_reason, "on it");
	assert_int_equal(entry->acked_at, 120);
	assert_int_equal(entry->ack_until, 150);
}

static void
what_an_incident_met_goes_with_it(void **state)
{
	struct scene *scene = *state;
	struct error err = ERROR_INIT;
	int64_t count = -1;

	add_incident(
	    scene, "0000000000000000000000000000000a", "a.test:443", 100, 0);
	run(scene, "DELETE FROM incident");
	assert_true(db_ask_int(scene->db,
	    "SELECT count(*) FROM incident_endpoint", 0, &count, &err));
	assert_int_equal(count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_renewal_names_what_it_replaced),
	    TEST(an_older_certificate_is_a_return),
	    TEST(other_certificates_behind_the_same_are_no_renewal),
	    TEST(another_address_is_another_story),
	    TEST(a_certificate_that_is_forgotten_has_no_name),
	    TEST(chains_and_incidents_stand_in_one_line_of_time),
	    TEST(a_pattern_takes_what_it_fits),
	    TEST(pages_follow_each_other_without_gap_or_double),
	    TEST(the_last_are_found_by_their_time),
	    TEST(what_lasted_until_then_counts_where_it_is_asked_for),
	    TEST(an_incident_names_first_whom_one_asked_for),
	    TEST(who_sees_to_it_and_why_it_is_quiet_is_told),
	    TEST(what_an_incident_met_goes_with_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
