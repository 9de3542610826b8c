/* Which certificates were asked about. */
#include "fetch/revocation_subjects.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define MANY 700000 /* more than there is room for */

static const uint8_t *
digest(uint32_t number)
{
	static uint8_t bytes[32];
	uint64_t spread = (number + 1) * 0x9e3779b97f4a7c15u;

	memcpy(bytes, &spread, sizeof spread);
	return bytes;
}

static void
each_is_known_by_its_own_list(void **state)
{
	CLEANUP(revocation_subjects_free)
	struct revocation_subjects *subjects = revocation_subjects_new();

	for (uint32_t i = 0; i < 1000; i++)
		revocation_subjects_set_list(subjects, digest(i), i + 7);
	for (uint32_t i = 0; i < 1000; i++)
		assert_int_equal(
		    revocation_subjects_list(subjects, digest(i)), i + 7);
	assert_int_equal(revocation_subjects_list(subjects, digest(1000)),
	    REVOCATION_NO_LIST);
}

static void
changes_are_counted_for_one_alone(void **state)
{
	CLEANUP(revocation_subjects_free)
	struct revocation_subjects *subjects = revocation_subjects_new();
	uint32_t before;

	assert_int_equal(revocation_subjects_changes(subjects, digest(1)), 0);
	revocation_subjects_touch(subjects, digest(1));
	before = revocation_subjects_changes(subjects, digest(1));
	revocation_subjects_touch(subjects, digest(2));
	assert_int_equal(
	    revocation_subjects_changes(subjects, digest(1)), before);
	revocation_subjects_touch(subjects, digest(1));
	assert_int_not_equal(
	    revocation_subjects_changes(subjects, digest(1)), before);
}

/* What was forgotten does not come back as what it was. */
static void
they_are_bounded(void **state)
{
	CLEANUP(revocation_subjects_free)
	struct revocation_subjects *subjects = revocation_subjects_new();
	uint32_t before;

	revocation_subjects_touch(subjects, digest(0));
	before = revocation_subjects_changes(subjects, digest(0));
	for (uint32_t i = 1; i < MANY; i++)
		revocation_subjects_set_list(subjects, digest(i), 1);
	assert_int_equal(revocation_subjects_changes(subjects, digest(0)), 0);
	revocation_subjects_touch(subjects, digest(0));
	assert_int_not_equal(
	    revocation_subjects_changes(subjects, digest(0)), before);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_is_known_by_its_own_list),
	    cmocka_unit_test(changes_are_counted_for_one_alone),
	    cmocka_unit_test(they_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
