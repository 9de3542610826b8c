/* The open incidents: by key, by number, from each member. */
#include "incident/book.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#include "support/steps.h"

static void
one_key_one_incident(void **state)
{
	struct steps steps;
	struct watched *a, *b;
	struct open_incident *about_a, *about_cert;
	uint8_t cert[CERT_SHA256_LEN], other[CERT_SHA256_LEN];

	steps_init(&steps);
	a = steps_watch(&steps, "a", 1);
	b = steps_watch(&steps, "b", 1);
	verdict_made_sha256("L1", cert);
	verdict_made_sha256("L2", other);
	about_a =
	    book_open(&steps.book, FINDING_LEAF_ONLY, NULL, a->endpoint, 5);
	about_cert =
	    book_open(&steps.book, FINDING_LEAF_EXPIRED, cert, a->endpoint, 5);

	assert_ptr_equal(
	    book_find(&steps.book, FINDING_LEAF_ONLY, NULL, a->endpoint),
	    about_a);
	assert_null(
	    book_find(&steps.book, FINDING_LEAF_ONLY, NULL, b->endpoint));
	assert_null(
	    book_find(&steps.book, FINDING_WRONG_ORDER, NULL, a->endpoint));
	/* a certificate's incident is everybody's */
	assert_ptr_equal(
	    book_find(&steps.book, FINDING_LEAF_EXPIRED, cert, b->endpoint),
	    about_cert);
	assert_null(
	    book_find(&steps.book, FINDING_LEAF_EXPIRED, other, b->endpoint));
	assert_null(
	    book_find(&steps.book, FINDING_LEAF_EXPIRED, NULL, a->endpoint));
	steps_clear(&steps);
}

static void
endpoints_are_counted_once_each(void **state)
{
	struct steps steps;
	struct watched *a, *b;
	struct open_incident *open;
	struct place one = steps_place(1), two = steps_place(2);
	uint8_t cert[CERT_SHA256_LEN];

	steps_init(&steps);
	a = steps_watch(&steps, "a", 2);
	b = steps_watch(&steps, "b", 2);
	verdict_made_sha256("L1", cert);
	open =
	    book_open(&steps.book, FINDING_LEAF_EXPIRED, cert, a->endpoint, 5);
	book_join(open, a, &one, SEVERITY_CRITICAL, 5);
	book_join(open, a, &two, SEVERITY_CRITICAL, 5);
	book_join(open, b, &one, SEVERITY_CRITICAL, 6);
	assert_int_equal(incident_endpoint_count(open->incident), 2);
	book_leave(a, watched_member(a, open, &one));
	assert_int_equal(incident_endpoint_count(open->incident), 2);
	book_leave(a, watched_member(a, open, &two));
	assert_int_equal(incident_endpoint_count(open->incident), 1);
	assert_int_equal(open->incident->members.len, 1);
	assert_int_equal(
	    place_compare(&open->incident->members.items[0].place, &one), 0);
	steps_clear(&steps);
}

/* Members leave from the front, the back and the middle; each still finds
 * itself. */
static void
every_member_keeps_finding_itself(void **state)
{
	enum { COUNT = 60 };
	struct steps steps;
	struct watched *watched[COUNT];
	struct open_incident *open;
	uint8_t cert[CERT_SHA256_LEN];
	size_t left = COUNT;

	steps_init(&steps);
	verdict_made_sha256("I1", cert);
	for (int i = 0; i < COUNT; i++) {
		char name[20];

		snprintf(name, sizeof name, "e%d", i);
		watched[i] = steps_watch(&steps, name, 1);
	}
	open = book_open(&steps.book, FINDING_INTERMEDIATE_EXPIRED, cert,
	    watched[0]->endpoint, 1);
	for (int i = 0; i < COUNT; i++)
		book_join(open, watched[i], &watched[i]->targets[0].place,
		    SEVERITY_CRITICAL, 1);
	for (int i = 0; i < COUNT; i++) {
		int gone = i * 37 % COUNT;

		book_leave(watched[gone], &watched[gone]->memberships[0]);
		left--;
		assert_int_equal(open->incident->members.len, left);
		assert_int_equal(open->incident->endpoint_count, left);
		for (int k = 0; k < COUNT; k++) {
			if (watched[k]->membership_count == 0)
				continue;
			assert_ptr_equal(
			    book_member(&watched[k]->memberships[0])->endpoint,
			    watched[k]->endpoint);
		}
	}
	book_close(&steps.book, open, 9);
	assert_int_equal(open->incident->resolved_at, 9);
	assert_int_equal(steps.book.open.len, 0);
	steps_clear(&steps);
}

static void
as_bad_as_its_worst_member(void **state)
{
	struct steps steps;
	struct watched *a;
	struct open_incident *open;
	struct place one = steps_place(1), two = steps_place(2);

	steps_init(&steps);
	a = steps_watch(&steps, "a", 2);
	open =
	    book_open(&steps.book, FINDING_LEAF_EXPIRING, NULL, a->endpoint, 5);
	book_join(open, a, &one, SEVERITY_WARNING, 5);
	book_join(open, a, &two, SEVERITY_CRITICAL, 5);
	assert_int_equal(open->incident->severity, SEVERITY_CRITICAL);
	assert_false(
	    book_grade(watched_member(a, open, &one), SEVERITY_NOTICE));
	assert_true(
	    book_grade(watched_member(a, open, &two), SEVERITY_WARNING));
	assert_int_equal(open->incident->severity, SEVERITY_WARNING);
	book_leave(a, watched_member(a, open, &two));
	assert_int_equal(open->incident->severity, SEVERITY_NOTICE);
	book_leave(a, watched_member(a, open, &one));
	assert_int_equal(open->incident->severity, SEVERITY_NOTICE);
	book_close(&steps.book, open, 6);
	steps_clear(&steps);
}

static void
closed_ones_leave_the_list_and_stay_readable(void **state)
{
	struct steps steps;
	struct watched *a;
	struct open_incident *first, *second, *third;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 1);
	first = book_open(&steps.book, FINDING_LEAF_ONLY, NULL, a->endpoint, 5);
	second =
	    book_open(&steps.book, FINDING_WRONG_ORDER, NULL, a->endpoint, 5);
	third =
	    book_open(&steps.book, FINDING_OLD_PROTOCOL, NULL, a->endpoint, 5);
	book_close(&steps.book, first, 6);
	assert_int_equal(first->incident->code, FINDING_LEAF_ONLY);
	assert_null(
	    book_find(&steps.book, FINDING_LEAF_ONLY, NULL, a->endpoint));
	book_close(&steps.book, third, 6);
	assert_int_equal(steps.book.open.len, 1);
	assert_ptr_equal(steps.book.open.items[0], second);
	book_sweep(&steps.book);
	assert_int_equal(steps.book.closed.len, 0);
	steps_clear(&steps);
}

static void
ids_are_unique_also_when_reopened_at_once(void **state)
{
	struct steps steps;
	struct watched *a;
	char first[EVENT_ID_LEN + 1];
	struct open_incident *open;

	steps_init(&steps);
	a = steps_watch(&steps, "a", 1);
	open = book_open(&steps.book, FINDING_LEAF_ONLY, NULL, a->endpoint, 5);
	memcpy(first, open->incident->id, sizeof first);
	book_close(&steps.book, open, 5);
	open = book_open(&steps.book, FINDING_LEAF_ONLY, NULL, a->endpoint, 5);
	assert_string_not_equal(first, open->incident->id);
	steps_clear(&steps);
}

static void
members_follow_their_endpoint_to_its_new_self(void **state)
{
	struct steps steps;
	struct watched *a, *b;
	struct open_incident *about_a, *about_cert;
	struct endpoint *fresh = endpoint_new();
	uint8_t cert[CERT_SHA256_LEN];

	steps_init(&steps);
	a = steps_watch(&steps, "a", 1);
	b = steps_watch(&steps, "b", 1);
	hostname_copy(&fresh->host, &a->endpoint->host);
	endpoint_finish(fresh);
	verdict_made_sha256("L1", cert);
	about_a =
	    book_open(&steps.book, FINDING_LEAF_ONLY, NULL, a->endpoint, 5);
	about_cert =
	    book_open(&steps.book, FINDING_LEAF_EXPIRED, cert, a->endpoint, 5);
	book_join(about_a, a, NULL, SEVERITY_CRITICAL, 5);
	book_join(about_cert, a, NULL, SEVERITY_CRITICAL, 5);
	book_join(about_cert, b, NULL, SEVERITY_CRITICAL, 5);
	book_replace_endpoint(a, fresh);
	assert_ptr_equal(about_a->incident->endpoint, fresh);
	assert_ptr_equal(
	    about_cert->incident->members.items[0].endpoint, fresh);
	assert_ptr_equal(
	    about_cert->incident->members.items[1].endpoint, b->endpoint);
	endpoint_unref(fresh);
	steps_clear(&steps);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_key_one_incident),
	    cmocka_unit_test(endpoints_are_counted_once_each),
	    cmocka_unit_test(every_member_keeps_finding_itself),
	    cmocka_unit_test(as_bad_as_its_worst_member),
	    cmocka_unit_test(closed_ones_leave_the_list_and_stay_readable),
	    cmocka_unit_test(ids_are_unique_also_when_reopened_at_once),
	    cmocka_unit_test(members_follow_their_endpoint_to_its_new_self),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
