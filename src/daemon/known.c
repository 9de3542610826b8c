/* Known issuers; see known.h. */
#include "daemon/known.h"

#include "daemon/daemon.h"
#include "daemon/evidence.h"

/* That nobody answers is weather until it happens again. */
#define FAILURES_TOLD 2

static struct aia_options
options_of(const struct config *config)
{
	struct aia_options options = aia_options_default;

	options.is_enabled = config->aia.is_enabled;
	options.guard = config->aia.guard;
	options.timeout_ms = config->aia.timeout_ms;
	options.max_bytes = config->aia.max_bytes;
	return options;
}

static void
on_learnt(void *arg, const struct cert *cert)
{
	const struct daemon *daemon = arg;

	if (daemon->state.store != NULL)
		issuers_keep(
		    daemon->state.store, cert, clock_wall_s(&clock_system));
}

static void
on_answered(void *arg, const struct aia_record *record)
{
	const struct daemon *daemon = arg;
	const struct issuers_answer answer = {
	    .answer = record->answer,
	    .asked_at = record->asked_at,
	    .next_at = record->next_at,
	};

	if (daemon->state.store != NULL)
		issuers_keep_answer(daemon->state.store, &answer);
}

static void
set_completion(struct daemon *daemon)
{
	struct completion completion = {
	    .aia = daemon->aia,
	    .is_asking_all = daemon->config->aia.is_checking_all,
	    .min_failures = daemon->options.is_once ? 1 : FAILURES_TOLD,
	};

	evidence_complete(daemon, &completion);
	inspector_set_completion(daemon->inspector, &completion);
	inspector_set_given(daemon->inspector, daemon->stores.issuers);
}

void
known_open(struct daemon *daemon)
{
	const struct aia_options options = options_of(daemon->config);
	const struct aia_keeper keeper = {on_answered, daemon};

	daemon->aia = aia_new(
	    daemon->loop, &clock_system, daemon->resolver, &options, &keeper);
	evidence_open(daemon);
	set_completion(daemon);
	inspector_on_learnt(daemon->inspector, on_learnt, daemon);
}

void
known_restore(struct daemon *daemon)
{
	struct issuers *issuers = &daemon->state.issuers;

	ARRAY_EACH (cert, &issuers->certs)
		inspector_add_issuer(daemon->inspector, *cert);
	ARRAY_EACH (item, &issuers->answers) {
		const struct aia_record record = {
		    .answer = item->answer,
		    .asked_at = item->asked_at,
		    .next_at = item->next_at,
		};

		aia_restore(daemon->aia, &record);
	}
	issuers_clear(issuers);
	evidence_restore(daemon);
}

void
known_reload(struct daemon *daemon)
{
	const struct aia_options options = options_of(daemon->config);

	aia_set_resolver(daemon->aia, daemon->resolver);
	aia_set_options(daemon->aia, &options);
	evidence_reload(daemon);
	set_completion(daemon);
}

void
known_close(struct daemon *daemon)
{
	evidence_close(daemon);
	aia_free(daemon->aia);
}
