/* Each certificate issued by the next one. */
#include "clients/build.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/client_trial.h"

#define HOST CLIENT_TRIAL_HOST

static const struct client_profile row = {CLIENT_TRIAL_ROW};

/* Two intermediates: leaf, low, up, root. */
struct levels {
	const struct mint *root, *up, *low, *leaf;
};

static struct levels
levels(void)
{
	struct levels made = {
	    .root = MINT(.subject = "CN=Root", .is_ca = true)};

	made.up = MINT(.subject = "CN=Up", .is_ca = true, .issuer = made.root);
	made.low = MINT(.subject = "CN=Low", .is_ca = true, .issuer = made.up);
	made.leaf = MINT(.subject = "CN=" HOST, .issuer = made.low,
	    .names = "DNS:" HOST);
	return made;
}

static void
each_is_issued_by_the_next(void **state)
{
	struct levels made = levels();
	struct client_trial trial;

	client_trial_start(&trial,
	    mint_presented(made.leaf, made.low, made.up, NULL),
	    mint_trust("store", made.root, NULL));
	assert_int_equal(client_trial_ask(&trial, client_build_strict, &row),
	    CLIENT_REASON_ACCEPTED);
	client_trial_end(&trial);
	client_trial_start(&trial,
	    mint_presented(made.leaf, made.up, made.low, NULL),
	    mint_trust("store", made.root, NULL));
	assert_int_equal(client_trial_ask(&trial, client_build_strict, &row),
	    CLIENT_REASON_NOT_IN_ORDER);
	client_trial_end(&trial);
	client_trial_start(&trial,
	    mint_presented(made.leaf, made.leaf, made.low, made.up, NULL),
	    mint_trust("store", made.root, NULL));
	assert_int_equal(client_trial_ask(&trial, client_build_strict, &row),
	    CLIENT_REASON_NOT_IN_ORDER);
	client_trial_end(&trial);
}

static void
what_comes_behind_the_needed_part_is_not_looked_at(void **state)
{
	struct levels made = levels();
	const struct mint *ca = MINT(.subject = "CN=Other", .is_ca = true);
	struct client_trial trial;

	client_trial_start(&trial,
	    mint_presented(made.leaf, made.low, made.up, ca, made.leaf, NULL),
	    mint_trust("store", made.root, NULL));
	assert_int_equal(client_trial_ask(&trial, client_build_strict, &row),
	    CLIENT_REASON_ACCEPTED);
	client_trial_end(&trial);
}

static void
a_chain_that_stops_short_ends_nowhere(void **state)
{
	struct levels made = levels();
	struct client_trial trial;

	client_trial_start(&trial, mint_presented(made.leaf, made.low, NULL),
	    mint_trust("store", made.root, NULL));
	assert_int_equal(client_trial_ask(&trial, client_build_strict, &row),
	    CLIENT_REASON_NOT_SENT);
	client_trial_end(&trial);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_is_issued_by_the_next),
	    cmocka_unit_test(
		what_comes_behind_the_needed_part_is_not_looked_at),
	    cmocka_unit_test(a_chain_that_stops_short_ends_nowhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
