/* The trust stores of a configuration; see trust_stores.h. */
#include "daemon/trust_stores.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "files/log_list.h"
#include "files/policy_file.h"
#include "files/trust_files.h"

#define SYSTEM_STORE "system"
#define PUBLIC_LEAST 20 /* a store of fewer is somebody's choice */

static bool
uses_system(const struct endpoint *endpoint)
{
	return endpoint->settings->trust.len == 0 ||
	    texts_has(&endpoint->settings->trust, SYSTEM_STORE) ||
	    texts_has(&endpoint->settings->compared, SYSTEM_STORE);
}

/* Endpoints of lists may come later. */
static bool
is_system_used(const struct config *config)
{
	ARRAY_EACH (endpoint, &config->endpoints) {
		if (uses_system(*endpoint))
			return true;
	}
	ARRAY_EACH (list, &config->lists) {
		if (uses_system(list->like))
			return true;
	}
	ARRAY_EACH (service, &config->services) {
		if (uses_system(service->like))
			return true;
	}
	return false;
}

static void
fill_options(const struct config *config, const char *name,
    struct trust_files_options *ret_options)
{
	ret_options->name = name;
	ret_options->is_system = strcmp(name, SYSTEM_STORE) == 0;
	ARRAY_EACH (named, &config->trust_stores) {
		if (strcmp(named->name, name) != 0)
			continue;
		ret_options->places = &named->places;
		ret_options->password_file = named->password_file;
		ARRAY_EACH (file, &named->files)
			*ARRAY_ADD(&ret_options->files) = *file;
	}
}

uint64_t
trust_stores_stamp(const struct config *config, const char *name)
{
	struct trust_files_options options = {0};
	uint64_t stamp;

	fill_options(config, name, &options);
	stamp = trust_files_stamp(&options);
	ARRAY_CLEAR(&options.files);
	return stamp;
}

struct trust_store *
trust_stores_read(
    const struct config *config, const char *name, struct error *err)
{
	struct trust_files_options options = {0};
	struct trust_store *store;
	size_t skipped = 0;

	fill_options(config, name, &options);
	store = trust_files_load(&options, &skipped, err);
	if (store == NULL && options.places == NULL)
		error_prefix(err, "trust store %s", name);
	ARRAY_CLEAR(&options.files);
	if (skipped > 0)
		log_warning(NULL,
		    "trust store %s: %zu unusable certificates left out", name,
		    skipped);
	return store;
}

/* The stamp is older than what is read: nothing changes unseen between. */
static bool
load(struct trust_stores *stores, const struct config *config, const char *name,
    struct error *err)
{
	uint64_t stamp = trust_stores_stamp(config, name);
	struct trust_store *store = trust_stores_read(config, name, err);

	if (store == NULL)
		return false;
	*ARRAY_ADD(&stores->list) = store;
	*ARRAY_ADD(&stores->stamps) = stamp;
	return true;
}

static void
fill_issuers(const struct config *config, struct trust_files_options *options)
{
	options->name = "issuers";
	ARRAY_EACH (file, &config->issuers)
		*ARRAY_ADD(&options->files) = *file;
}

uint64_t
trust_stores_stamp_issuers(const struct config *config)
{
	struct trust_files_options options = {0};
	uint64_t stamp;

	fill_issuers(config, &options);
	stamp = trust_files_stamp(&options);
	ARRAY_CLEAR(&options.files);
	return stamp;
}

bool
trust_stores_read_issuers(const struct config *config,
    struct trust_store **ret_issuers, struct error *err)
{
	struct trust_files_options options = {0};
	struct trust_store *issuers;
	size_t skipped = 0;

	*ret_issuers = NULL;
	if (config->issuers.len == 0)
		return true;
	fill_issuers(config, &options);
	issuers = trust_files_load(&options, &skipped, err);
	ARRAY_CLEAR(&options.files);
	if (skipped > 0)
		log_warning(NULL, "issuers: %zu unusable certificates left out",
		    skipped);
	if (issuers == NULL)
		return error_prefix(err, "issuers");
	*ret_issuers = issuers;
	return true;
}

static uint64_t
stamp_of(const char *path)
{
	struct trust_files_options options = {.name = "file"};
	uint64_t stamp;

	if (path != NULL)
		*ARRAY_ADD(&options.files) = path;
	stamp = trust_files_stamp(&options);
	ARRAY_CLEAR(&options.files);
	return stamp;
}

uint64_t
trust_stores_stamp_policy(const struct config *config)
{
	return stamp_of(config->policy);
}

uint64_t
trust_stores_stamp_logs(const struct config *config)
{
	return stamp_of(config->log_list);
}

void
trust_stores_paths(const struct trust_stores *stores,
    const struct config *config, struct texts *ret_paths)
{
	ARRAY_EACH (store, &stores->list) {
		struct trust_files_options options = {0};

		fill_options(config, (*store)->name, &options);
		trust_files_paths(&options, ret_paths);
		ARRAY_CLEAR(&options.files);
	}
	texts_add_all(ret_paths, &config->issuers);
	if (config->policy != NULL)
		texts_add(ret_paths, config->policy);
	if (config->log_list != NULL)
		texts_add(ret_paths, config->log_list);
}

bool
trust_stores_read_logs(
    const struct config *config, struct ct_logs **ret_logs, struct error *err)
{
	struct ct_logs *logs;
	char when[TIMESTAMP_TEXT_MAX];

	*ret_logs = NULL;
	if (config->log_list == NULL)
		return true;
	logs = log_list_load(config->log_list, err);
	if (logs == NULL)
		return error_prefix(err, "log list");
	if (ct_logs_is_stale(logs, clock_wall_s(&clock_system)))
		log_warning(NULL,
		    "log list: %s is of %s; of logs that it does not name "
		    "nothing is known any more",
		    logs->name, timestamp_words(logs->made_at, when));
	*ret_logs = logs;
	return true;
}

static bool
load_rest(
    struct trust_stores *stores, const struct config *config, struct error *err)
{
	stores->policy_stamp = trust_stores_stamp_policy(config);
	stores->policy = policy_file_load(config->policy, err);
	if (stores->policy == NULL)
		return error_prefix(err, "policy");
	stores->logs_stamp = trust_stores_stamp_logs(config);
	if (!trust_stores_read_logs(config, &stores->logs, err))
		return false;
	stores->issuers_stamp = trust_stores_stamp_issuers(config);
	return trust_stores_read_issuers(config, &stores->issuers, err);
}

bool
trust_stores_load(const struct config *config, struct trust_stores *ret_stores,
    struct error *err)
{
	struct trust_stores stores = {0};

	if (!load_rest(&stores, config, err))
		goto fail;
	if (is_system_used(config) && !load(&stores, config, SYSTEM_STORE, err))
		goto fail;
	ARRAY_EACH (named, &config->trust_stores) {
		if (!load(&stores, config, named->name, err))
			goto fail;
	}
	*ret_stores = stores;
	return true;
fail:
	trust_stores_clear(&stores);
	return false;
}

void
trust_stores_clear(struct trust_stores *stores)
{
	ARRAY_EACH (store, &stores->list)
		trust_store_unref(*store);
	ARRAY_CLEAR(&stores->list);
	ARRAY_CLEAR(&stores->stamps);
	policy_unref(stores->policy);
	stores->policy = NULL;
	ct_logs_unref(stores->logs);
	stores->logs = NULL;
	trust_store_unref(stores->issuers);
	stores->issuers = NULL;
}

struct trust_store *
trust_stores_find(const struct trust_stores *stores, const char *name)
{
	ARRAY_EACH (store, &stores->list) {
		if (strcmp((*store)->name, name) == 0)
			return *store;
	}
	return NULL;
}

void
trust_stores_words(const struct trust_stores *stores, struct strbuf *ret_words)
{
	ARRAY_EACH (store, &stores->list) {
		size_t count = cert_set_len((*store)->anchors);

		strbuf_addf(ret_words, "%s%s (%zu anchor%s)",
		    ret_words->len > 0 ? ", " : "", (*store)->name, count,
		    count == 1 ? "" : "s");
	}
}

int64_t
trust_stores_newest_public(
    const struct trust_store *store, const struct policy *policy)
{
	size_t count = 0, len = cert_set_len(store->anchors);
	int64_t newest = 0;

	for (size_t i = 0; i < len; i++) {
		const struct cert *cert = cert_set_at(store->anchors, i);

		if (!policy_is_public(policy, cert))
			continue;
		count++;
		if (cert->not_before > newest)
			newest = cert->not_before;
	}
	return count < PUBLIC_LEAST ? 0 : newest;
}
