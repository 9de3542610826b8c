/*
 * Clients asked about chains that split them: builders, dates, names, limits.
 * The comparison with the real stacks is made elsewhere; here stand the reasons
 * why the rows are there.
 */
#include "clients/clients.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/timestamp.h"
#include "model/policy_text.h"
#include "support/client_trial.h"

#define HOST CLIENT_TRIAL_HOST
#define BUDGET 10000

static enum client_reason
ask_at(struct client_trial *trial, const char *client, int64_t at)
{
	const struct client_profile *profile = client_profile_find(client);
	struct client_verdict verdict;

	assert_non_null(profile);
	verdict = client_ask(&trial->scene, profile, at);
	assert_int_equal(
	    verdict.accepts, verdict.reason == CLIENT_REASON_ACCEPTED);
	return verdict.reason;
}

static enum client_reason
ask(struct client_trial *trial, const char *client)
{
	return ask_at(trial, client, MINT_NOW);
}

/* All clients but those named (up to NULL) accept; these refuse. */
static void
only_these_refuse(struct client_trial *trial, const char *const *refusing)
{
	for (size_t i = 0; i < client_profile_count; i++) {
		const char *name = client_profiles[i].name;
		bool refuses = false;

		for (size_t k = 0; refusing[k] != NULL; k++)
			refuses = refuses || strcmp(refusing[k], name) == 0;
		if (refuses != (ask(trial, name) != CLIENT_REASON_ACCEPTED))
			fail_msg("%s should %s", name,
			    refuses ? "refuse" : "accept");
	}
}

#define ONLY_THESE_REFUSE(trial, ...) \
	only_these_refuse(trial, (const char *const[]){__VA_ARGS__ NULL})

static void
all_accept_the_ordinary_chain(void **state)
{
	struct mint_chain made = mint_chain_for(HOST);
	struct client_trial trial;

	client_trial_start(&trial,
	    mint_presented(made.leaf, made.intermediate, NULL),
	    mint_trust("system", made.root, NULL));
	ONLY_THESE_REFUSE(&trial);
	client_trial_end(&trial);
}

static void
signatures_are_checked_once_for_all_clients_and_dates(void **state)
{
	struct mint_chain made = mint_chain_for(HOST);
	struct client_dates dates;
	struct client_trial trial;

	client_trial_start(&trial,
	    mint_presented(made.leaf, made.intermediate, NULL),
	    mint_trust("system", made.root, NULL));
	client_dates_find(&trial.scene, MINT_NOW, &dates);
	for (size_t i = 0; i < client_profile_count; i++)
		client_forecast(
		    &trial.scene, &client_profiles[i], &dates, MINT_NOW);
	assert_int_equal(signature_cache_checks(trial.signatures), 2);
	client_trial_end(&trial);
}

static void
without_the_intermediate_all_refuse(void **state)
{
	struct mint_chain made = mint_chain_for(HOST);
	struct client_trial trial;

	client_trial_start(&trial, mint_presented(made.leaf, NULL),
	    mint_trust("system", made.root, NULL));
	for (size_t i = 0; i < client_profile_count; i++)
		assert_int_not_equal(ask(&trial, client_profiles[i].name),
		    CLIENT_REASON_ACCEPTED);
	assert_int_equal(ask(&trial, "go"), CLIENT_REASON_NOT_SENT);
	assert_int_equal(
	    ask(&trial, "chrome"), CLIENT_REASON_NOT_SENT_NOR_FETCHED);
	client_trial_end(&trial);
}

static void
a_fetched_issuer_saves_those_that_fetch_alone(void **state)
{
	struct mint_chain made = mint_chain_for(HOST);
	struct cert_set *fetched = cert_set_new();
	struct client_trial trial;

	cert_set_add(fetched, made.intermediate->cert);
	client_trial_start(&trial, mint_presented(made.leaf, NULL),
	    mint_trust("system", made.root, NULL));
	trial.evidence.known[KNOWN_FETCHED] = fetched;
	client_trial_reopen(&trial);
	assert_int_equal(ask(&trial, "chrome"), CLIENT_REASON_ACCEPTED);
	assert_int_equal(ask(&trial, "safari"), CLIENT_REASON_ACCEPTED);
	assert_int_equal(ask(&trial, "windows"), CLIENT_REASON_ACCEPTED);
	assert_int_equal(ask(&trial, "curl"), CLIENT_REASON_NOT_SENT);
	assert_int_equal(ask(&trial, "java"), CLIENT_REASON_NOT_SENT);
	assert_int_equal(ask(&trial, "android"), CLIENT_REASON_NOT_SENT);
	client_trial_end(&trial);
	cert_set_free(fetched);
}

/* A fresh Firefox was asked, which knows none of them. */
static void
what_hangs_on_intermediates_known_beforehand_is_modelled(void **state)
{
	struct mint_chain made = mint_chain_for(HOST);
	const struct client_profile *firefox = client_profile_find("firefox");
	struct cert_set *given = cert_set_new();
	char digest[CERT_FINGERPRINT_TEXT_MAX];
	CLEANUP(free)
	char *rows = mem_printf("version 1\npublic sha256=%s\n",
	    cert_fingerprint(made.root->cert->sha256, digest));
	const struct policy_text own = {"own", rows, strlen(rows)};
	CLEANUP(policy_unref) struct policy *policy = NULL;
	struct client_verdict verdict;
	struct client_trial trial;

	policy = policy_read(NULL, 0, &own, NULL);
	cert_set_add(given, made.intermediate->cert);
	client_trial_start(&trial, mint_presented(made.leaf, NULL),
	    mint_trust("system", made.root, NULL));
	trial.evidence.policy = policy;
	verdict = client_ask(&trial.scene, firefox, MINT_NOW);
	assert_true(client_is_checked(&trial.scene, firefox, &verdict));
	trial.evidence.known[KNOWN_GIVEN] = given;
	client_trial_reopen(&trial);
	verdict = client_ask(&trial.scene, firefox, MINT_NOW);
	assert_true(verdict.accepts);
	assert_false(client_is_checked(&trial.scene, firefox, &verdict));
	assert_true(client_is_checked(
	    &trial.scene, client_profile_find("go"), &verdict));
	verdict.rule = "by-a-rule";
	assert_false(client_is_checked(
	    &trial.scene, client_profile_find("go"), &verdict));
	client_trial_end(&trial);
	cert_set_free(given);
}

/* Two intermediates, sent the wrong way round. */
static void
swapped_intermediates_split_the_embedded_clients(void **state)
{
	struct mint_chain made = mint_chain_for(HOST);
	const struct mint *low = MINT(.subject = "CN=Low", .is_ca = true,
	    .issuer =
		MINT(.subject = "CN=Up", .is_ca = true, .issuer = made.root));
	const struct mint *up =
	    MINT(.subject = "CN=Up", .is_ca = true, .issuer = made.root);
	const struct mint *leaf =
	    MINT(.subject = "CN=" HOST, .issuer = low, .names = "DNS:" HOST);
	struct client_trial trial;

	client_trial_start(&trial, mint_presented(leaf, up, low, NULL),
	    mint_trust("system", made.root, NULL));
	ONLY_THESE_REFUSE(&trial, "mbedtls", "wolfssl", "bearssl", );
	assert_int_equal(ask(&trial, "bearssl"), CLIENT_REASON_NOT_IN_ORDER);
	client_trial_end(&trial);
}

/* AddTrust, 30 May 2020: the cross-sign that is sent has expired, and the root
 * that it stands for is trusted. */
static void
an_expired_cross_sign_stops_those_that_look_at_it_first(void **state)
{
	const struct mint *old = MINT(.subject = "CN=Old Root", .is_ca = true,
	    .not_after = MINT_NOW - MINT_DAY);
	const struct mint *root =
	    MINT(.subject = "CN=New Root", .is_ca = true, .key = "new-root");
	const struct mint *cross = MINT(.subject = "CN=New Root", .is_ca = true,
	    .key = "new-root", .issuer = old, .not_after = MINT_NOW - MINT_DAY);
	const struct mint *inter =
	    MINT(.subject = "CN=Inter", .is_ca = true, .issuer = root);
	const struct mint *leaf =
	    MINT(.subject = "CN=" HOST, .issuer = inter, .names = "DNS:" HOST);
	struct client_trial trial;

	client_trial_start(&trial, mint_presented(leaf, inter, cross, NULL),
	    mint_trust("system", root, old, NULL));
	assert_int_equal(ask(&trial, "openssl"), CLIENT_REASON_ACCEPTED);
	assert_int_equal(ask(&trial, "go"), CLIENT_REASON_ACCEPTED);
	assert_int_equal(ask(&trial, "firefox"), CLIENT_REASON_ACCEPTED);
	assert_int_equal(ask(&trial, "openssl-1.0.2"), CLIENT_REASON_EXPIRED);
	assert_int_equal(ask(&trial, "wolfssl"), CLIENT_REASON_EXTRA_EXPIRED);
	client_trial_end(&trial);
}

/* DST Root CA X3, 30 September 2021: old Android knows only the expired root
 * and does not look at its date. */
static void
an_expired_anchor_stops_those_that_look_at_it(void **state)
{
	const struct mint *old = MINT(.subject = "CN=Old Root", .is_ca = true,
	    .not_after = MINT_NOW - MINT_DAY);
	const struct mint *cross =
	    MINT(.subject = "CN=New Root", .is_ca = true, .issuer = old);
	const struct mint *leaf =
	    MINT(.subject = "CN=" HOST, .issuer = cross, .names = "DNS:" HOST);
	struct client_trial trial;

	client_trial_start(&trial, mint_presented(leaf, cross, NULL),
	    mint_trust("system", old, NULL));
	assert_int_equal(ask(&trial, "android"), CLIENT_REASON_ACCEPTED);
	assert_int_equal(ask(&trial, "java"), CLIENT_REASON_ACCEPTED);
	assert_int_equal(ask(&trial, "openssl"), CLIENT_REASON_EXPIRED);
	assert_int_equal(ask(&trial, "firefox"), CLIENT_REASON_EXPIRED);
	client_trial_end(&trial);
}

static void
only_some_take_a_common_name(void **state)
{
	struct mint_chain made = mint_chain_for(HOST);
	const struct mint *leaf =
	    MINT(.subject = "CN=" HOST, .issuer = made.intermediate);
	struct client_trial trial;

	client_trial_start(&trial,
	    mint_presented(leaf, made.intermediate, NULL),
	    mint_trust("system", made.root, NULL));
	assert_int_equal(ask(&trial, "openssl"), CLIENT_REASON_ACCEPTED);
	assert_int_equal(ask(&trial, "java"), CLIENT_REASON_ACCEPTED);
	assert_int_equal(ask(&trial, "go"), CLIENT_REASON_NAME_IN_COMMON_NAME);
	assert_int_equal(
	    ask(&trial, "chrome"), CLIENT_REASON_NAME_IN_COMMON_NAME);
	client_trial_end(&trial);
}

static void
openssl_counts_the_last_second_as_expired(void **state)
{
	struct mint_chain made = mint_chain_for(HOST);
	int64_t ends = made.leaf->cert->not_after;
	struct client_dates dates;
	struct client_forecast openssl, go;
	struct client_trial trial;

	client_trial_start(&trial,
	    mint_presented(made.leaf, made.intermediate, NULL),
	    mint_trust("system", made.root, NULL));
	assert_int_equal(
	    ask_at(&trial, "openssl", ends), CLIENT_REASON_EXPIRED);
	assert_int_equal(ask_at(&trial, "go", ends), CLIENT_REASON_ACCEPTED);
	assert_int_equal(ask_at(&trial, "go", ends + 1), CLIENT_REASON_EXPIRED);

	client_dates_find(&trial.scene, MINT_NOW, &dates);
	openssl = client_forecast(
	    &trial.scene, client_profile_find("openssl"), &dates, MINT_NOW);
	go = client_forecast(
	    &trial.scene, client_profile_find("go"), &dates, MINT_NOW);
	assert_int_equal(openssl.breaks_at, ends);
	assert_int_equal(go.breaks_at, ends + 1);
	assert_ptr_equal(go.then.cert, made.leaf->cert);
	client_trial_end(&trial);
}

static void
eleven_certificates_are_too_many_for_java(void **state)
{
	struct mint_chain made = mint_chain_for(HOST);
	struct cert *certs[11];
	struct client_trial trial;

	certs[0] = made.leaf->cert;
	for (size_t i = 1; i < 11; i++)
		certs[i] = made.intermediate->cert;
	client_trial_start(&trial, chain_new(certs, 10),
	    mint_trust("system", made.root, NULL));
	assert_int_equal(ask(&trial, "java"), CLIENT_REASON_ACCEPTED);
	client_trial_end(&trial);
	client_trial_start(&trial, chain_new(certs, 11),
	    mint_trust("system", made.root, NULL));
	assert_int_equal(ask(&trial, "java"), CLIENT_REASON_TOO_MANY_SENT);
	assert_int_equal(ask(&trial, "go"), CLIENT_REASON_ACCEPTED);
	client_trial_end(&trial);
}

static void
a_chain_that_does_not_parse_has_no_scene(void **state)
{
	struct cert *garbage = cert_new((const uint8_t *)"garbage", 7);
	struct chain *chain = chain_new(&garbage, 1);
	struct evidence evidence = {.presented = chain};
	struct signature_cache *signatures = signature_cache_new(BUDGET);
	struct client_scene scene;

	assert_false(client_scene_open(&scene, &evidence, signatures));
	signature_cache_free(signatures);
	chain_unref(chain);
	cert_unref(garbage);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_accept_the_ordinary_chain),
	    cmocka_unit_test(
		signatures_are_checked_once_for_all_clients_and_dates),
	    cmocka_unit_test(without_the_intermediate_all_refuse),
	    cmocka_unit_test(a_fetched_issuer_saves_those_that_fetch_alone),
	    cmocka_unit_test(
		what_hangs_on_intermediates_known_beforehand_is_modelled),
	    cmocka_unit_test(swapped_intermediates_split_the_embedded_clients),
	    cmocka_unit_test(
		an_expired_cross_sign_stops_those_that_look_at_it_first),
	    cmocka_unit_test(an_expired_anchor_stops_those_that_look_at_it),
	    cmocka_unit_test(only_some_take_a_common_name),
	    cmocka_unit_test(openssl_counts_the_last_second_as_expired),
	    cmocka_unit_test(eleven_certificates_are_too_many_for_java),
	    cmocka_unit_test(a_chain_that_does_not_parse_has_no_scene),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
