/* An endpoint, its targets, and where it is a member. */
#include "incident/watched.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/steps.h"

static void
finds_its_targets_by_address_and_port(void **state)
{
	struct steps steps;
	struct watched *watched;
	struct place address = steps_place(2);

	steps_init(&steps);
	watched = steps_watch(&steps, "a", 3);
	assert_ptr_equal(
	    watched_target(watched, &address), &watched->targets[1]);
	address.address.port = 8443;
	assert_null(watched_target(watched, &address));
	steps_clear(&steps);
}

static void
is_found_by_id_whichever_object_says_it(void **state)
{
	struct steps steps;
	struct watched *a, *twin, *b;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 1);
	twin = steps_watch(&steps, "a", 1);
	b = steps_watch(&steps, "b", 1);
	assert_true(watched_is(&a->item, twin->endpoint));
	assert_int_equal(a->item.hash, twin->item.hash);
	assert_false(watched_is(&a->item, b->endpoint));
	steps_clear(&steps);
}

static void
counts_members_by_address_not_as_a_whole(void **state)
{
	struct steps steps;
	struct watched *watched;
	struct open_incident *open, *other;
	struct place one = steps_place(1), two = steps_place(2);
	struct place rsa = place_in_variant(&two, VARIANT_RSA);

	steps_init(&steps);
	watched = steps_watch(&steps, "a", 2);
	open = book_open(
	    &steps.book, FINDING_LEAF_ONLY, NULL, watched->endpoint, 1);
	other = book_open(
	    &steps.book, FINDING_WRONG_ORDER, NULL, watched->endpoint, 1);
	book_join(open, watched, &one, SEVERITY_CRITICAL, 1);
	book_join(open, watched, &two, SEVERITY_CRITICAL, 1);
	book_join(open, watched, NULL, SEVERITY_CRITICAL, 1);
	book_join(other, watched, &two, SEVERITY_WARNING, 1);
	assert_int_equal(watched_member_count(watched, open), 2);
	/* the same address in another variant is one address */
	book_join(open, watched, &rsa, SEVERITY_CRITICAL, 1);
	assert_int_equal(watched_member_count(watched, open), 2);
	assert_null(watched_member(watched, other, &one));
	assert_non_null(watched_member(watched, other, &two));
	assert_ptr_equal(watched_member_anywhere(watched, other)->open, other);
	steps_clear(&steps);
}

static void
leaving_the_last_frees_the_list(void **state)
{
	struct steps steps;
	struct watched *watched;
	struct open_incident *open;

	steps_init(&steps);
	watched = steps_watch(&steps, "a", 1);
	open = book_open(
	    &steps.book, FINDING_LEAF_ONLY, NULL, watched->endpoint, 1);
	book_join(open, watched, NULL, SEVERITY_CRITICAL, 1);
	assert_non_null(watched->memberships);
	book_leave(watched, &watched->memberships[0]);
	assert_null(watched->memberships);
	assert_int_equal(watched->membership_count, 0);
	steps_clear(&steps);
}

static void
a_target_costs_less_than_256_bytes(void **state)
{
	/* one endpoint, one target, two heap blocks, its slot in the table */
	size_t cost = sizeof(struct watched) + sizeof(struct target_state) +
	    2 * 16 + 2 * sizeof(void *);

	assert_in_range(sizeof(struct target_state), 1, 88);
	assert_in_range(cost, 1, 255);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(finds_its_targets_by_address_and_port),
	    cmocka_unit_test(is_found_by_id_whichever_object_says_it),
	    cmocka_unit_test(counts_members_by_address_not_as_a_whole),
	    cmocka_unit_test(leaving_the_last_frees_the_list),
	    cmocka_unit_test(a_target_costs_less_than_256_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
