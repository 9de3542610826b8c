/* What is judged by, when it has changed on disk; see fresh_stores.h. */
#include "daemon/fresh_stores.h"

#include "store/said.h"

void
fresh_stores_tell(void *arg, struct event *take_event)
{
	struct daemon *daemon = arg;

	if (daemon->is_stopping)
		event_unref(take_event);
	else
		monitor_tell(daemon->monitor, take_event);
}

static void
on_store_fresh(void *arg, struct trust_store *store)
{
	struct daemon *daemon = arg;

	inspector_set_store(daemon->inspector, store);
}

static void
on_issuers_fresh(void *arg, struct trust_store *issuers)
{
	struct daemon *daemon = arg;

	inspector_set_given(daemon->inspector, issuers);
}

static void
on_policy_fresh(void *arg, struct policy *policy)
{
	struct daemon *daemon = arg;

	inspector_set_policy(daemon->inspector, policy);
}

static void
on_logs_fresh(void *arg, struct ct_logs *logs)
{
	struct daemon *daemon = arg;

	inspector_set_logs(daemon->inspector, logs);
}

static void
on_said(void *arg, const char *line, bool is_said)
{
	struct daemon *daemon = arg;

	said_keep(daemon->state.store, line, is_said);
}

struct store_watch *
fresh_stores_watch(struct daemon *daemon)
{
	const struct store_watch_parts parts = {
	    .loop = daemon->loop,
	    .stores = &daemon->stores,
	    .config = daemon->config,
	    .tell = fresh_stores_tell,
	    .fresh_store = on_store_fresh,
	    .fresh_issuers = on_issuers_fresh,
	    .fresh_policy = on_policy_fresh,
	    .fresh_logs = on_logs_fresh,
	    .keep = on_said,
	    .arg = daemon,
	    .said = &daemon->state.said,
	};

	return store_watch_new(&parts);
}
