/* What all inspections share: stores, rules, issuers, memo; see inspect.h. */
#include "inspect/inspector_inside.h"

#include <string.h>

#include "base/mem.h"
#include "inspect/file_look.h"

const struct inspector_options inspector_options_default = {
    .max_memo = 200000,
    .max_certs = 2000,
    .fetch_wait_ms = 8000,
};

struct inspector *
inspector_new(struct loop *loop, const struct clock *clock,
    struct prober *prober, const struct inspector_options *options)
{
	struct inspector *inspector = MEM_NEW(struct inspector);

	inspector->loop = loop;
	inspector->clock = clock;
	inspector->fetch_wait_ms = options->fetch_wait_ms;
	inspector->prober = prober;
	inspector->judge = options->judge.max_paths == 0 ? judge_options_default
							 : options->judge;
	inspector->memo = memo_new(options->max_memo);
	inspector->certs = cert_cache_new(options->max_certs);
	inspector->known = known_issuers_new(options->max_certs);
	inspector->completion.spent = &inspector->judging;
	return inspector;
}

void
inspector_free(struct inspector *inspector)
{
	if (inspector == NULL)
		return;
	file_reader_free(inspector->files);
	named_stores_clear(&inspector->stores);
	policy_unref(inspector->policy);
	ct_logs_unref(inspector->logs);
	known_issuers_free(inspector->known);
	trust_store_unref(inspector->given);
	cert_cache_free(inspector->certs);
	memo_free(inspector->memo);
	free(inspector);
}

void
inspector_set_store(struct inspector *inspector, struct trust_store *store)
{
	named_stores_set(&inspector->stores, store);
}

void
inspector_drop_store(struct inspector *inspector, const char *name)
{
	named_stores_drop(&inspector->stores, name);
}

void
inspector_set_policy(struct inspector *inspector, struct policy *policy)
{
	if (policy != NULL)
		policy_ref(policy);
	policy_unref(inspector->policy);
	inspector->policy = policy;
}

void
inspector_forget(struct inspector *inspector)
{
	memo_forget_all(inspector->memo);
	if (inspector->dane != NULL)
		dane_book_forget(inspector->dane);
}

void
inspector_set_logs(struct inspector *inspector, struct ct_logs *logs)
{
	if (logs != NULL)
		ct_logs_ref(logs);
	ct_logs_unref(inspector->logs);
	inspector->logs = logs;
}

void
inspector_set_judge(
    struct inspector *inspector, const struct judge_options *options)
{
	if (memcmp(&inspector->judge, options, sizeof *options) == 0)
		return;
	inspector->judge = *options;
	memo_forget_all(inspector->memo);
}

void
inspector_add_issuer(struct inspector *inspector, struct cert *cert)
{
	known_issuers_add(inspector->known, cert);
}

void
inspector_on_learnt(struct inspector *inspector, known_issuers_fn fn, void *arg)
{
	known_issuers_on_learnt(inspector->known, fn, arg);
}

void
inspector_set_given(struct inspector *inspector, struct trust_store *given)
{
	if (given != NULL)
		trust_store_ref(given);
	trust_store_unref(inspector->given);
	inspector->given = given;
	inspector->given_generation++;
}

void
inspector_set_completion(
    struct inspector *inspector, const struct completion *completion)
{
	const struct completion *before = &inspector->completion;

	if (completion->is_asking_all != before->is_asking_all ||
	    completion->is_without_lists != before->is_without_lists ||
	    completion->is_without_responders != before->is_without_responders)
		memo_forget_all(inspector->memo);
	inspector->completion = *completion;
	inspector->completion.spent = &inspector->judging;
}

void
inspector_set_dane(struct inspector *inspector, struct dane_book *dane)
{
	inspector->dane = dane;
}

struct inspector_counts
inspector_counts(const struct inspector *inspector)
{
	return inspector->counts;
}

const struct histogram *
inspector_judging(const struct inspector *inspector)
{
	return &inspector->judging;
}
