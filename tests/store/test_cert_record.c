/* One certificate out of the store: where it was ever served, who is near. */
#include "store/cert_record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "support/memory_db.h"

#define LEAF 1
#define ISSUER 2
#define ROOT 3

struct scene {
	struct db *db;
	struct cert_record record;
};

/* Digests are a number, 32 bytes wide; so are ids of chains. */
static void
add_cert(struct scene *scene, int number, const char *label, const char *issuer)
{
	memory_db_run(scene->db,
	    "INSERT INTO certificate (sha256, key_sha256, not_before, "
	    "not_after, label, issuer_label, first_seen) VALUES (x'%064d', "
	    "x'00', 0, 5000, '%s', '%s', 7)",
	    number, label, issuer);
}

/* Of LEAF and ISSUER, which needs ROOT. */
static int
set_up(void **state)
{
	static struct scene scene;

	scene = (struct scene){.db = memory_db_open()};
	*state = &scene;
	add_cert(&scene, LEAF, "www.test", "R11");
	add_cert(&scene, ISSUER, "R11", "Root");
	add_cert(&scene, ROOT, "Root", "Root");
	memory_db_run(scene.db,
	    "INSERT INTO chain VALUES (x'%064d', x'%064d%064d', 0)", 100, LEAF,
	    ISSUER);
	for (int i = LEAF; i <= ROOT; i++)
		memory_db_run(scene.db,
		    "INSERT INTO chain_certificate VALUES (x'%064d', x'%064d')",
		    i, 100);
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	cert_record_clear(&scene->record);
	db_close(scene->db);
	return 0;
}

static void
show(struct scene *scene, const char *endpoint, int from, const char *to)
{
	memory_db_run(scene->db,
	    "INSERT INTO chain_seen (endpoint, address, port, chain, "
	    "seen_from, seen_to) VALUES ('%s', x'c0000201', 443, x'%064d', "
	    "%d, %s)",
	    endpoint, 100, from, to);
}

static const struct cert_record *
read_from(struct scene *scene, int number, size_t from)
{
	uint8_t sha256[CERT_SHA256_LEN] = {0};
	struct error err = ERROR_INIT;

	sha256[31] = (uint8_t)number;
	cert_record_clear(&scene->record);
	if (!cert_record_read(scene->db, sha256, from, &scene->record, &err))
		fail_msg("%s", err.message);
	return &scene->record;
}

static void
one_that_was_never_seen_is_not_known(void **state)
{
	assert_false(read_from(*state, 9, 0)->is_known);
}

static void
every_place_that_ever_showed_it_is_told_with_its_times(void **state)
{
	struct scene *scene = *state;
	const struct cert_record *record;

	show(scene, "a.test:443", 10, "20");
	show(scene, "a.test:443", 30, "NULL");
	show(scene, "b.test:443", 5, "8");
	record = read_from(scene, ISSUER, 0);
	assert_true(record->is_known);
	assert_string_equal(record->cert.label, "R11");
	assert_int_equal(record->cert.place_count, 1);
	assert_int_equal(record->seen_count, 3);
	assert_int_equal(record->seen.len, 3);
	assert_string_equal(record->seen.items[0].endpoint, "a.test:443");
	assert_int_equal(record->seen.items[0].from, 30);
	assert_int_equal(record->seen.items[0].to, 0);
	assert_int_equal(record->seen.items[0].position, 2);
	assert_int_equal(record->seen.items[1].from, 10);
	assert_int_equal(record->seen.items[1].to, 20);
	assert_string_equal(record->seen.items[2].endpoint, "b.test:443");
}

static void
what_is_needed_and_not_sent_has_no_position(void **state)
{
	struct scene *scene = *state;

	show(scene, "a.test:443", 10, "NULL");
	assert_int_equal(read_from(scene, ROOT, 0)->seen.items[0].position, 0);
	assert_int_equal(read_from(scene, LEAF, 0)->seen.items[0].position, 1);
}

static void
places_come_in_pages(void **state)
{
	struct scene *scene = *state;
	char name[32];

	for (int i = 0; i < CERT_RECORD_PAGE + 2; i++) {
		snprintf(name, sizeof name, "h%03d.test:443", i);
		show(scene, name, 10, "NULL");
	}
	assert_int_equal(read_from(scene, LEAF, 0)->seen.len, CERT_RECORD_PAGE);
	assert_int_equal(read_from(scene, LEAF, CERT_RECORD_PAGE)->seen.len, 2);
	assert_int_equal(scene->record.seen_count, CERT_RECORD_PAGE + 2);
}

static void
neighbours_are_those_of_its_chains_by_name(void **state)
{
	struct scene *scene = *state;
	const struct cert_record *record;

	add_cert(scene, 4, "Root", "Root"); /* stands in no chain with it */
	record = read_from(scene, ISSUER, 0);
	assert_int_equal(record->issuers.items.len, 1);
	assert_int_equal(record->issuers.items.items[0].sha256[31], ROOT);
	assert_int_equal(record->issued.items.len, 1);
	assert_string_equal(record->issued.items.items[0].label, "www.test");
	assert_false(record->has_more_issued);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(one_that_was_never_seen_is_not_known),
	    TEST(every_place_that_ever_showed_it_is_told_with_its_times),
	    TEST(what_is_needed_and_not_sent_has_no_position),
	    TEST(places_come_in_pages),
	    TEST(neighbours_are_those_of_its_chains_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
