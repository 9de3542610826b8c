/* One issuer a step, never revised, in the orders that there are. */
#include "clients/build.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/client_trial.h"

#define HOST CLIENT_TRIAL_HOST

static const struct client_profile trusted_first = {
    CLIENT_TRIAL_ROW,
    .builder = CLIENT_BUILDS_TRUSTED_FIRST,
    .anchor = CLIENT_ANCHOR_SELF_SIGNED,
    .anchor_rules = CLIENT_ANCHOR_DATES,
};
static const struct client_profile sent_first = {
    CLIENT_TRIAL_ROW,
    .builder = CLIENT_BUILDS_SENT_FIRST,
    .anchor = CLIENT_ANCHOR_SELF_SIGNED,
    .anchor_rules = CLIENT_ANCHOR_DATES,
};
static const struct client_profile second_try = {
    CLIENT_TRIAL_ROW,
    .builder = CLIENT_BUILDS_SENT_THEN_SHORTER,
    .anchor = CLIENT_ANCHOR_SELF_SIGNED,
    .anchor_rules = CLIENT_ANCHOR_DATES,
};
static const struct client_profile partial = {
    CLIENT_TRIAL_ROW,
    .builder = CLIENT_BUILDS_TRUSTED_FIRST,
    .anchor = CLIENT_ANCHOR_ANY_CERT,
};

static void
order_does_not_matter(void **state)
{
	struct client_trial_levels made = client_trial_levels();
	struct client_trial trial;

	client_trial_start(&trial,
	    mint_presented(made.leaf, made.up, made.low, NULL),
	    mint_trust("store", made.root, NULL));
	assert_int_equal(
	    client_trial_ask(&trial, client_build_greedy, &trusted_first),
	    CLIENT_REASON_ACCEPTED);
	assert_int_equal(
	    client_trial_ask(&trial, client_build_greedy, &sent_first),
	    CLIENT_REASON_ACCEPTED);
	client_trial_end(&trial);
}

static void
the_one_in_date_is_taken(void **state)
{
	struct client_trial_twins made = client_trial_twins();

	assert_int_equal(
	    client_trial_once(client_build_greedy, &trusted_first,
		mint_presented(made.leaf, made.old, made.new, NULL),
		mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_ACCEPTED);
	assert_int_equal(client_trial_once(client_build_greedy, &trusted_first,
			     mint_presented(made.leaf, made.old, NULL),
			     mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_EXPIRED);
}

static void
anchors_first_pass_by_an_expired_cross_sign(void **state)
{
	struct client_trial_crossed made = client_trial_crossed();
	struct client_trial trial;

	client_trial_start(&trial,
	    mint_presented(made.leaf, made.inter, made.cross, NULL),
	    mint_trust("store", made.root, made.old, NULL));
	assert_int_equal(
	    client_trial_ask(&trial, client_build_greedy, &trusted_first),
	    CLIENT_REASON_ACCEPTED);
	assert_int_equal(
	    client_trial_ask(&trial, client_build_greedy, &sent_first),
	    CLIENT_REASON_EXPIRED);
	assert_int_equal(
	    client_trial_ask(&trial, client_build_greedy, &second_try),
	    CLIENT_REASON_EXPIRED);
	client_trial_end(&trial);
}

static void
a_second_try_looks_lower_down_where_the_first_ends_nowhere(void **state)
{
	struct client_trial_crossed made = client_trial_crossed();
	struct client_trial trial;

	client_trial_start(&trial,
	    mint_presented(made.leaf, made.inter, made.cross, NULL),
	    mint_trust("store", made.root, NULL));
	assert_int_equal(
	    client_trial_ask(&trial, client_build_greedy, &second_try),
	    CLIENT_REASON_ACCEPTED);
	assert_int_equal(
	    client_trial_ask(&trial, client_build_greedy, &sent_first),
	    CLIENT_REASON_NOT_SENT);
	client_trial_end(&trial);
}

static void
an_anchor_that_does_not_sign_itself_ends_partial_chains_alone(void **state)
{
	struct client_trial_levels made = client_trial_levels();
	struct client_trial trial;

	client_trial_start(&trial, mint_presented(made.leaf, made.low, NULL),
	    mint_trust("store", made.up, NULL));
	assert_int_equal(
	    client_trial_ask(&trial, client_build_greedy, &partial),
	    CLIENT_REASON_ACCEPTED);
	assert_int_equal(
	    client_trial_ask(&trial, client_build_greedy, &trusted_first),
	    CLIENT_REASON_NOT_SELF_SIGNED);
	client_trial_end(&trial);
}

/* Two of one name, with keys of their own: the first is taken, and it did
 * not sign. */
static void
nothing_is_revised(void **state)
{
	const struct mint *root = MINT(.subject = "CN=Root", .is_ca = true);
	const struct mint *other = MINT(.subject = "CN=Inter", .is_ca = true,
	    .key = "other", .issuer = root, .subject_key_id = "");
	const struct mint *inter = MINT(.subject = "CN=Inter", .is_ca = true,
	    .key = "right", .issuer = root, .subject_key_id = "");
	const struct mint *leaf = MINT(.subject = "CN=" HOST, .issuer = inter,
	    .names = "DNS:" HOST, .authority_key_id = "");

	assert_int_equal(client_trial_once(client_build_greedy, &trusted_first,
			     mint_presented(leaf, other, inter, NULL),
			     mint_trust("store", root, NULL)),
	    CLIENT_REASON_BAD_SIGNATURE);
	assert_int_equal(client_trial_once(client_build_greedy, &trusted_first,
			     mint_presented(leaf, inter, other, NULL),
			     mint_trust("store", root, NULL)),
	    CLIENT_REASON_ACCEPTED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(order_does_not_matter),
	    cmocka_unit_test(the_one_in_date_is_taken),
	    cmocka_unit_test(anchors_first_pass_by_an_expired_cross_sign),
	    cmocka_unit_test(
		a_second_try_looks_lower_down_where_the_first_ends_nowhere),
	    cmocka_unit_test(
		an_anchor_that_does_not_sign_itself_ends_partial_chains_alone),
	    cmocka_unit_test(nothing_is_revised),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
