/* Chains before clients; see client_trial.h. */
#include "support/client_trial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define BUDGET 10000

struct client_trial_levels
client_trial_levels(void)
{
	struct client_trial_levels made = {
	    .root = MINT(.subject = "CN=Root", .is_ca = true)};

	made.up = MINT(.subject = "CN=Up", .is_ca = true, .issuer = made.root);
	made.low = MINT(.subject = "CN=Low", .is_ca = true, .issuer = made.up);
	made.leaf = MINT(.subject = "CN=" CLIENT_TRIAL_HOST, .issuer = made.low,
	    .names = "DNS:" CLIENT_TRIAL_HOST);
	return made;
}

struct client_trial_twins
client_trial_twins(void)
{
	struct client_trial_twins made = {
	    .root = MINT(.subject = "CN=Root", .is_ca = true)};

	made.old = MINT(.subject = "CN=Inter", .is_ca = true, .key = "inter",
	    .issuer = made.root, .not_before = MINT_NOW - 900 * MINT_DAY,
	    .not_after = MINT_NOW - MINT_DAY);
	made.new = MINT(.subject = "CN=Inter", .is_ca = true, .key = "inter",
	    .issuer = made.root, .not_before = MINT_NOW - 30 * MINT_DAY);
	made.leaf = MINT(.subject = "CN=" CLIENT_TRIAL_HOST, .issuer = made.new,
	    .names = "DNS:" CLIENT_TRIAL_HOST);
	return made;
}

struct client_trial_crossed
client_trial_crossed(void)
{
	struct client_trial_crossed made = {
	    .old = MINT(.subject = "CN=Old", .is_ca = true),
	    .root = MINT(.subject = "CN=New", .is_ca = true, .key = "new"),
	};

	made.cross = MINT(.subject = "CN=New", .is_ca = true, .key = "new",
	    .issuer = made.old, .not_after = MINT_NOW - MINT_DAY);
	made.inter =
	    MINT(.subject = "CN=Inter", .is_ca = true, .issuer = made.root);
	made.leaf = MINT(.subject = "CN=" CLIENT_TRIAL_HOST,
	    .issuer = made.inter, .names = "DNS:" CLIENT_TRIAL_HOST);
	return made;
}

void
client_trial_start(struct client_trial *trial, struct chain *take_presented,
    struct trust_store *take_store)
{
	*trial = (struct client_trial){
	    .presented = take_presented,
	    .store = take_store,
	    .stores = {take_store},
	    .signatures = signature_cache_new(BUDGET),
	};
	assert_true(hostname_parse(CLIENT_TRIAL_HOST, &trial->name, NULL));
	trial->evidence = (struct evidence){
	    .presented = trial->presented,
	    .name = &trial->name,
	    .stores = trial->stores,
	    .store_count = 1,
	};
	assert_true(client_scene_open(
	    &trial->scene, &trial->evidence, trial->signatures));
}

void
client_trial_reopen(struct client_trial *trial)
{
	client_scene_clear(&trial->scene);
	assert_true(client_scene_open(
	    &trial->scene, &trial->evidence, trial->signatures));
}

void
client_trial_end(struct client_trial *trial)
{
	client_scene_clear(&trial->scene);
	signature_cache_free(trial->signatures);
	chain_unref(trial->presented);
	trust_store_unref(trial->store);
}

enum client_reason
client_trial_ask_at(struct client_trial *trial, client_build_fn build,
    const struct client_profile *row, int64_t at)
{
	const struct client_question question = {
	    .profile = row,
	    .scene = &trial->scene,
	    .at = at,
	    .steps_left = &trial->scene.steps_left,
	};
	struct client_verdict verdict = build(&question);

	assert_int_equal(
	    verdict.accepts, verdict.reason == CLIENT_REASON_ACCEPTED);
	return verdict.reason;
}

enum client_reason
client_trial_ask(struct client_trial *trial, client_build_fn build,
    const struct client_profile *row)
{
	return client_trial_ask_at(trial, build, row, MINT_NOW);
}

enum client_reason
client_trial_once(client_build_fn build, const struct client_profile *row,
    struct chain *take_presented, struct trust_store *take_store)
{
	struct client_trial trial;
	enum client_reason reason;

	client_trial_start(&trial, take_presented, take_store);
	reason = client_trial_ask(&trial, build, row);
	client_trial_end(&trial);
	return reason;
}
