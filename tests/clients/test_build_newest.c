/* The newest of its name, never revised. */
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
order_does_not_matter(void **state)
{
	struct levels made = levels();
	struct client_trial trial;

	client_trial_start(&trial,
	    mint_presented(made.leaf, made.up, made.low, NULL),
	    mint_trust("store", made.root, NULL));
	assert_int_equal(client_trial_ask(&trial, client_build_newest, &row),
	    CLIENT_REASON_ACCEPTED);
	client_trial_end(&trial);
}

static void
the_newest_in_date_is_taken(void **state)
{
	struct twins made = twins();
	struct client_trial trial;

	client_trial_start(&trial,
	    mint_presented(made.leaf, made.old, made.new, NULL),
	    mint_trust("store", made.root, NULL));
	assert_int_equal(client_trial_ask(&trial, client_build_newest, &row),
	    CLIENT_REASON_ACCEPTED);
	client_trial_end(&trial);
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
	struct client_trial trial;

	client_trial_start(&trial, mint_presented(leaf, good, bad, NULL),
	    mint_trust("store", root, NULL));
	assert_int_equal(client_trial_ask(&trial, client_build_newest, &row),
	    CLIENT_REASON_NOT_SENT);
	client_trial_end(&trial);
	client_trial_start(&trial, mint_presented(leaf, good, NULL),
	    mint_trust("store", root, NULL));
	assert_int_equal(client_trial_ask(&trial, client_build_newest, &row),
	    CLIENT_REASON_ACCEPTED);
	client_trial_end(&trial);
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
