/* Outages of the monitor's own: what is written is what is read. */
#include "store/outage_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/memory_db.h"

static const struct outage there = {
    .of = OUTAGE_DNS,
    .since = 1000,
    .back_since = 2000,
    .looks = 9,
    .bad = 2,
    .ended_at = 300,
    .was_back_at = 240,
    .returns = 3,
};

static void
put(struct db *db, const struct outage *outage)
{
	struct rows rows = {0};
	struct error err = ERROR_INIT;

	outage_rows_add(&rows, outage);
	assert_true(rows_write(&rows, db, &err));
	rows_clear(&rows);
}

static void
get(struct db *db, struct outage outages[OUTAGE_COUNT])
{
	struct error err = ERROR_INIT;

	assert_true(outage_rows_load(db, outages, &err));
}

static void
none_is_zeros_of_its_kind(UNUSED void **state)
{
	CLEANUP(db_close) struct db *db = memory_db_open();
	struct outage outages[OUTAGE_COUNT] = {there, there};

	get(db, outages);
	for (int of = 0; of < OUTAGE_COUNT; of++)
		assert_true(outage_is_same(
		    &outages[of], &(struct outage){.of = (enum outage_of)of}));
}

static void
each_kind_has_the_newest_of_its_own(UNUSED void **state)
{
	CLEANUP(db_close) struct db *db = memory_db_open();
	struct outage outages[OUTAGE_COUNT];
	struct outage over = there;

	put(db, &there);
	over.of = OUTAGE_NETWORK;
	put(db, &over);
	over.since = over.back_since = 0;
	over.ended_at = 2060;
	put(db, &over);
	get(db, outages);
	assert_true(outage_is_same(&outages[OUTAGE_DNS], &there));
	assert_true(outage_is_same(&outages[OUTAGE_NETWORK], &over));
	assert_false(outage_is_same(&over, &there));
}

static void
one_that_is_not_known_is_left_out(UNUSED void **state)
{
	CLEANUP(db_close) struct db *db = memory_db_open();
	struct outage outages[OUTAGE_COUNT];

	memory_db_run(
	    db, "INSERT INTO outage VALUES ('moon', 1, 2, 3, 4, 5, 6, 7)");
	put(db, &there);
	get(db, outages);
	assert_true(outage_is_same(&outages[OUTAGE_DNS], &there));
	assert_int_equal(outages[OUTAGE_NETWORK].since, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(none_is_zeros_of_its_kind),
	    cmocka_unit_test(each_kind_has_the_newest_of_its_own),
	    cmocka_unit_test(one_that_is_not_known_is_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
