/* Lists of endpoints that have changed; see listed.h. */
#include "daemon/listed.h"

#include "base/log.h"
#include "config/assumed_list.h"
#include "daemon/named_hosts.h"
#include "daemon/own_event.h"

#define FAULT_TEXT_MAX 4096

static void
tell_faults(struct daemon *daemon, const struct config_faults *faults)
{
	struct error err = ERROR_INIT;

	ARRAY_EACH (fault, &faults->items) {
		CLEANUP(strbuf_clear)
		struct strbuf text = STRBUF_INIT(FAULT_TEXT_MAX);

		config_fault_format(&text, fault);
		log_error(NULL, "%.*s", (int)strcspn(strbuf_text(&text), "\n"),
		    strbuf_text(&text));
	}
	config_faults_error(faults, " (and more, see the log)", &err);
	monitor_tell(daemon->monitor,
	    own_event_list_rejected(&err, clock_wall_s(&clock_system)));
}

static void
on_changed(void *arg, const struct target_lists_change *change,
    const struct config_faults *faults)
{
	struct daemon *daemon = arg;
	struct monitor_changes changes;

	if (daemon->is_stopping || !daemon->has_begun)
		return;
	if (faults->items.len > 0)
		tell_faults(daemon, faults);
	file_watch_reset(daemon->file_watch, daemon->config);
	changes = monitor_set_endpoints(daemon->monitor,
	    daemon->config->endpoints.items, daemon->config->endpoints.len);
	if (changes.added + changes.changed + changes.removed > 0 ||
	    change->has_recovered)
		monitor_tell(daemon->monitor,
		    own_event_lists_read(
			&changes, clock_wall_s(&clock_system)));
}

struct list_watch *
listed_watch(struct daemon *daemon)
{
	return list_watch_new(daemon->loop, daemon->config, on_changed, daemon);
}

/* A file that changed is looked at now. */
static void
on_file_changed(void *arg, const char *path)
{
	struct daemon *daemon = arg;

	if (!daemon->is_stopping)
		(void)monitor_look_soon(daemon->monitor, path, 0);
}

static void
on_come_or_gone(void *arg)
{
	struct daemon *daemon = arg;
	struct config_faults faults = {0};
	struct target_lists_change change;

	if (daemon->is_stopping)
		return;
	change = target_lists_refresh(daemon->config, &faults);
	if (change.has_read || faults.items.len > 0)
		on_changed(daemon, &change, &faults);
	config_faults_clear(&faults);
}

struct file_watch *
listed_watch_files(struct daemon *daemon)
{
	const struct file_watch_parts parts = {
	    .loop = daemon->loop,
	    .changed = on_file_changed,
	    .come_or_gone = on_come_or_gone,
	    .arg = daemon,
	};

	return file_watch_new(&parts, daemon->config);
}

static void
on_services_changed(void *arg, const char *words)
{
	struct daemon *daemon = arg;
	struct monitor_changes changes;

	log_info(NULL, "%s", words);
	if (daemon->state.store != NULL)
		named_hosts_keep(
		    daemon->state.store, daemon->config, &daemon->named);
	if (daemon->is_stopping || !daemon->has_begun)
		return;
	changes = monitor_set_endpoints(daemon->monitor,
	    daemon->config->endpoints.items, daemon->config->endpoints.len);
	monitor_tell(daemon->monitor,
	    own_event_service_changed(
		words, &changes, clock_wall_s(&clock_system)));
}

static void
on_service_failing(
    void *arg, const char *service, bool is_failing, const char *words)
{
	struct daemon *daemon = arg;

	if (!daemon->is_stopping)
		monitor_tell(daemon->monitor,
		    own_event_service_failing(service, is_failing, words,
			clock_wall_s(&clock_system)));
}

bool
listed_restore(struct daemon *daemon, struct error *err)
{
	struct config *config = daemon->config;
	struct texts ids = {0};
	size_t count;

	texts_add_all(&daemon->named, &daemon->state.said);
	named_hosts_restore(config, &daemon->named);
	if (!assumed_list_is_wanted(config))
		return true;
	ARRAY_EACH (endpoint, &daemon->state.loaded.endpoints)
		texts_add(&ids, endpoint->id);
	count = assumed_list_make(config, &ids);
	texts_clear(&ids);
	log_warning(NULL,
	    "a list of endpoints cannot be read: %zu endpoint%s known from "
	    "before that nothing else lists %s watched instead",
	    count, count == 1 ? "" : "s", count == 1 ? "is" : "are");
	return config->endpoints.len + config->services.len > 0 ||
	    error_set(err, ERROR_INVALID,
		"lists of endpoints are at fault, and no other endpoint is "
		"known");
}

void
listed_services(struct daemon *daemon)
{
	const struct services_hooks hooks = {
	    .ready = daemon_begin,
	    .changed = on_services_changed,
	    .failing = on_service_failing,
	    .arg = daemon,
	};

	if (daemon->services != NULL)
		services_reset(
		    daemon->services, daemon->resolver, daemon->config);
	else if (daemon->config->services.len > 0)
		daemon->services = services_new(
		    daemon->loop, daemon->resolver, daemon->config, &hooks);
}
