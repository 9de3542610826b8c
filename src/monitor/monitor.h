/*
 * The daemon's use case: what is due is inspected, the fleet takes the
 * transition, the batch is committed, its events are released.
 *
 * The commit seam: the store fills it; until then commit_memory numbers the
 * events and says at once that they are kept.
 */
#pragma once

#include "base/clock.h"
#include "base/clock_sync.h"
#include "incident/fleet.h"
#include "model/route.h"
#include "model/endpoint_status.h"
#include "inspect/inspect.h"
#include "net/loop.h"
#include "net/resolve.h"
#include "notify/notify.h"

/* done(done_arg) is called on the loop, never before commit returns, once the
 * batch is kept; its events carry sequences and ids then. The batch is lent
 * until then. */
struct commit {
	void (*commit)(
	    void *arg, struct batch *batch, loop_fn done, void *done_arg);
	void *arg;
};

struct monitor_options {
	bool is_once;	   /* every target once, then done */
	int64_t spread_ms; /* over how long a first pass is spread; longer for
			    * a fleet too large for that */
	int64_t late_s;	   /* lag from which probing-late is said; 0: never */
};

extern const struct monitor_options monitor_options_default;

struct monitor_parts {
	struct loop *loop;
	const struct clock *clock;
	struct resolver *resolver;
	struct inspector *inspector;
	struct fleet *fleet;
	struct commit commit;
	struct notify *notify;
	/* Has this machine no way to that address? NULL: not asked. */
	bool (*is_cut_off)(const struct ip_address *address);
	const struct routes *routes; /* lent; NULL: all is for all sinks */
	/* Does anybody keep the wall clock right? NULL: yes. */
	struct clock_sync (*read_clock_sync)(void);
	int64_t built_at; /* no clock stands before that; 0: not known */
};

struct ack;
struct monitor;
struct loaded;
struct silence;

struct monitor *monitor_new(
    const struct monitor_parts *parts, const struct monitor_options *options);
void monitor_free(struct monitor *monitor);
CLEANUP_DEFINE(struct monitor, monitor_free)
/* The endpoints to watch from now on: what is kept keeps state and schedule,
 * what went closes its incidents, what is new is probed soon. */
struct monitor_changes {
	size_t kept, changed, added, removed;
	/* Keys that a restart alone changes, as who reloads found them changed;
	 * "": none */
	char restarts[200];
};
struct monitor_changes monitor_set_endpoints(
    struct monitor *monitor, struct endpoint *const *endpoints, size_t count);
/* What a store remembers (store/load.h), after the endpoints were set and
 * before the loop turns: nothing of it is told again, what was due stays due,
 * what is no longer watched ends. What it holds is taken out of it. */
void monitor_restore(struct monitor *monitor, struct loaded *loaded);
/* The store began to fail, or works again: says so. Once it is corrupt
 * (ERROR_INVALID) nothing more is said: only a restart helps. */
void monitor_store_changed(
    struct monitor *monitor, bool is_failing, const struct error *err);
/* All targets of that endpoint are looked at in so long, or sooner where they
 * are due. false: there is no such endpoint. */
bool monitor_look_soon(
    struct monitor *monitor, const char *id, int64_t delay_ms);
/* A resolver that was made anew; the monitor has no question open with the old
 * one when this returns. */
void monitor_set_resolver(struct monitor *monitor, struct resolver *resolver);
/* Other routes for what happens from now on; lent. */
void monitor_set_routes(struct monitor *monitor, const struct routes *routes);
/* Other sinks for what is kept from now on. */
void monitor_set_notify(struct monitor *monitor, struct notify *notify);
/* As fleet_silence, fleet_unsilence and fleet_ack (incident/quiet.h); what
 * comes of it is kept and told. */
const struct silence *monitor_silence(
    struct monitor *monitor, struct silence *take_silence, struct error *err);
bool monitor_unsilence(
    struct monitor *monitor, int64_t number, struct error *err) MUST_CHECK;
bool monitor_ack(struct monitor *monitor, const char *what,
    const struct ack *ack, struct error *err) MUST_CHECK;
/* An event of the monitor's own (started, reloaded, rejected): takes it. */
void monitor_tell(struct monitor *monitor, struct event *take_event);
/* Ends all that is under way, then calls stopped(arg) once the last batch is
 * kept; take_event, or NULL, is the last thing told. */
void monitor_stop(struct monitor *monitor, struct event *take_event,
    loop_fn stopped, void *arg);

/* Called after each inspection, for --once; and when the first pass over
 * everything has ended (once: all targets probed). */
struct monitor_hooks {
	void (*inspected)(void *arg, const struct inspection *inspection);
	void (*resolve_failed)(void *arg, const struct endpoint *endpoint,
	    enum failure failure, const char *detail);
	void (*pass_ended)(void *arg);
	void *arg;
};
void monitor_set_hooks(
    struct monitor *monitor, const struct monitor_hooks *hooks);

struct monitor_counts {
	size_t endpoints, targets, open_incidents;
	uint64_t inspections;
	int64_t lag_ms, worst_lag_ms; /* how late probes start; last, worst */
	int64_t overdue_ms; /* how long the earliest that is due waits */
};
struct monitor_counts monitor_counts(const struct monitor *monitor);
/* How looks ended (monitor/look_tally.h), and events that were given out, by
 * kind: EVENT_KIND_COUNT of them. Lent. */
struct look_tally;
const struct look_tally *monitor_look_tally(const struct monitor *monitor);
const uint64_t *monitor_told(const struct monitor *monitor);

/* Its own faults that are there now. Lent until the next. */
struct monitor_fault_list;
const struct monitor_fault_list *monitor_own_faults(
    const struct monitor *monitor);
/* What is watched, by id; a reload changes the numbers. */
size_t monitor_endpoint_count(const struct monitor *monitor);
struct endpoint *monitor_endpoint_at(const struct monitor *monitor, size_t i);
/* The number of the first behind this id, which need not be there; NULL: 0. */
size_t monitor_endpoint_after(const struct monitor *monitor, const char *id);
/* false: nothing is known of it yet. endpoint_status_clear it. */
bool monitor_status_at(const struct monitor *monitor, size_t i,
    struct endpoint_status *ret_status) MUST_CHECK;
