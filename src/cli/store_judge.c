/* The daemon's judge without the daemon; see store_judge.h. */
#include "cli/store_judge.h"

#include "cli/trust.h"
#include "files/log_list.h"
#include "files/policy_file.h"
#include "store/issuers.h"

static void
add_name(struct texts *names, const char *name)
{
	if (!texts_has(names, name))
		texts_add(names, name);
}

void
store_judge_name_stores(struct texts *names, const struct endpoint *endpoint)
{
	if (endpoint->settings->trust.len == 0)
		add_name(names, "system");
	ARRAY_EACH (name, &endpoint->settings->trust)
		add_name(names, *name);
	ARRAY_EACH (name, &endpoint->settings->compared)
		add_name(names, *name);
}

static bool
give_stores(struct inspector *inspector, const struct config *config,
    const struct texts *names, struct error *err)
{
	ARRAY_EACH (name, names) {
		struct trust_store *store =
		    trust_load_named(config, *name, err);

		if (store == NULL)
			return false;
		inspector_set_store(inspector, store);
		trust_store_unref(store);
	}
	return true;
}

static bool
give_policy(struct inspector *inspector, const struct config *config,
    struct policy *given, struct error *err)
{
	struct policy *policy = given != NULL
	    ? policy_ref(given)
	    : policy_file_load(config->policy, err);

	if (policy == NULL)
		return false;
	inspector_set_policy(inspector, policy);
	policy_unref(policy);
	return true;
}

static bool
give_issuers(
    struct inspector *inspector, const struct config *config, struct error *err)
{
	struct trust_store *given = NULL;

	if (!trust_load_issuers(config, &given, err))
		return false;
	inspector_set_given(inspector, given);
	trust_store_unref(given);
	return true;
}

static bool
give_logs(
    struct inspector *inspector, const struct config *config, struct error *err)
{
	struct ct_logs *logs;

	if (config->log_list == NULL)
		return true;
	logs = log_list_load(config->log_list, err);
	if (logs == NULL)
		return error_prefix(err, "log list");
	inspector_set_logs(inspector, logs);
	ct_logs_unref(logs);
	return true;
}

/* Those that the fleet sent, and what was fetched. */
static bool
give_known(struct store_judge *judge, struct db *db, struct error *err)
{
	struct issuers issuers = {0};

	if (!issuers_load(db, &issuers, err))
		return false;
	ARRAY_EACH (cert, &issuers.certs)
		inspector_add_issuer(judge->inspector, *cert);
	ARRAY_EACH (item, &issuers.answers) {
		const struct aia_record record = {
		    .answer = item->answer,
		    .asked_at = item->asked_at,
		    .next_at = item->next_at,
		};

		aia_restore(judge->aia, &record);
	}
	issuers_clear(&issuers);
	return true;
}

bool
store_judge_open(struct store_judge *judge, const struct config *config,
    const struct texts *store_names, struct policy *policy, struct db *db,
    struct error *err)
{
	struct inspector_options options = inspector_options_default;
	struct completion completion = {.min_failures = 2};

	options.judge = config->judge;
	options.max_memo = 1; /* nothing is looked at twice */
	*judge = (struct store_judge){.loop = loop_new()};
	/* Without a resolver, since nothing is asked. */
	judge->aia = aia_new(
	    judge->loop, &clock_system, NULL, &aia_options_default, NULL);
	judge->inspector =
	    inspector_new(judge->loop, &clock_system, NULL, &options);
	completion.aia = judge->aia;
	inspector_set_completion(judge->inspector, &completion);
	if (give_stores(judge->inspector, config, store_names, err) &&
	    give_policy(judge->inspector, config, policy, err) &&
	    give_issuers(judge->inspector, config, err) &&
	    give_logs(judge->inspector, config, err) &&
	    give_known(judge, db, err))
		return true;
	store_judge_close(judge);
	return false;
}

void
store_judge_close(struct store_judge *judge)
{
	inspector_free(judge->inspector);
	aia_free(judge->aia);
	loop_free(judge->loop);
	*judge = (struct store_judge){0};
}
