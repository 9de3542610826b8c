/* The trust stores of a command; see trust.h. */
#include "cli/trust.h"

#include <string.h>

#include "base/safe_print.h"
#include "config/config.h"
#include "files/log_list.h"
#include "files/policy_file.h"
#include "files/trust_files.h"
#include "store/issuers.h"
#include "store/reader.h"

#define NAME_SHOWN_MAX 200

static bool
load_one(struct trust *trust, const char *path, const char *password_file,
    struct error *err)
{
	struct trust_files_options options = {
	    .is_system = path == NULL,
	    .password_file = password_file,
	};
	CLEANUP(free) char *name = NULL;
	struct trust_store *store = NULL;
	size_t skipped = 0;

	if (path == NULL) {
		options.name = "system";
	} else {
		name = safe_print_dup(path, strlen(path), NAME_SHOWN_MAX);
		options.name = name;
		*ARRAY_ADD(&options.files) = path;
	}
	store = trust_files_load(&options, &skipped, err);
	ARRAY_CLEAR(&options.files);
	if (store == NULL)
		return error_prefix(err, "trust store %s", options.name);
	*ARRAY_ADD(&trust->stores) = store;
	return true;
}

static bool
load_logs(struct trust *trust, const char *path, struct error *err)
{
	if (path == NULL)
		return true;
	trust->logs = log_list_load(path, err);
	return trust->logs != NULL || error_prefix(err, "log list");
}

bool
trust_load(const struct trust_options *options, struct trust *ret_trust,
    struct error *err)
{
	const struct option_list *files = &options->files;
	struct trust trust = {.policy = policy_file_load(options->policy, err)};
	bool ok = trust.policy != NULL &&
	    load_logs(&trust, options->log_list, err) &&
	    (files->items.len > 0 || load_one(&trust, NULL, NULL, err));

	for (size_t i = 0; ok && i < files->items.len; i++)
		ok = load_one(
		    &trust, files->items.items[i], options->password_file, err);
	if (!ok) {
		trust_clear(&trust);
		return false;
	}
	*ret_trust = trust;
	return true;
}

struct trust_store *
trust_load_named(
    const struct config *config, const char *name, struct error *err)
{
	struct trust_files_options options = {
	    .name = name, .is_system = strcmp(name, "system") == 0};
	struct trust_store *store;
	size_t skipped = 0;

	ARRAY_EACH (named, &config->trust_stores) {
		if (strcmp(named->name, name) != 0)
			continue;
		options.places = &named->places;
		options.password_file = named->password_file;
		ARRAY_EACH (file, &named->files)
			*ARRAY_ADD(&options.files) = *file;
	}
	store = trust_files_load(&options, &skipped, err);
	ARRAY_CLEAR(&options.files);
	if (store == NULL)
		error_prefix(err, "trust store %s", name);
	return store;
}

static bool
load_named(struct trust *trust, const struct config *config, const char *name,
    struct error *err)
{
	struct trust_store *store = trust_load_named(config, name, err);

	if (store == NULL)
		return false;
	*ARRAY_ADD(&trust->stores) = store;
	return true;
}

bool
trust_load_configured(const struct config *config,
    const struct endpoint *endpoint, struct trust *ret_trust, struct error *err)
{
	struct trust trust = {.policy = policy_file_load(config->policy, err)};
	bool ok =
	    trust.policy != NULL && load_logs(&trust, config->log_list, err);

	for (size_t i = 0; ok && i < endpoint->settings->trust.len; i++)
		ok = load_named(
		    &trust, config, endpoint->settings->trust.items[i], err);
	if (!ok) {
		trust_clear(&trust);
		return false;
	}
	*ret_trust = trust;
	return true;
}

bool
trust_load_issuers(const struct config *config, struct trust_store **ret_given,
    struct error *err)
{
	struct trust_files_options options = {.name = "issuers"};
	struct trust_store *given;
	size_t skipped = 0;

	if (config->issuers.len == 0)
		return true;
	ARRAY_EACH (file, &config->issuers)
		*ARRAY_ADD(&options.files) = *file;
	given = trust_files_load(&options, &skipped, err);
	ARRAY_CLEAR(&options.files);
	if (given == NULL)
		return error_prefix(err, "issuers");
	*ret_given = given;
	return true;
}

void
trust_take_known(struct trust *trust, const char *state_directory)
{
	struct error odd = ERROR_INIT;
	CLEANUP(db_close)
	struct db *db = reader_open(state_directory, true, &odd);
	struct issuers issuers = {0};

	if (db == NULL || !issuers_load(db, &issuers, &odd))
		return;
	ARRAY_EACH (cert, &issuers.certs)
		*ARRAY_ADD(&trust->known) = cert_ref(*cert);
	issuers_clear(&issuers);
}

struct policy *
trust_policy_shipped(void)
{
	return policy_file_load(NULL, NULL);
}

void
trust_clear(struct trust *trust)
{
	ARRAY_EACH (store, &trust->stores)
		trust_store_unref(*store);
	ARRAY_CLEAR(&trust->stores);
	policy_unref(trust->policy);
	ct_logs_unref(trust->logs);
	trust_store_unref(trust->issuers);
	trust->issuers = NULL;
	ARRAY_EACH (cert, &trust->known)
		cert_unref(*cert);
	ARRAY_CLEAR(&trust->known);
}
