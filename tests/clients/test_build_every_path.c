/* Every issuer tried, backing up on any failure. */
#include "clients/build.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/client_trial.h"

#define HOST CLIENT_TRIAL_HOST

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

/* The same CA twice, with one key: a certificate that ends and its successor.
 */
struct twins {
	const struct mint *root, *old, *new, *leaf;
};

static struct twins
twins(void)
{
	struct twins made = {.root = MINT(.subject = "CN=Root", .is_ca = true)};

	made.old = MINT(.subject = "CN=Inter", .is_ca = true, .key = "inter",
	    .issuer = made.root, .not_before = MINT_NOW - 900 * MINT_DAY,
	    .not_after = MINT_NOW - MINT_DAY);
	made.new = MINT(.subject = "CN=Inter", .is_ca = true, .key = "inter",
	    .issuer = made.root, .not_before = MINT_NOW - 30 * MINT_DAY);
	made.leaf = MINT(.subject = "CN=" HOST, .issuer = made.new,
	    .names = "DNS:" HOST);
	return made;
}

/* An expired cross-sign beside the root that it stands for. */
struct crossed {
	const struct mint *old, *root, *cross, *inter, *leaf;
};

static struct crossed
crossed(void)
{
	struct crossed made = {
	    .old = MINT(.subject = "CN=Old", .is_ca = true),
	    .root = MINT(.subject = "CN=New", .is_ca = true, .key = "new"),
	};

	made.cross = MINT(.subject = "CN=New", .is_ca = true, .key = "new",
	    .issuer = made.old, .not_after = MINT_NOW - MINT_DAY);
	made.inter =
	    MINT(.subject = "CN=Inter", .is_ca = true, .issuer = made.root);
	made.leaf = MINT(.subject = "CN=" HOST, .issuer = made.inter,
	    .names = "DNS:" HOST);
	return made;
}

static void
order_and_extras_do_not_matter(void **state)
{
	struct levels made = levels();
	struct twins others = twins();
	struct client_trial trial;

	client_trial_start(&trial,
	    mint_presented(
		made.leaf, others.old, made.up, others.leaf, made.low, NULL),
	    mint_trust("store", made.root, NULL));
	assert_int_equal(
	    client_trial_ask(&trial, client_build_every_path, &row),
	    CLIENT_REASON_ACCEPTED);
	client_trial_end(&trial);
}

static void
it_backs_up_from_what_has_expired(void **state)
{
	struct twins made = twins();
	struct crossed other = crossed();
	struct client_trial trial;

	client_trial_start(&trial,
	    mint_presented(made.leaf, made.old, made.new, NULL),
	    mint_trust("store", made.root, NULL));
	assert_int_equal(
	    client_trial_ask(&trial, client_build_every_path, &row),
	    CLIENT_REASON_ACCEPTED);
	client_trial_end(&trial);
	client_trial_start(&trial,
	    mint_presented(other.leaf, other.inter, other.cross, NULL),
	    mint_trust("store", other.old, other.root, NULL));
	assert_int_equal(
	    client_trial_ask(&trial, client_build_every_path, &row),
	    CLIENT_REASON_ACCEPTED);
	client_trial_end(&trial);
}

static void
depth_is_limited_where_the_row_says_so(void **state)
{
	struct levels made = levels();
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
	struct levels made = levels();
	struct client_trial trial;

	client_trial_start(&trial,
	    mint_presented(made.leaf, made.low, made.up, NULL),
	    mint_trust("store", made.root, NULL));
	assert_int_equal(
	    client_trial_ask(&trial, client_build_every_path, &impatient),
	    CLIENT_REASON_TOO_MANY_STEPS);
	client_trial_end(&trial);
}

static void
a_scene_whose_steps_are_spent_is_given_up(void **state)
{
	struct levels made = levels();
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
	struct levels made = levels();
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
