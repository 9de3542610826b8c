/* What was sent, sorted by names and looked at once. */
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

static void
what_was_sent_is_sorted(void **state)
{
	struct levels made = levels();
	struct client_trial trial;

	client_trial_start(&trial,
	    mint_presented(made.leaf, made.root, made.up, made.low, NULL),
	    mint_trust("store", made.root, NULL));
	assert_int_equal(client_trial_ask(&trial, client_build_sorted, &row),
	    CLIENT_REASON_ACCEPTED);
	client_trial_end(&trial);
}

static void
an_expired_twin_in_front_is_fatal(void **state)
{
	struct twins made = twins();
	struct client_trial trial;

	client_trial_start(&trial,
	    mint_presented(made.leaf, made.old, made.new, NULL),
	    mint_trust("store", made.root, NULL));
	assert_int_equal(client_trial_ask(&trial, client_build_sorted, &row),
	    CLIENT_REASON_EXPIRED);
	client_trial_end(&trial);
	client_trial_start(&trial,
	    mint_presented(made.leaf, made.new, made.old, NULL),
	    mint_trust("store", made.root, NULL));
	assert_int_equal(client_trial_ask(&trial, client_build_sorted, &row),
	    CLIENT_REASON_ACCEPTED);
	client_trial_end(&trial);
}

/* The root that was sent above an anchor is not looked at. */
static void
it_is_cut_where_it_meets_the_store(void **state)
{
	struct levels made = levels();
	struct client_trial trial;

	client_trial_start(&trial,
	    mint_presented(made.leaf, made.low, made.up, made.root, NULL),
	    mint_trust("store", made.up, NULL));
	assert_int_equal(client_trial_ask(&trial, client_build_sorted, &row),
	    CLIENT_REASON_ACCEPTED);
	client_trial_end(&trial);
}

static void
a_root_that_nobody_trusts_is_dropped_before_the_store_is_asked(void **state)
{
	struct levels made = levels();
	const struct mint *other = MINT(.subject = "CN=Other", .is_ca = true);
	struct client_trial trial;

	client_trial_start(&trial,
	    mint_presented(made.leaf, made.low, made.up, made.root, NULL),
	    mint_trust("store", other, NULL));
	assert_int_equal(client_trial_ask(&trial, client_build_sorted, &row),
	    CLIENT_REASON_NOT_SENT);
	client_trial_end(&trial);
	client_trial_start(&trial, mint_presented(made.leaf, made.low, NULL),
	    mint_trust("store", made.root, NULL));
	assert_int_equal(client_trial_ask(&trial, client_build_sorted, &row),
	    CLIENT_REASON_NOT_SENT);
	client_trial_end(&trial);
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
