/* Loads a configuration and owns the outcome; see config.h. */
#include "config/config.h"

#include "config/config_defaults.h"
#include "config/config_dns.h"
#include "config/config_root.h"
#include "config/config_routes.h"
#include "config/config_services.h"
#include "config/config_trust.h"
#include "config/config_web.h"
#include "config/loader.h"
#include "config/target_lists.h"

static struct config *
config_new(void)
{
	struct config *config = MEM_NEW(struct config);

	config->judge = judge_options_default;
	config->fleet = fleet_options_default;
	config->defaults.dane = -1;
	field_set_defaults(&config_root_table, config);
	return config;
}

void
config_free(struct config *config)
{
	if (config == NULL)
		return;
	free(config->state_directory);
	free(config->control.socket);
	free(config->control.group);
	texts_clear(&config->web.hosts);
	free(config->web.url);
	free(config->policy);
	free(config->log_list);
	texts_clear(&config->issuers);
	config_dns_clear(&config->dns);
	texts_clear(&config->defaults.trust);
	texts_clear(&config->defaults.compared);
	expectation_unref(config->defaults.expected);
	allowed_unref(config->defaults.allowed);
	approach_unref(config->defaults.approach);
	ARRAY_EACH (store, &config->trust_stores) {
		free(store->name);
		texts_clear(&store->files);
		texts_clear(&store->places);
		free(store->password_file);
	}
	ARRAY_CLEAR(&config->trust_stores);
	ARRAY_EACH (endpoint, &config->endpoints)
		endpoint_unref(*endpoint);
	ARRAY_CLEAR(&config->endpoints);
	target_lists_clear(config);
	config_services_clear(config);
	ARRAY_EACH (window, &config->windows)
		window_free(*window);
	ARRAY_CLEAR(&config->windows);
	ARRAY_EACH (silence, &config->silences)
		silence_free(*silence);
	ARRAY_CLEAR(&config->silences);
	ARRAY_EACH (webhook, &config->webhooks)
		webhook_options_clear(webhook);
	ARRAY_CLEAR(&config->webhooks);
	ARRAY_EACH (mail, &config->mails)
		mail_options_clear(mail);
	ARRAY_CLEAR(&config->mails);
	routes_clear(&config->routes);
	if (config->syslog != NULL)
		syslog_options_clear(config->syslog);
	free(config->syslog);
	free(config);
}

/* What can be said only when all files are read; ends the loader. */
static struct config *
finish(struct loader *loader, struct config *take_config, bool is_beside)
{
	CLEANUP(config_free) struct config *config = take_config;
	size_t own_faults;

	config_trust_resolve(loader);
	config_routes_resolve(loader);
	config_web_resolve(config);
	config->own_count = config->endpoints.len;
	own_faults = loader->faults.added;
	target_lists_read(config, &loader->faults);
	loader_clear(loader);
	if (is_beside ? own_faults > 0 : loader->faults.added > 0)
		return NULL;
	return TAKE(config);
}

static struct config *
load(const char *path, struct config_faults *ret_faults, bool is_beside)
{
	struct config *config = config_new();
	struct loader loader = {
	    .config = config, .faults = {.list = ret_faults}};

	loader_read_file(&loader, path, NULL, 0);
	return finish(&loader, config, is_beside);
}

struct config *
config_load(const char *path, struct config_faults *ret_faults)
{
	return load(path, ret_faults, false);
}

struct config *
config_load_beside(const char *path, struct config_faults *ret_faults)
{
	return load(path, ret_faults, true);
}

struct config *
config_parse(const char *name, const char *base_folder, const uint8_t *bytes,
    size_t len, struct config_faults *ret_faults)
{
	struct config *config = config_new();
	struct loader loader = {
	    .config = config, .faults = {.list = ret_faults}};
	uint8_t *copy;

	if (len > CONFIG_MAX_BYTES) {
		faults_add_file(&loader.faults, name,
		    "larger than %u bytes; spread it over several files by "
		    "'include'",
		    CONFIG_MAX_BYTES);
		return finish(&loader, config, false);
	}
	copy = mem_new(1, len + 1);
	if (len > 0)
		memcpy(copy, bytes, len);
	loader_read_bytes(&loader, name, base_folder, copy, len, 0);
	return finish(&loader, config, false);
}
