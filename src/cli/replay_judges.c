/* The two judges of a replay; see replay_judges.h. */
#include "cli/replay_judges.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "config/host_port.h"
#include "files/policy_file.h"

static int
compare_endpoints(const void *a, const void *b)
{
	return strcmp((*(struct endpoint *const *)a)->id,
	    (*(struct endpoint *const *)b)->id);
}

static int
compare_id(const void *id, const void *item)
{
	return strcmp(id, (*(struct endpoint *const *)item)->id);
}

static void
index_endpoints(struct replay_judges *judges)
{
	ARRAY_EACH (endpoint, &judges->config->endpoints)
		*ARRAY_ADD(&judges->by_id) = *endpoint;
	if (judges->by_id.len > 0)
		qsort(judges->by_id.items, judges->by_id.len,
		    sizeof *judges->by_id.items, compare_endpoints);
}

static bool
give_stores(struct replay_judges *judges, const struct trust_options *options,
    struct error *err)
{
	struct trust trust = {0};

	if (options->files.items.len == 0)
		return true;
	if (!trust_load(options, &trust, err))
		return false;
	ARRAY_EACH (store, &trust.stores) {
		inspector_set_store(judges->then.inspector, *store);
		texts_add(&judges->given, (*store)->name);
	}
	trust_clear(&trust);
	return true;
}

bool
replay_judges_open(struct replay_judges *judges, struct config *config,
    const struct trust_options *options, struct db *db, struct error *err)
{
	struct policy *policy = NULL;
	struct texts names = {0}, none = {0};
	bool ok = true;

	*judges = (struct replay_judges){.config = config};
	index_endpoints(judges);
	/* Endpoints of the store may be in no configuration any more. */
	texts_add(&names, "system");
	ARRAY_EACH (endpoint, &config->endpoints)
		store_judge_name_stores(&names, *endpoint);
	if (options->policy != NULL) {
		policy = policy_file_load(options->policy, err);
		ok = policy != NULL;
	}
	ok = ok &&
	    store_judge_open(&judges->now, config, &names, NULL, db, err) &&
	    store_judge_open(&judges->then, config,
		options->files.items.len > 0 ? &none : &names, policy, db,
		err) &&
	    give_stores(judges, options, err);
	policy_unref(policy);
	texts_clear(&names);
	if (!ok)
		replay_judges_close(judges);
	return ok;
}

void
replay_judges_close(struct replay_judges *judges)
{
	if (judges->then.inspector != NULL)
		store_judge_close(&judges->then);
	if (judges->now.inspector != NULL)
		store_judge_close(&judges->now);
	texts_clear(&judges->given);
	ARRAY_CLEAR(&judges->by_id);
}

/* As if it were listed without more. */
static struct endpoint *
made_of(const char *id)
{
	CLEANUP(endpoint_unref) struct endpoint *endpoint = endpoint_new();
	struct host_port named;

	if (!host_port_parse(id, &named, NULL))
		return NULL;
	endpoint->host = named.host;
	endpoint->port = named.port == 0 ? ENDPOINT_PORT_DEFAULT : named.port;
	endpoint_finish(endpoint);
	return TAKE(endpoint);
}

struct endpoint *
replay_judges_endpoint(
    const struct replay_judges *judges, const char *id, bool is_then)
{
	struct endpoint *const *found = judges->by_id.len == 0
	    ? NULL
	    : bsearch(id, judges->by_id.items, judges->by_id.len,
		  sizeof *judges->by_id.items, compare_id);
	struct endpoint *endpoint =
	    found != NULL ? endpoint_ref(*found) : made_of(id);
	struct endpoint *like;

	if (endpoint == NULL || !is_then || judges->given.len == 0)
		return endpoint;
	like = endpoint_like(endpoint);
	like->id = mem_strdup(endpoint->id);
	texts_clear(&like->settings->trust);
	texts_clear(&like->settings->compared);
	texts_add_all(&like->settings->trust, &judges->given);
	endpoint_unref(endpoint);
	return like;
}
