/* From the last certificate sent to the first. */
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
issuers_come_after_what_they_issued(void **state)
{
	struct levels made = levels();
	struct client_trial trial;

	client_trial_start(&trial,
	    mint_presented(made.leaf, made.low, made.up, NULL),
	    mint_trust("store", made.root, NULL));
	assert_int_equal(client_trial_ask(&trial, client_build_backward, &row),
	    CLIENT_REASON_ACCEPTED);
	client_trial_end(&trial);
	client_trial_start(&trial,
	    mint_presented(made.leaf, made.up, made.low, NULL),
	    mint_trust("store", made.root, NULL));
	assert_int_equal(client_trial_ask(&trial, client_build_backward, &row),
	    CLIENT_REASON_NOT_SENT);
	client_trial_end(&trial);
}

static void
any_expired_extra_ends_it(void **state)
{
	struct twins made = twins();
	struct client_trial trial;

	client_trial_start(&trial,
	    mint_presented(made.leaf, made.new, made.old, NULL),
	    mint_trust("store", made.root, NULL));
	assert_int_equal(client_trial_ask(&trial, client_build_backward, &row),
	    CLIENT_REASON_EXTRA_EXPIRED);
	client_trial_end(&trial);
	client_trial_start(&trial, mint_presented(made.leaf, made.new, NULL),
	    mint_trust("store", made.root, NULL));
	assert_int_equal(client_trial_ask(&trial, client_build_backward, &row),
	    CLIENT_REASON_ACCEPTED);
	client_trial_end(&trial);
}

static void
an_unrelated_server_ends_it_an_unrelated_ca_does_not(void **state)
{
	struct levels made = levels();
	const struct mint *ca = MINT(.subject = "CN=Other", .is_ca = true);
	const struct mint *server =
	    MINT(.subject = "CN=other.example.test", .issuer = ca);
	struct client_trial trial;

	client_trial_start(&trial,
	    mint_presented(made.leaf, made.low, made.up, server, NULL),
	    mint_trust("store", made.root, NULL));
	assert_int_equal(client_trial_ask(&trial, client_build_backward, &row),
	    CLIENT_REASON_EXTRA_UNTRUSTED);
	client_trial_end(&trial);
	client_trial_start(&trial,
	    mint_presented(made.leaf, made.low, made.up, ca, NULL),
	    mint_trust("store", made.root, NULL));
	assert_int_equal(client_trial_ask(&trial, client_build_backward, &row),
	    CLIENT_REASON_ACCEPTED);
	client_trial_end(&trial);
}

static void
an_issuer_without_key_identifier_is_not_found_by_one(void **state)
{
	const struct mint *root = MINT(.subject = "CN=Root", .is_ca = true);
	const struct mint *inter = MINT(.subject = "CN=Inter", .is_ca = true,
	    .issuer = root, .subject_key_id = "");
	const struct mint *leaf = MINT(.subject = "CN=" HOST, .issuer = inter,
	    .names = "DNS:" HOST, .authority_key_id = "01020304");
	struct client_trial trial;

	client_trial_start(&trial, mint_presented(leaf, inter, NULL),
	    mint_trust("store", root, NULL));
	assert_int_equal(client_trial_ask(&trial, client_build_backward, &row),
	    CLIENT_REASON_NOT_SENT);
	client_trial_end(&trial);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(issuers_come_after_what_they_issued),
	    cmocka_unit_test(any_expired_extra_ends_it),
	    cmocka_unit_test(
		an_unrelated_server_ends_it_an_unrelated_ca_does_not),
	    cmocka_unit_test(
		an_issuer_without_key_identifier_is_not_found_by_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
