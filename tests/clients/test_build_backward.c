/* From the last certificate sent to the first. */
#include "clients/build.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/client_trial.h"

#define HOST CLIENT_TRIAL_HOST

static const struct client_profile row = {CLIENT_TRIAL_ROW};

static void
issuers_come_after_what_they_issued(void **state)
{
	struct client_trial_levels made = client_trial_levels();

	assert_int_equal(client_trial_once(client_build_backward, &row,
			     mint_presented(made.leaf, made.low, made.up, NULL),
			     mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_ACCEPTED);
	assert_int_equal(client_trial_once(client_build_backward, &row,
			     mint_presented(made.leaf, made.up, made.low, NULL),
			     mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_NOT_SENT);
}

static void
any_expired_extra_ends_it(void **state)
{
	struct client_trial_twins made = client_trial_twins();

	assert_int_equal(
	    client_trial_once(client_build_backward, &row,
		mint_presented(made.leaf, made.new, made.old, NULL),
		mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_EXTRA_EXPIRED);
	assert_int_equal(client_trial_once(client_build_backward, &row,
			     mint_presented(made.leaf, made.new, NULL),
			     mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_ACCEPTED);
}

static void
an_unrelated_server_ends_it_an_unrelated_ca_does_not(void **state)
{
	struct client_trial_levels made = client_trial_levels();
	const struct mint *ca = MINT(.subject = "CN=Other", .is_ca = true);
	const struct mint *server =
	    MINT(.subject = "CN=other.example.test", .issuer = ca);
	assert_int_equal(
	    client_trial_once(client_build_backward, &row,
		mint_presented(made.leaf, made.low, made.up, server, NULL),
		mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_EXTRA_UNTRUSTED);
	assert_int_equal(
	    client_trial_once(client_build_backward, &row,
		mint_presented(made.leaf, made.low, made.up, ca, NULL),
		mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_ACCEPTED);
}

static void
an_issuer_without_key_identifier_is_not_found_by_one(void **state)
{
	const struct mint *root = MINT(.subject = "CN=Root", .is_ca = true);
	const struct mint *inter = MINT(.subject = "CN=Inter", .is_ca = true,
	    .issuer = root, .subject_key_id = "");
	const struct mint *leaf = MINT(.subject = "CN=" HOST, .issuer = inter,
	    .names = "DNS:" HOST, .authority_key_id = "01020304");

	assert_int_equal(client_trial_once(client_build_backward, &row,
			     mint_presented(leaf, inter, NULL),
			     mint_trust("store", root, NULL)),
	    CLIENT_REASON_NOT_SENT);
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
