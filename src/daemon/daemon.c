/* Every module there is, bottom-up; see daemon.h. */
#include "daemon/daemon.h"

#include <malloc.h>
#include <signal.h>

#include "base/log.h"
#include "base/mem.h"
#include "daemon/build_time.h"
#include "daemon/control_socket.h"
#include "daemon/failing_sinks.h"
#include "daemon/known.h"
#include "daemon/names.h"
#include "daemon/listed.h"
#include "daemon/fresh_stores.h"
#include "daemon/own_event.h"
#include "daemon/quiet.h"
#include "daemon/reload.h"
#include "daemon/web_site.h"
#include "inspect/approach_secrets.h"
#include "net/uplink.h"
#include "pki/key_library.h"
#include "probe/crypto_memory.h"

/* A store that fails gives nothing out: there is nothing to wait for. */
static bool
is_drained(const void *arg)
{
	const struct daemon *daemon = arg;

	return told_is_done(daemon->told) &&
	    (store_is_failing(daemon->state.store) ||
		(webhooks_are_idle(daemon->webhooks) &&
		    sinks_are_idle(&daemon->sinks)));
}

static void
on_drained(void *arg)
{
	struct daemon *daemon = arg;

	loop_stop(daemon->loop);
}

static void
on_stopped(void *arg)
{
	struct daemon *daemon = arg;
	const struct drain_parts parts = {is_drained, on_drained, daemon};

	if (daemon->state.store == NULL) {
		loop_stop(daemon->loop);
		return;
	}
	webhooks_flush(daemon->webhooks);
	daemon->drain = drain_new(daemon->loop, &parts);
}

static void
stop(struct daemon *daemon, struct event *take_event)
{
	daemon->is_stopping = true;
	service_stopping(daemon->service);
	monitor_stop(daemon->monitor, take_event, on_stopped, daemon);
}

/* The first asks for an end with everything told, as far as receivers answer
 * soon; a second one insists. */
static void
on_stop_signal(void *arg)
{
	struct daemon *daemon = arg;

	if (daemon->is_stopping)
		loop_stop(daemon->loop);
	else if (daemon->options.is_once)
		stop(daemon, NULL);
	else
		stop(daemon, own_event_stopped(clock_wall_s(&clock_system)));
}

static void
on_reload_signal(void *arg)
{
	struct daemon *daemon = arg;

	if (!daemon->is_stopping && !daemon->options.is_once)
		reload(daemon);
}

static void
on_inspected(void *arg, const struct inspection *inspection)
{
	struct daemon *daemon = arg;

	once_look(daemon->once, inspection);
}

static void
on_resolve_failed(void *arg, const struct endpoint *endpoint,
    enum failure failure, const char *detail)
{
	struct daemon *daemon = arg;

	once_resolve_failed(daemon->once, endpoint, failure, detail);
}

static void
on_pass_ended(void *arg)
{
	struct daemon *daemon = arg;

	daemon->is_pass_over = true;
	if (!daemon->is_stopping)
		stop(daemon, NULL);
}

static void
on_store_change(void *arg, bool is_failing, const struct error *err)
{
	struct daemon *daemon = arg;

	monitor_store_changed(daemon->monitor, is_failing, err);
}

static void
on_store_corrupt(void *arg, const struct error *err)
{
	struct daemon *daemon = arg;

	monitor_store_changed(daemon->monitor, true, err);
}

static void
on_buried(void *arg, const struct courier_burial *burial)
{
	struct daemon *daemon = arg;

	if (!daemon->is_stopping)
		monitor_tell(daemon->monitor,
		    own_event_dead_letter(burial, clock_wall_s(&clock_system)));
}

void
daemon_sink_failing(
    void *arg, const char *name, bool is_failing, const char *words)
{
	struct daemon *daemon = arg;

	if (!daemon->is_stopping && daemon->monitor != NULL)
		monitor_tell(daemon->monitor,
		    own_event_sink_failing(webhooks_noun(daemon->config, name),
			name, is_failing, words, clock_wall_s(&clock_system)));
}

static void
on_stored(void *arg)
{
	struct daemon *daemon = arg;

	told_wake(daemon->told);
	webhooks_wake(daemon->webhooks);
	control_stored(daemon->control);
}

/* A look that changed nothing was made of memory, too. */
static void
on_written(void *arg)
{
	struct daemon *daemon = arg;

	memory_settle(&daemon->memory, loop_now_ms(daemon->loop));
}

struct webhooks *
daemon_open_webhooks(struct daemon *daemon)
{
	struct webhooks_parts parts = {
	    .loop = daemon->loop,
	    .resolver = daemon->resolver,
	    .store = daemon->state.store,
	    .fleet = daemon->fleet,
	    .failing = daemon_sink_failing,
	    .was_failing = failing_sinks_has,
	    .buried = on_buried,
	    .told_arg = daemon,
	};

	if (daemon->state.store == NULL)
		return NULL;
	return webhooks_new(&parts, daemon->config);
}

static struct inspector *
make_inspector(const struct daemon *daemon)
{
	struct inspector_options options = inspector_options_default;
	struct inspector *inspector;

	options.judge = daemon->config->judge;
	inspector = inspector_new(
	    daemon->loop, &clock_system, daemon->prober, &options);
	ARRAY_EACH (store, &daemon->stores.list)
		inspector_set_store(inspector, *store);
	inspector_set_policy(inspector, daemon->stores.policy);
	inspector_set_logs(inspector, daemon->stores.logs);
	return inspector;
}

static bool
open_sinks(struct daemon *daemon, struct error *err)
{
	struct sinks_options options = {
	    .is_once = daemon->options.is_once,
	    .is_foreground = daemon->options.is_foreground,
	    .resolver = daemon->resolver,
	    .store = daemon->state.store,
	    .failing = daemon_sink_failing,
	    .was_failing = failing_sinks_has,
	    .failing_arg = daemon,
	};

	if (!sinks_open(
		daemon->loop, daemon->config, &options, &daemon->sinks, err))
		return false;
	sinks_begin_log(&daemon->sinks);
	return true;
}

/* What was kept is told before anything new is. */
static void
open_told(struct daemon *daemon)
{
	struct state *state = &daemon->state;

	daemon->told = told_new(
	    daemon->loop, state->store, daemon->sinks.notify, &state->untold);
	untold_clear(&state->untold);
	commit_store_on_stored(state->commits, on_stored, daemon);
	commit_store_on_written(state->commits, on_written, daemon);
}

static struct monitor *
make_monitor(const struct daemon *daemon)
{
	struct monitor_options options = monitor_options_default;
	struct monitor_parts parts = {
	    .loop = daemon->loop,
	    .clock = &clock_system,
	    .resolver = daemon->resolver,
	    .inspector = daemon->inspector,
	    .fleet = daemon->fleet,
	    .commit = state_commit(&daemon->state),
	    .notify = daemon->sinks.notify,
	    .is_cut_off = uplink_is_cut_off,
	    .routes = &daemon->config->routes,
	    .read_clock_sync = clock_sync_read,
	    .built_at = BUILD_TIME,
	};

	options.is_once = daemon->options.is_once;
	return monitor_new(&parts, &options);
}

static struct once *
make_once(struct daemon *daemon)
{
	struct monitor_hooks hooks = {
	    .inspected = on_inspected,
	    .resolve_failed = on_resolve_failed,
	    .pass_ended = on_pass_ended,
	    .arg = daemon,
	};

	monitor_set_hooks(daemon->monitor, &hooks);
	return once_new(
	    daemon->inspector, &clock_system, daemon->options.is_json);
}

static bool
open_state(struct daemon *daemon, struct error *err)
{
	if (!daemon->options.is_once)
		return state_open(
		    &daemon->state, daemon->config, daemon->loop, err);
	state_open_nothing(&daemon->state, daemon->loop);
	return true;
}

/* Bottom-up: each is given what stands above it here. */
static bool
make_all(struct daemon *daemon, struct error *err)
{
	struct loop *loop = daemon->loop = loop_new();
	struct prober_options probing =
	    prober_options_for(daemon->options.descriptors);

	daemon->resolver = names_open_resolver(loop, daemon->config, err);
	if (daemon->resolver == NULL ||
	    !names_open_prover(loop, daemon->config, &daemon->prover, err))
		return false;
	daemon->approach_files = approach_watch_read(daemon->config, err);
	if (daemon->approach_files == NULL)
		return false;
	key_library_enable(daemon->config->has_fast_keys);
	daemon->prober = prober_new(loop, &probing, err);
	if (daemon->prober == NULL)
		return false;
	if (prober_is_passed_by(daemon->prober))
		log_warning(NULL,
		    "fast_keys has no effect: libssl %s does not ask us for "
		    "certificates; handshakes cost up to four times the CPU, "
		    "and what they show is the same",
		    key_library_version());
	prober_set_resolver(daemon->prober, daemon->resolver);
	approach_secrets_give(daemon->prober, &daemon->approach_files);
	daemon->inspector = make_inspector(daemon);
	names_open_dane(daemon);
	known_open(daemon);
	daemon->fleet = fleet_new(&daemon->config->fleet);
	quiet_configure(
	    daemon->fleet, daemon->config, clock_wall_s(&clock_system));
	if (!open_state(daemon, err) || !listed_restore(daemon, err))
		return false;
	known_restore(daemon);
	if (!open_sinks(daemon, err))
		return false;
	daemon->webhooks = daemon_open_webhooks(daemon);
	if (daemon->state.store != NULL)
		open_told(daemon);
	daemon->monitor = make_monitor(daemon);
	if (daemon->state.store != NULL) {
		store_on_change(daemon->state.store, on_store_change, daemon);
		store_on_corrupt(daemon->state.store, on_store_corrupt, daemon);
		daemon->backlog =
		    backlog_new(loop, daemon->state.store, on_stored, daemon);
	}
	daemon->service = service_new(
	    loop, daemon->monitor, daemon->state.store, daemon->backlog);
	if (daemon->options.is_once)
		daemon->once = make_once(daemon);
	else
		daemon->store_watch = fresh_stores_watch(daemon);
	if (!daemon->options.is_once) {
		daemon->list_watch = listed_watch(daemon);
		daemon->file_watch = listed_watch_files(daemon);
	}
	if (!daemon->options.is_once)
		daemon->approach_watch = approach_watch_new(
		    loop, &daemon->approach_files, fresh_stores_tell, daemon);
	if (!daemon->options.is_once)
		daemon->control = control_socket_open(daemon);
	if (!daemon->options.is_once)
		daemon->web = web_site_open(daemon);
	daemon->hangup =
	    loop_signal_new(loop, SIGHUP, on_reload_signal, daemon);
	daemon->terminate =
	    loop_signal_new(loop, SIGTERM, on_stop_signal, daemon);
	daemon->interrupt =
	    loop_signal_new(loop, SIGINT, on_stop_signal, daemon);
	return true;
}

struct daemon *
daemon_new(const struct daemon_options *options, struct config *take_config,
    struct trust_stores *take_stores, struct error *err)
{
	CLEANUP(daemon_free) struct daemon *daemon = MEM_NEW(struct daemon);

	daemon->options = *options;
	daemon->config = take_config;
	daemon->stores = *take_stores;
	*take_stores = (struct trust_stores){0};
	daemon->configured_at = clock_wall_s(&clock_system);
	if (!make_all(daemon, err))
		return NULL;
	return TAKE(daemon);
}

/* In exact reverse. */
void
daemon_free(struct daemon *daemon)
{
	if (daemon == NULL)
		return;
	loop_signal_free(daemon->interrupt);
	loop_signal_free(daemon->terminate);
	loop_signal_free(daemon->hangup);
	drain_free(daemon->drain);
	web_site_close(TAKE(daemon->web));
	control_free(TAKE(daemon->control));
	file_watch_free(daemon->file_watch);
	services_free(daemon->services);
	texts_clear(&daemon->named);
	list_watch_free(daemon->list_watch);
	approach_watch_free(daemon->approach_watch);
	store_watch_free(daemon->store_watch);
	once_free(daemon->once);
	service_free(daemon->service);
	backlog_free(daemon->backlog);
	monitor_free(daemon->monitor);
	if (daemon->told != NULL) {
		commit_store_on_stored(daemon->state.commits, NULL, NULL);
		commit_store_on_written(daemon->state.commits, NULL, NULL);
	}
	told_free(daemon->told);
	webhooks_free(daemon->webhooks);
	state_close(&daemon->state);
	sinks_end_log();
	sinks_close(&daemon->sinks);
	fleet_free(daemon->fleet);
	inspector_free(daemon->inspector);
	dane_book_free(daemon->dane);
	known_close(daemon);
	prober_free(daemon->prober);
	approach_files_free(daemon->approach_files);
	resolver_free(daemon->prover);
	resolver_free(daemon->resolver);
	loop_free(daemon->loop);
	trust_stores_clear(&daemon->stores);
	config_free(daemon->config);
	free(daemon);
}

static void
tell_start(struct daemon *daemon)
{
	struct store *store = daemon->state.store;
	const char *aside = store_set_aside(store);
	int64_t now = clock_wall_s(&clock_system);

	monitor_tell(daemon->monitor,
	    own_event_started(daemon->config, &daemon->stores, now));
	if (aside != NULL)
		monitor_tell(
		    daemon->monitor, own_event_store_corrupt(aside, now));
	backlog_keep(store, daemon->config);
}

void
daemon_begin(void *arg)
{
	struct daemon *daemon = arg;
	const struct config *config = daemon->config;

	if (daemon->has_begun || daemon->is_stopping)
		return;
	daemon->has_begun = true;
	monitor_set_endpoints(
	    daemon->monitor, config->endpoints.items, config->endpoints.len);
	monitor_restore(daemon->monitor, &daemon->state.loaded);
	loaded_clear(&daemon->state.loaded);
	failing_sinks_end_gone(daemon);
	/* What reading took is more than what is kept. */
	malloc_trim(0);
}

bool
daemon_run(struct daemon *daemon, struct error *err)
{
	if (!daemon->options.is_once)
		tell_start(daemon);
	/* What DNS names is asked first, so that it is restored, too. */
	if (daemon->config->services.len > 0)
		listed_services(daemon);
	else
		daemon_begin(daemon);
	service_ready(daemon->service);
	if (daemon->state.store != NULL)
		store_check(daemon->state.store);
	crypto_memory_enable(daemon->config->has_fast_memory);
	loop_run(daemon->loop);
	crypto_memory_enable(false);

	if (!daemon->options.is_once)
		return true;
	if (!daemon->is_pass_over)
		return error_set(err, ERROR_MISSING,
		    "interrupted before every target was probed");
	return once_end(daemon->once, err);
}
