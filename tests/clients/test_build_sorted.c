/* What was sent, sorted by names and looked at once. */
#include "clients/build.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/client_trial.h"

static const struct client_profile row = {CLIENT_TRIAL_ROW};

static void
what_was_sent_is_sorted(void **state)
{
	struct client_trial_levels made = client_trial_levels();

	assert_int_equal(
	    client_trial_once(client_build_sorted, &row,
		mint_presented(made.leaf, made.root, made.up, made.low, NULL),
		mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_ACCEPTED);
}

static void
an_expired_twin_in_front_is_fatal(void **state)
{
	struct client_trial_twins made = client_trial_twins();

	assert_int_equal(
	    client_trial_once(client_build_sorted, &row,
		mint_presented(made.leaf, made.old, made.new, NULL),
		mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_EXPIRED);
	assert_int_equal(
	    client_trial_once(client_build_sorted, &row,
		mint_presented(made.leaf, made.new, made.old, NULL),
		mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_ACCEPTED);
}

/* The root that was sent above an anchor is not looked at. */
static void
it_is_cut_where_it_meets_the_store(void **state)
{
	struct client_trial_levels made = client_trial_levels();

	assert_int_equal(
	    client_trial_once(client_build_sorted, &row,
		mint_presented(made.leaf, made.low, made.up, made.root, NULL),
		mint_trust("store", made.up, NULL)),
	    CLIENT_REASON_ACCEPTED);
}

static void
a_root_that_nobody_trusts_is_dropped_before_the_store_is_asked(void **state)
{
	struct client_trial_levels made = client_trial_levels();
	const struct mint *other = MINT(.subject = "CN=Other", .is_ca = true);

	assert_int_equal(
	    client_trial_once(client_build_sorted, &row,
		mint_presented(made.leaf, made.low, made.up, made.root, NULL),
		mint_trust("store", other, NULL)),
	    CLIENT_REASON_NOT_SENT);
	assert_int_equal(client_trial_once(client_build_sorted, &row,
			     mint_presented(made.leaf, made.low, NULL),
			     mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_NOT_SENT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_was_sent_is_sorted),
	    cmocka_unit_test(an_expired_twin_in_front_is_fatal),
	    cmocka_unit_test(it_is_cut_where_it_meets_the_store),
	    cmocka_unit_test(
		a_root_that_nobody_trusts_is_dropped_before_the_store_is_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
