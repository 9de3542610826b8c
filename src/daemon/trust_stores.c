/* The trust stores of a configuration; see trust_stores.h. */
#include "daemon/trust_stores.h"

#include <string.h>

#include "base/log.h"
#include "files/policy_file.h"
#include "files/trust_files.h"

#define SYSTEM_STORE "system"

static bool
is_system_used(const struct config *config)
{
	ARRAY_EACH (slot, &config->endpoints) {
		const struct endpoint *endpoint = *slot;

		if (endpoint->trust.len == 0 ||
		    texts_has(&endpoint->trust, SYSTEM_STORE) ||
		    texts_has(&endpoint->compared, SYSTEM_STORE))
			return true;
	}
	return false;
}

static bool
load(struct trust_stores *stores, const struct trust_files_options *options,
    struct error *err)
{
	size_t skipped = 0;
	struct trust_store *store = trust_files_load(options, &skipped, err);

	if (store == NULL)
		return options->places != NULL
		    ? false
		    : error_prefix(err, "trust store %s", options->name);
	if (skipped > 0)
		log_warning(NULL,
		    "trust store %s: %zu unusable certificates left out",
		    options->name, skipped);
	*ARRAY_ADD(&stores->list) = store;
	return true;
}

static bool
load_named(struct trust_stores *stores, const struct config_trust_store *named,
    struct error *err)
{
	struct trust_files_options options = {
	    .name = named->name,
	    .places = &named->places,
	    .password_file = named->password_file,
	};
	bool is_loaded;

	ARRAY_EACH (file, &named->files)
		*ARRAY_ADD(&options.files) = *file;
	is_loaded = load(stores, &options, err);
	ARRAY_CLEAR(&options.files);
	return is_loaded;
}

static bool
load_issuers(
    struct trust_stores *stores, const struct config *config, struct error *err)
{
	struct trust_files_options options = {.name = "issuers"};
	size_t skipped = 0;

	if (config->issuers.len == 0)
		return true;
	ARRAY_EACH (file, &config->issuers)
		*ARRAY_ADD(&options.files) = *file;
	stores->issuers = trust_files_load(&options, &skipped, err);
	ARRAY_CLEAR(&options.files);
	if (skipped > 0)
		log_warning(NULL, "issuers: %zu unusable certificates left out",
		    skipped);
	return stores->issuers != NULL || error_prefix(err, "issuers");
}

bool
trust_stores_load(const struct config *config, struct trust_stores *ret_stores,
    struct error *err)
{
	struct trust_files_options system = {
	    .name = SYSTEM_STORE,
	    .is_system = true,
	};
	struct trust_stores stores = {0};

	stores.policy = policy_file_load(config->policy, err);
	if (stores.policy == NULL) {
		error_prefix(err, "policy");
		goto fail;
	}
	if (is_system_used(config) && !load(&stores, &system, err))
		goto fail;
	ARRAY_EACH (named, &config->trust_stores) {
		if (!load_named(&stores, named, err))
			goto fail;
	}
	if (!load_issuers(&stores, config, err))
		goto fail;
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
	policy_unref(stores->policy);
	stores->policy = NULL;
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
