/* Every issuer tried, backing up on any failure. */
#include "clients/build.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/client_trial.h"

static const struct client_profile row = {
    CLIENT_TRIAL_ROW,
    .anchor_rules = CLIENT_ANCHOR_DATES,
};
static const struct client_profile shallow = {
    CLIENT_TRIAL_ROW,
    .max_intermediates = 1,
};
static const struct client_profile impatient = {
    CLIENT_TRIAL_ROW,
    .max_steps = 2,
};
static const struct client_profile fetches = {
    CLIENT_TRIAL_ROW,
    .issuers = CLIENT_FETCHES,
};

static void
order_and_extras_do_not_matter(void **state)
{
	struct client_trial_levels made = client_trial_levels();
	struct client_trial_twins others = client_trial_twins();

	assert_int_equal(client_trial_once(client_build_every_path, &row,
			     mint_presented(made.leaf, others.old, made.up,
				 others.leaf, made.low, NULL),
			     mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_ACCEPTED);
}

static void
it_backs_up_from_what_has_expired(void **state)
{
	struct client_trial_twins made = client_trial_twins();
	struct client_trial_crossed other = client_trial_crossed();

	assert_int_equal(
	    client_trial_once(client_build_every_path, &row,
		mint_presented(made.leaf, made.old, made.new, NULL),
		mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_ACCEPTED);
	assert_int_equal(
	    client_trial_once(client_build_every_path, &row,
		mint_presented(other.leaf, other.inter, other.cross, NULL),
		mint_trust("store", other.old, other.root, NULL)),
	    CLIENT_REASON_ACCEPTED);
}

static void
depth_is_limited_where_the_row_says_so(void **state)
{
	struct client_trial_levels made = client_trial_levels();
	struct client_trial trial;

	client_trial_start(&trial,
	    mint_presented(made.leaf, made.low, made.up, NULL),
	    mint_trust("store", made.root, NULL));
	assert_int_equal(
	    client_trial_ask(&trial, client_build_every_path, &row),
	    CLIENT_REASON_ACCEPTED);
	assert_int_equal(
	    client_trial_ask(&trial, client_build_every_path, &shallow),
	    CLIENT_REASON_TOO_DEEP);
	client_trial_end(&trial);
}

static void
steps_are_limited_where_the_row_says_so(void **state)
{
	struct client_trial_levels made = client_trial_levels();

	assert_int_equal(client_trial_once(client_build_every_path, &impatient,
			     mint_presented(made.leaf, made.low, made.up, NULL),
			     mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_TOO_MANY_STEPS);
}

static void
a_scene_whose_steps_are_spent_is_given_up(void **state)
{
	struct client_trial_levels made = client_trial_levels();
	struct client_trial trial;

	client_trial_start(&trial,
	    mint_presented(made.leaf, made.low, made.up, NULL),
	    mint_trust("store", made.root, NULL));
	trial.scene.steps_left = 1;
	assert_int_equal(
	    client_trial_ask(&trial, client_build_every_path, &row),
	    CLIENT_REASON_TOO_MANY_STEPS);
	assert_int_equal(trial.scene.steps_left, 0);
	client_trial_end(&trial);
}

static void
what_is_fetched_is_for_those_that_fetch(void **state)
{
	struct client_trial_levels made = client_trial_levels();
	struct cert_set *fetched = cert_set_new();
	struct client_trial trial;

	cert_set_add(fetched, made.up->cert);
	client_trial_start(&trial, mint_presented(made.leaf, made.low, NULL),
	    mint_trust("store", made.root, NULL));
	trial.evidence.known[KNOWN_FETCHED] = fetched;
	client_trial_reopen(&trial);
	assert_int_equal(
	    client_trial_ask(&trial, client_build_every_path, &fetches),
	    CLIENT_REASON_ACCEPTED);
	assert_int_equal(
	    client_trial_ask(&trial, client_build_every_path, &row),
	    CLIENT_REASON_NOT_SENT);
	client_trial_end(&trial);
	cert_set_free(fetched);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(order_and_extras_do_not_matter),
	    cmocka_unit_test(it_backs_up_from_what_has_expired),
	    cmocka_unit_test(depth_is_limited_where_the_row_says_so),
	    cmocka_unit_test(steps_are_limited_where_the_row_says_so),
	    cmocka_unit_test(a_scene_whose_steps_are_spent_is_given_up),
	    cmocka_unit_test(what_is_fetched_is_for_those_that_fetch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
