/* Chains before clients; see client_trial.h. */
#include "support/client_trial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define BUDGET 10000

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
