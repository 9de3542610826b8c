/*
 * A monitor over fakes: loop, prober and resolver in virtual time, everything
 * between them real. A test says what each address serves, lets time pass and
 * reads which events were told.
 */
#pragma once

#include "monitor/commit_memory.h"
#include "monitor/commit_store.h"
#include "monitor/monitor.h"
#include "support/fake_loop.h"
#include "support/fake_probe.h"
#include "support/fake_resolve.h"
#include "support/mint.h"

enum rig_serves {
	RIG_GOOD,	   /* leaf and intermediate */
	RIG_LEAF_ONLY,	   /* a renewed leaf, the chain file forgotten */
	RIG_REFUSED,	   /* nothing listens */
	RIG_SILENT,	   /* the dial times out */
	RIG_NOT_OFFERED,   /* a handshake alert; of variants the default */
	RIG_RSA,	   /* an RSA leaf and its intermediate */
	RIG_RSA_LEAF_ONLY, /* ... the leaf alone */
	RIG_SHARED,	   /* a leaf of all hosts together, which is expired */
};

struct rig_look {
	struct ip_address address;
	enum variant variant;
	int64_t at_ms; /* when it was probed, since the rig was made */
};

struct rig_server {
	struct ip_address address;
	enum variant variant;
	enum rig_serves serves;
};

/* What its servers have: the same certificates at every look. */
struct rig_host {
	char *host;
	struct mint_chain chain;
	const struct mint *renewed, *rsa;
};

struct rig_commit {
	loop_fn done;
	void *arg;
};

struct rig {
	struct loop *loop;
	struct clock clock;
	struct resolver *resolver;
	struct prober *prober;
	struct inspector *inspector;
	struct fleet *fleet;
	struct commit_memory *memory;
	struct store *store; /* rig_new_in: commits go there instead */
	struct commit_store *into_store;
	const char *directory;
	struct notify *notify;
	struct monitor *monitor;
	int64_t started_ms;
	ARRAY(struct endpoint *) endpoints; /* for rig_apply */
	ARRAY(struct rig_server) servers;
	ARRAY(struct rig_host) hosts;
	const struct mint *shared; /* NULL: not made yet */
	ARRAY(struct rig_look) looks;
	ARRAY(struct event *) events;
	unsigned passes_ended, unresolved, inspected;

	/* Commits wait until rig_keep when this is set. */
	bool is_store_slow;
	ARRAY(struct rig_commit) commits;
	/* Of the next monitor that starts; see monitor.h. */
	bool (*is_cut_off)(const struct ip_address *address);
	struct clock_sync (*read_clock_sync)(void);
	/* How far somebody has moved the wall clock. */
	int64_t wall_skew_ms;
	int64_t slept_ms; /* of all time, how long the machine was asleep */
	struct clock loop_clock;
};

/* options NULL: the defaults. */
struct rig *rig_new(const struct monitor_options *options);
/* The same with a store in that directory, which is lent. */
struct rig *rig_new_in(
    const struct monitor_options *options, const char *directory);
/* Ends the monitor and, after so long, begins another over the same store, with
 * the endpoints of the list. Servers, looks and events told stay. */
void rig_restart(struct rig *rig, int64_t downtime_s);
void rig_free(struct rig *rig);
/* The fleet and the monitor alone, as a process that ended; what they watch,
 * the time and what was told stay. */
void rig_stop_monitor(struct rig *rig);
void rig_start_monitor(struct rig *rig);
/* Adds to the list; addresses "192.0.2.1 192.0.2.2", "" for what DNS says. */
struct endpoint *rig_endpoint(struct rig *rig, const char *host,
    const char *addresses, int64_t interval_s);
void rig_forget_endpoints(struct rig *rig);
struct monitor_changes rig_apply(struct rig *rig);
void rig_serve(struct rig *rig, const char *address, enum rig_serves serves);
/* To who asks in that variant. */
void rig_serve_variant(struct rig *rig, const char *address,
    enum variant variant, enum rig_serves serves);
unsigned rig_variant_looks(
    const struct rig *rig, const char *address, enum variant variant);
void rig_run(struct rig *rig, int64_t seconds);
/* Keeps the oldest batch that waits. */
void rig_keep(struct rig *rig);

unsigned rig_looks(const struct rig *rig, const char *address);
/* When the address was looked at for the n-th time (0 first), in seconds. */
int64_t rig_look_at_s(const struct rig *rig, const char *address, unsigned n);
unsigned rig_count(const struct rig *rig, enum event_kind kind);
/* The last of the kind; fails the test when there is none. */
const struct event *rig_event(const struct rig *rig, enum event_kind kind);

/* For cmocka: a rig with the defaults in *state. */
int rig_set_up(void **state);
int rig_tear_down(void **state);
#define RIG_TEST(name) \
	cmocka_unit_test_setup_teardown(name, rig_set_up, rig_tear_down)
