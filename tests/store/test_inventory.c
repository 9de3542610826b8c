/* Every certificate that is known, with who serves it. */
#include "store/inventory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/memory_db.h"

struct scene {
	struct db *db;
	struct inventory_page page;
	struct inventory_cursor cursor;
};

/* Digests are a number, 32 bytes wide. */
static void
add_cert(struct scene *scene, int number, int64_t not_after)
{
	memory_db_run(scene->db,
	    "INSERT INTO certificate (sha256, key_sha256, not_before, "
	    "not_after, label, issuer_label, first_seen) VALUES (x'%064d', "
	    "x'00', 0, %lld, 'cert %d', 'R11', 7)",
	    number, (long long)not_after, number);
}

/* A chain of those two; the third is needed and not sent, where it is not 0. */
static void
add_chain(struct scene *scene, int id, int leaf, int issuer, int anchor)
{
	memory_db_run(scene->db,
	    "INSERT INTO chain VALUES (x'%064d', x'%064d%064d', 0);"
	    "INSERT INTO chain_certificate VALUES (x'%064d', x'%064d');"
	    "INSERT INTO chain_certificate VALUES (x'%064d', x'%064d')",
	    id, leaf, issuer, leaf, id, issuer, id);
	if (anchor != 0)
		memory_db_run(scene->db,
		    "INSERT INTO chain_certificate VALUES (x'%064d', "
		    "x'%064d')",
		    anchor, id);
}

static void
add_seen(struct scene *scene, const char *endpoint, int host, int chain,
    int from, int to)
{
	char end[32] = "NULL";

	if (to != 0)
		snprintf(end, sizeof end, "%d", to);
	memory_db_run(scene->db,
	    "INSERT INTO chain_seen (endpoint, address, port, chain, "
	    "seen_from, seen_to) VALUES ('%s', x'c00002%02x', 443, x'%064d', "
	    "%d, %s)",
	    endpoint, (unsigned)host, chain, from, end);
}

static int
set_up(void **state)
{
	static struct scene scene;

	scene = (struct scene){.db = memory_db_open()};
	*state = &scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	inventory_page_clear(&scene->page);
	db_close(scene->db);
	return 0;
}

static const struct inventory_query all = {
    .ends_from = INT64_MIN, .ends_to = INT64_MAX};

static const struct inventory_page *
read_on(struct scene *scene, const struct inventory_query *query)
{
	struct error err = ERROR_INIT;

	if (!inventory_read(
		scene->db, query, &scene->cursor, &scene->page, &err))
		fail_msg("%s", err.message);
	return &scene->page;
}

/* From the beginning. */
static size_t
found(struct scene *scene, const struct inventory_query *query)
{
	scene->cursor = (struct inventory_cursor){0};
	return read_on(scene, query)->items.len;
}

static const struct inventory_cert *
cert_of(struct scene *scene, int number)
{
	ARRAY_EACH (cert, &scene->page.items) {
		char label[32];

		snprintf(label, sizeof label, "cert %d", number);
		if (strcmp(cert->label, label) == 0)
			return cert;
	}
	fail_msg("no certificate %d", number);
	return NULL;
}

static void
two_servers_of_one_issuer(struct scene *scene)
{
	for (int i = 1; i <= 4; i++)
		add_cert(scene, i, 1000 * i);
	memory_db_run(scene->db,
	    "UPDATE certificate SET issuer_label = label "
	    "WHERE label = 'cert 4'");
	add_chain(scene, 1, 1, 3, 4);
	add_chain(scene, 2, 2, 3, 4);
	add_seen(scene, "a.test:443", 1, 1, 50, 0);
	add_seen(scene, "a.test:443", 2, 1, 40, 0);
	add_seen(scene, "b.test:443", 1, 2, 60, 0);
}

static void
what_a_certificate_is_depends_on_where_it_stands(void **state)
{
	struct scene *scene = *state;

	two_servers_of_one_issuer(scene);
	add_cert(scene, 5, 5000);
	assert_int_equal(read_on(scene, &all)->items.len, 5);
	assert_int_equal(cert_of(scene, 1)->use, INVENTORY_OWN);
	assert_int_equal(cert_of(scene, 3)->use, INVENTORY_ISSUER);
	assert_int_equal(cert_of(scene, 4)->use, INVENTORY_ANCHOR);
	assert_int_equal(cert_of(scene, 5)->use, INVENTORY_UNUSED);
	assert_false(scene->page.has_more);
}

static void
who_breaks_with_it_is_counted_by_endpoints(void **state)
{
	struct scene *scene = *state;
	const struct inventory_cert *cert;

	two_servers_of_one_issuer(scene);
	read_on(scene, &all);
	cert = cert_of(scene, 4);
	assert_int_equal(cert->endpoint_count, 2);
	assert_int_equal(cert->place_count, 3);
	assert_int_equal(cert->places.len, 3);
	assert_int_equal(cert->endpoints.len, 2);
	assert_string_equal(cert->endpoints.items[1], "b.test:443");
	assert_int_equal(cert->since, 40);
	cert = cert_of(scene, 1);
	assert_int_equal(cert->endpoint_count, 1);
	assert_int_equal(cert->place_count, 2);
	assert_int_equal(cert->first_seen, 7);
}

static void
what_was_replaced_says_when_it_ended(void **state)
{
	struct scene *scene = *state;
	struct inventory_query query = all;

	two_servers_of_one_issuer(scene);
	add_cert(scene, 6, 6000);
	add_chain(scene, 6, 6, 3, 0);
	add_seen(scene, "c.test:443", 9, 6, 10, 20);
	add_seen(scene, "c.test:443", 9, 6, 25, 30);
	query.pattern = "c.test";
	read_on(scene, &query);
	assert_int_equal(cert_of(scene, 6)->use, INVENTORY_UNUSED);
	assert_int_equal(cert_of(scene, 6)->ended, 30);
	assert_true(cert_of(scene, 6)->has_fitting);
	assert_false(cert_of(scene, 3)->has_fitting);
	query.is_used_only = true;
	scene->cursor = (struct inventory_cursor){0};
	assert_int_equal(read_on(scene, &query)->items.len, 4);
}

static void
a_pattern_says_whether_an_endpoint_fits(void **state)
{
	struct scene *scene = *state;
	struct inventory_query query = all;

	two_servers_of_one_issuer(scene);
	query.pattern = "b.test";
	read_on(scene, &query);
	assert_false(cert_of(scene, 1)->has_fitting);
	assert_true(cert_of(scene, 2)->has_fitting);
	assert_true(cert_of(scene, 4)->has_fitting);
}

/* Nobody who looks for one of many has to read them all. */
static void
what_neither_name_nor_endpoint_fits_is_passed_over(void **state)
{
	struct scene *scene = *state;
	struct inventory_query query = all;

	two_servers_of_one_issuer(scene);
	memory_db_run(scene->db,
	    "UPDATE certificate SET more_names = 0, "
	    "names = 'x.' || substr(label, 6) || '.test' || char(10)");
	query.pattern = "*B.test*";
	assert_int_equal(found(scene, &query), 0);
	query.pattern = "b.test";
	assert_int_equal(found(scene, &query), 3);
	cert_of(scene, 2);
	cert_of(scene, 3);
	cert_of(scene, 4);
	query.pattern = "X.1.*";
	assert_int_equal(found(scene, &query), 1);
	cert_of(scene, 1);
	assert_false(scene->page.has_more);
}

/* What SQL would understand in another way, and names that were cut. */
static void
what_may_fit_is_not_passed_over(void **state)
{
	struct scene *scene = *state;
	struct inventory_query query = all;

	two_servers_of_one_issuer(scene);
	memory_db_run(scene->db,
	    "UPDATE certificate SET more_names = (label = 'cert 1'), "
	    "names = CASE WHEN label = 'cert 2' THEN NULL ELSE 'a' END");
	query.pattern = "none";
	assert_int_equal(found(scene, &query), 2);
	cert_of(scene, 1);
	cert_of(scene, 2);
	query.pattern = "[!n]one";
	assert_int_equal(found(scene, &query), 4);
}

/* Of names that are not listed beside it, and of issuers. */
static void
what_stands_in_its_bytes_is_not_passed_over(void **state)
{
	struct scene *scene = *state;
	struct inventory_query query = all;

	two_servers_of_one_issuer(scene);
	memory_db_run(scene->db,
	    "UPDATE certificate SET more_names = 0, names = 'a', "
	    "der = CAST('..spiffe://Corp/' || label || '..' AS BLOB)");
	query.pattern = "*SPIFFE*corp*";
	assert_int_equal(found(scene, &query), 4);
	query.pattern = "*spiffy*";
	assert_int_equal(found(scene, &query), 0);
	query.pattern = NULL;
	query.issuer = "organizationName=Corp";
	assert_int_equal(found(scene, &query), 4);
	query.issuer = "r11"; /* the label says it, but of the root */
	assert_int_equal(found(scene, &query), 3);
	query.issuer = "Nobody, CN=R1";
	assert_int_equal(found(scene, &query), 0);
	query.issuer = "CN=";
	assert_int_equal(found(scene, &query), 4);
}

/* A call ends, so that others get at the store, and the next goes on. */
static void
a_call_goes_through_so_many_only(void **state)
{
	struct scene *scene = *state;
	struct inventory_query query = all;
	unsigned calls = 0;

	memory_db_run(scene->db, "BEGIN");
	for (int i = 1; i <= 2500; i++)
		add_cert(scene, i, i);
	memory_db_run(
	    scene->db, "UPDATE certificate SET more_names = 0, names = 'a'");
	memory_db_run(scene->db, "COMMIT");
	query.pattern = "*2500";
	do {
		assert_int_equal(scene->page.items.len, 0);
		read_on(scene, &query);
		calls++;
	} while (scene->page.has_more);
	assert_int_equal(calls, 3);
	assert_int_equal(scene->page.items.len, 1);
	cert_of(scene, 2500);
}

static void
ends_are_bounds_that_count(void **state)
{
	struct scene *scene = *state;
	struct inventory_query query = {.ends_from = 2000, .ends_to = 3000};

	two_servers_of_one_issuer(scene);
	assert_int_equal(read_on(scene, &query)->items.len, 2);
	cert_of(scene, 2);
	cert_of(scene, 3);
}

/* Many end at the same time. */
static void
pages_follow_each_other_without_gap_or_double(void **state)
{
	struct scene *scene = *state;
	size_t count = 0;
	int64_t last = INT64_MIN;

	for (int i = 1; i <= 3 * INVENTORY_PAGE_MAX + 1; i++)
		add_cert(scene, i, i / 40 - 2);
	do {
		read_on(scene, &all);
		ARRAY_EACH (cert, &scene->page.items) {
			assert_true(cert->not_after >= last);
			last = cert->not_after;
			count++;
		}
	} while (scene->page.has_more);
	assert_int_equal(count, 3 * INVENTORY_PAGE_MAX + 1);
}

static void
of_many_places_some_are_named_and_all_counted(void **state)
{
	struct scene *scene = *state;
	const struct inventory_cert *cert;

	add_cert(scene, 1, 100);
	add_chain(scene, 1, 1, 2, 0);
	for (int i = 0; i < 2 * INVENTORY_MAX_PLACES; i++) {
		char endpoint[32];

		snprintf(endpoint, sizeof endpoint, "e%d.test:443", i);
		add_seen(scene, endpoint, i, 1, 10, 0);
	}
	read_on(scene, &all);
	cert = cert_of(scene, 1);
	assert_int_equal(cert->places.len, INVENTORY_MAX_PLACES);
	assert_int_equal(cert->endpoints.len, INVENTORY_MAX_ENDPOINTS);
	assert_int_equal(cert->place_count, 2 * INVENTORY_MAX_PLACES);
	assert_int_equal(cert->endpoint_count, 2 * INVENTORY_MAX_PLACES);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* Nobody trusts it by itself, so it is no anchor. */
static void
an_issuer_that_nobody_sends_is_missing(void **state)
{
	struct scene *scene = *state;

	two_servers_of_one_issuer(scene);
	add_cert(scene, 5, 5000);
	add_chain(scene, 3, 2, 3, 5);
	add_seen(scene, "c.test:443", 3, 3, 70, 0);
	read_on(scene, &all);
	assert_int_equal(cert_of(scene, 5)->use, INVENTORY_ABSENT);
	assert_int_equal(cert_of(scene, 4)->use, INVENTORY_ANCHOR);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_a_certificate_is_depends_on_where_it_stands),
	    TEST(an_issuer_that_nobody_sends_is_missing),
	    TEST(who_breaks_with_it_is_counted_by_endpoints),
	    TEST(what_was_replaced_says_when_it_ended),
	    TEST(a_pattern_says_whether_an_endpoint_fits),
	    TEST(what_neither_name_nor_endpoint_fits_is_passed_over),
	    TEST(what_may_fit_is_not_passed_over),
	    TEST(what_stands_in_its_bytes_is_not_passed_over),
	    TEST(a_call_goes_through_so_many_only),
	    TEST(ends_are_bounds_that_count),
	    TEST(pages_follow_each_other_without_gap_or_double),
	    TEST(of_many_places_some_are_named_and_all_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
