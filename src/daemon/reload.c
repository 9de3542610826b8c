/* SIGHUP; see reload.h. */
#include "daemon/reload.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "config/config_root.h"
#include "config/config_services.h"
#include "daemon/failing_sinks.h"
#include "daemon/known.h"
#include "daemon/listed.h"
#include "daemon/names.h"
#include "daemon/own_event.h"
#include "daemon/quiet.h"

#define FAULT_TEXT_MAX 4096

/* What a reload needs, made before anything that runs is touched. */
struct fresh {
	struct config *config;
	struct trust_stores stores;
	struct approach_files *approach_files;
	struct resolver *resolver, *prover;
	struct sinks sinks; /* notify NULL: they stay */
};

static void
fresh_clear(struct fresh *fresh)
{
	sinks_close(&fresh->sinks);
	approach_files_free(fresh->approach_files);
	resolver_free(fresh->prover);
	resolver_free(fresh->resolver);
	trust_stores_clear(&fresh->stores);
	config_free(fresh->config);
}

static void
log_faults(const struct config_faults *faults)
{
	ARRAY_EACH (fault, &faults->items) {
		CLEANUP(strbuf_clear)
		struct strbuf text = STRBUF_INIT(FAULT_TEXT_MAX);

		config_fault_format(&text, fault);
		log_error(NULL, "%.*s", (int)strcspn(strbuf_text(&text), "\n"),
		    strbuf_text(&text));
	}
}

static bool
load_config(const struct daemon *daemon, struct fresh *fresh, struct error *err)
{
	struct config_faults faults = {0};

	fresh->config = config_load(daemon->options.config_path, &faults);
	if (fresh->config != NULL)
		return true;
	log_faults(&faults);
	config_faults_error(&faults, " (and more, see the log)", err);
	config_faults_clear(&faults);
	return false;
}

static bool
load(struct daemon *daemon, struct fresh *fresh, struct error *err)
{
	struct sinks_options options = {
	    .is_foreground = daemon->options.is_foreground,
	    .store = daemon->state.store,
	    .failing = daemon_sink_failing,
	    .was_failing = failing_sinks_has,
	    .failing_arg = daemon,
	};

	if (!load_config(daemon, fresh, err) ||
	    !webhooks_check_urls(fresh->config, false, err) ||
	    !trust_stores_load(fresh->config, &fresh->stores, err))
		return false;
	fresh->approach_files = approach_watch_read(fresh->config, err);
	if (fresh->approach_files == NULL)
		return false;
	fresh->resolver = names_open_resolver(daemon->loop, fresh->config, err);
	if (fresh->resolver == NULL ||
	    !names_open_prover(
		daemon->loop, fresh->config, &fresh->prover, err))
		return false;
	options.resolver = fresh->resolver;
	return !sinks_differ(daemon->config, fresh->config) ||
	    sinks_open(
		daemon->loop, fresh->config, &options, &fresh->sinks, err);
}

static void
tell_store_changes(struct daemon *daemon, const struct trust_stores *stores)
{
	ARRAY_EACH (slot, &stores->list) {
		const struct trust_store *store = *slot;
		const struct trust_store *old =
		    trust_stores_find(&daemon->stores, store->name);

		if (old != NULL && old->generation != store->generation)
			monitor_tell(daemon->monitor,
			    own_event_store_changed(
				old, store, clock_wall_s(&clock_system)));
	}
}

static void
swap_stores(struct daemon *daemon, struct trust_stores *stores)
{
	struct trust_stores old = daemon->stores;

	ARRAY_EACH (store, &old.list) {
		if (trust_stores_find(stores, (*store)->name) == NULL)
			inspector_drop_store(daemon->inspector, (*store)->name);
	}
	ARRAY_EACH (store, &stores->list)
		inspector_set_store(daemon->inspector, *store);
	if (old.policy->generation != stores->policy->generation)
		log_info(NULL, "dated rules have changed: %s, %zu rules",
		    stores->policy->name, stores->policy->rules.len);
	inspector_set_policy(daemon->inspector, stores->policy);
	inspector_set_logs(daemon->inspector, stores->logs);
	daemon->stores = *stores;
	*stores = old;
}

static void
swap_sinks(struct daemon *daemon, struct sinks *sinks)
{
	struct sinks old = daemon->sinks;

	sinks_end_log();
	monitor_set_notify(daemon->monitor, sinks->notify);
	told_set_notify(daemon->told, sinks->notify);
	daemon->sinks = *sinks;
	sinks_begin_log(&daemon->sinks);
	*sinks = old;
}

/* They have nothing to lose: what they do lies in the store. */
static void
swap_webhooks(struct daemon *daemon, const struct config *old_config)
{
	if (!webhooks_differ(old_config, daemon->config)) {
		webhooks_set_resolver(daemon->webhooks, daemon->resolver);
		return;
	}
	webhooks_free(daemon->webhooks);
	daemon->webhooks = daemon_open_webhooks(daemon);
}

static void
swap_approaches(struct daemon *daemon, struct fresh *fresh)
{
	struct approach_files *old = daemon->approach_files;

	daemon->approach_files = fresh->approach_files;
	fresh->approach_files = old;
	approach_watch_reset(daemon->approach_watch, old);
}

/* What the new configuration says and the daemon will not do. */
static void
note_restarts(struct monitor_changes *changes, const struct config *before,
    const struct config *after)
{
	CLEANUP(strbuf_clear)
	struct strbuf keys = STRBUF_INIT(sizeof changes->restarts - 1);

	field_add_restarts(&keys, &config_root_table, "", before, after);
	snprintf(changes->restarts, sizeof changes->restarts, "%s",
	    strbuf_text(&keys));
}

/* From the bottom up, as they were made. Afterwards fresh holds the old. */
static struct monitor_changes
swap(struct daemon *daemon, struct fresh *fresh)
{
	struct config *old_config = daemon->config;
	struct resolver *old_resolver = daemon->resolver;
	struct resolver *old_prover = daemon->prover;

	monitor_set_resolver(daemon->monitor, fresh->resolver);
	prober_set_resolver(daemon->prober, fresh->resolver);
	daemon->resolver = fresh->resolver;
	fresh->resolver = old_resolver;
	swap_approaches(daemon, fresh);
	daemon->prover = fresh->prover;
	fresh->prover = old_prover;
	dane_book_set_resolver(daemon->dane, daemon->prover);
	inspector_set_judge(daemon->inspector, &fresh->config->judge);
	swap_stores(daemon, &fresh->stores);
	fleet_set_options(daemon->fleet, &fresh->config->fleet);
	quiet_configure(
	    daemon->fleet, fresh->config, clock_wall_s(&clock_system));
	if (fresh->sinks.notify != NULL)
		swap_sinks(daemon, &fresh->sinks);
	sinks_set_resolver(&daemon->sinks, daemon->resolver);
	if (fresh->sinks.notify != NULL)
		sinks_set_resolver(&fresh->sinks, daemon->resolver);
	daemon->config = fresh->config;
	fresh->config = old_config;
	monitor_set_routes(daemon->monitor, &daemon->config->routes);
	known_reload(daemon);
	store_watch_reset(daemon->store_watch, daemon->config);
	list_watch_reset(daemon->list_watch, daemon->config);
	file_watch_reset(daemon->file_watch, daemon->config);
	config_services_adopt(daemon->config, old_config);
	listed_services(daemon);
	state_set_retention(&daemon->state, daemon->config);
	swap_webhooks(daemon, old_config);
	failing_sinks_end_gone(daemon);
	daemon_begin(daemon);
	return monitor_set_endpoints(daemon->monitor,
	    daemon->config->endpoints.items, daemon->config->endpoints.len);
}

bool
reload_for(struct daemon *daemon, struct monitor_changes *ret_changes,
    struct error *err)
{
	struct fresh fresh = {0};
	int64_t now = clock_wall_s(&clock_system);
	bool ok;

	service_reloading(daemon->service);
	ok = load(daemon, &fresh, err);
	daemon->is_reload_rejected = !ok;
	if (ok) {
		daemon->reloads++;
		daemon->configured_at = now;
		tell_store_changes(daemon, &fresh.stores);
		*ret_changes = swap(daemon, &fresh);
		note_restarts(ret_changes, fresh.config, daemon->config);
		monitor_tell(
		    daemon->monitor, own_event_reloaded(ret_changes, now));
	} else {
		daemon->reloads_rejected++;
		monitor_tell(daemon->monitor, own_event_rejected(err, now));
		store_watch_rejected(daemon->store_watch, err);
	}
	fresh_clear(&fresh);
	/* Once those that are gone have let go of their rows. */
	backlog_keep(daemon->state.store, daemon->config);
	service_ready(daemon->service);
	return ok;
}

void
reload(struct daemon *daemon)
{
	struct monitor_changes changes;
	struct error err = ERROR_INIT;

	if (!reload_for(daemon, &changes, &err))
		log_debug(NULL, "%s", err.message); /* an event has told it */
}
