/* Issuers looked for behind what they issued. */
#include "clients/build.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/client_trial.h"

static const struct client_profile row = {CLIENT_TRIAL_ROW};
static const struct client_profile loads_all = {
    .name = "trial",
    .title = "Trial",
    .critical = CLIENT_CRITICAL_BASIC | CLIENT_CRITICAL_KEY_USAGE,
    .oddities = CLIENT_EXTRAS_MUST_LOAD,
};

static void
each_issuer_stands_somewhere_behind(void **state)
{
	struct client_trial_levels made = client_trial_levels();

	assert_int_equal(
	    client_trial_once(client_build_forward, &row,
		mint_presented(made.leaf, made.root, made.low, made.up, NULL),
		mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_ACCEPTED);
	assert_int_equal(client_trial_once(client_build_forward, &row,
			     mint_presented(made.leaf, made.up, made.low, NULL),
			     mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_NOT_SENT);
}

static void
of_one_name_the_first_in_date_is_taken(void **state)
{
	struct client_trial_twins made = client_trial_twins();

	assert_int_equal(
	    client_trial_once(client_build_forward, &row,
		mint_presented(made.leaf, made.old, made.new, NULL),
		mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_ACCEPTED);
	assert_int_equal(client_trial_once(client_build_forward, &row,
			     mint_presented(made.leaf, made.old, NULL),
			     mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_EXPIRED);
}

static void
all_that_was_sent_must_load(void **state)
{
	struct client_trial_levels made = client_trial_levels();
	const struct mint *odd = MINT(.subject = "CN=Odd", .is_ca = true,
	    .extensions = {"1.2.3.4=critical,DER:0500"});
	struct client_trial trial;

	client_trial_start(&trial,
	    mint_presented(made.leaf, made.low, made.up, odd, NULL),
	    mint_trust("store", made.root, NULL));
	assert_int_equal(client_trial_ask(&trial, client_build_forward, &row),
	    CLIENT_REASON_ACCEPTED);
	assert_int_equal(
	    client_trial_ask(&trial, client_build_forward, &loads_all),
	    CLIENT_REASON_CRITICAL);
	client_trial_end(&trial);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_issuer_stands_somewhere_behind),
	    cmocka_unit_test(of_one_name_the_first_in_date_is_taken),
	    cmocka_unit_test(all_that_was_sent_must_load),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
