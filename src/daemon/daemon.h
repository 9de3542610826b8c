/*
 * struct daemon: every module there is, made bottom-up and freed in reverse.
 * daemon.c is the architecture as code; read it first. Wiring only: what is
 * decided is decided below.
 */
#pragma once

#include "config/config.h"
#include "control/control.h"
#include "daemon/approach_watch.h"
#include "daemon/backlog.h"
#include "daemon/drain.h"
#include "daemon/file_watch.h"
#include "daemon/list_watch.h"
#include "daemon/memory.h"
#include "daemon/once.h"
#include "daemon/service.h"
#include "daemon/services.h"
#include "daemon/sinks.h"
#include "daemon/state.h"
#include "daemon/store_watch.h"
#include "daemon/trust_stores.h"
#include "daemon/webhooks.h"
#include "incident/fleet.h"
#include "fetch/aia.h"
#include "fetch/revocations.h"
#include "inspect/inspect.h"
#include "monitor/monitor.h"
#include "net/loop.h"
#include "net/resolve.h"
#include "notify/notify.h"
#include "notify/told.h"
#include "probe/probe.h"

struct web;

struct daemon_options {
	const char *config_path;
	bool is_once;		   /* every target once, then the end */
	bool is_json;		   /* with is_once */
	bool is_foreground;	   /* events to standard error as well */
	unsigned long descriptors; /* that the process may open */
};

/* In the order in which they are made. Open to the files of this folder. */
struct daemon {
	struct daemon_options options;
	struct config *config;
	struct trust_stores stores;
	struct loop *loop;
	struct resolver *resolver;
	struct approach_files *approach_files;
	struct resolver *prover; /* that proves; NULL: nobody wants proofs */
	struct prober *prober;
	struct aia *aia; /* made with the inspector, which asks it */
	struct revocations *revocations; /* likewise */
	char *evidence_folder;		 /* where lists lie */
	struct inspector *inspector;
	struct dane_book *dane; /* asked by the inspector */
	struct fleet *fleet;
	struct state state;
	struct sinks sinks;
	struct told *told;	   /* NULL with is_once */
	struct webhooks *webhooks; /* NULL with is_once */
	struct monitor *monitor;
	struct backlog *backlog; /* NULL with is_once */
	struct service *service;
	struct store_watch *store_watch;       /* NULL with is_once */
	struct approach_watch *approach_watch; /* NULL with is_once */
	struct list_watch *list_watch;	       /* NULL with is_once */
	struct file_watch *file_watch;	       /* NULL with is_once */
	struct control *control;   /* NULL with is_once, or without */
	struct web *web;	   /* likewise */
	struct once *once;	   /* NULL unless is_once */
	struct services *services; /* NULL: DNS names no endpoints */
	struct texts named;	   /* of them, as kept (named_hosts.h) */
	bool has_begun;		   /* the monitor has its endpoints */
	struct drain *drain;	   /* while it stops; or NULL */
	struct loop_signal *hangup, *terminate, *interrupt;
	bool is_stopping, is_pass_over;
	uint64_t reloads, reloads_rejected;
	bool is_reload_rejected; /* the last one was */
	int64_t configured_at;	 /* seconds: when what runs was read */
	struct memory memory;
};

/* Takes the configuration and its stores, whatever it returns. NULL when a
 * module cannot be made. */
struct daemon *daemon_new(const struct daemon_options *options,
    struct config *take_config, struct trust_stores *take_stores,
    struct error *err);
void daemon_free(struct daemon *daemon);
CLEANUP_DEFINE(struct daemon, daemon_free)
/* Those of the configuration; state and resolver are there. */
struct webhooks *daemon_open_webhooks(struct daemon *daemon);
/* arg is the daemon: a sink takes nothing any more, or it does again. */
void daemon_sink_failing(
    void *arg, const char *name, bool is_failing, const char *words);
/* The monitor gets its endpoints and what was known of them; once. arg is the
 * daemon. */
void daemon_begin(void *arg);
/* Until a signal ends it, or every target was probed once. */
bool daemon_run(struct daemon *daemon, struct error *err) MUST_CHECK;
