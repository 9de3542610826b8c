/* The newest of its name, never revised. */
#include "clients/build.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/client_trial.h"

#define HOST CLIENT_TRIAL_HOST

static const struct client_profile row = {CLIENT_TRIAL_ROW};

static void
order_does_not_matter(void **state)
{
	struct client_trial_levels made = client_trial_levels();

	assert_int_equal(client_trial_once(client_build_newest, &row,
			     mint_presented(made.leaf, made.up, made.low, NULL),
			     mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_ACCEPTED);
}

static void
the_newest_in_date_is_taken(void **state)
{
	struct client_trial_twins made = client_trial_twins();

	assert_int_equal(
	    client_trial_once(client_build_newest, &row,
		mint_presented(made.leaf, made.old, made.new, NULL),
		mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_ACCEPTED);
}

/* Both are in date; the younger one is of a CA that is not trusted. */
static void
the_newest_is_taken_though_it_leads_nowhere(void **state)
{
	const struct mint *root = MINT(.subject = "CN=Root", .is_ca = true);
	const struct mint *other = MINT(.subject = "CN=Other", .is_ca = true);
	const struct mint *good =
	    MINT(.subject = "CN=Inter", .is_ca = true, .key = "inter",
		.issuer = root, .not_before = MINT_NOW - 30 * MINT_DAY);
	const struct mint *bad =
	    MINT(.subject = "CN=Inter", .is_ca = true, .key = "inter",
		.issuer = other, .not_before = MINT_NOW - 3 * MINT_DAY);
	const struct mint *leaf =
	    MINT(.subject = "CN=" HOST, .issuer = good, .names = "DNS:" HOST);
	assert_int_equal(client_trial_once(client_build_newest, &row,
			     mint_presented(leaf, good, bad, NULL),
			     mint_trust("store", root, NULL)),
	    CLIENT_REASON_NOT_SENT);
	assert_int_equal(client_trial_once(client_build_newest, &row,
			     mint_presented(leaf, good, NULL),
			     mint_trust("store", root, NULL)),
	    CLIENT_REASON_ACCEPTED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(order_does_not_matter),
	    cmocka_unit_test(the_newest_in_date_is_taken),
	    cmocka_unit_test(the_newest_is_taken_though_it_leads_nowhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
