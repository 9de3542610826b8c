/*
 * What a service manager is told (sd_notify(3)): ready, reloading, stopping, a
 * status line with counts, and that work goes on (watchdog, progress.h). Does
 * nothing when there is no manager to tell.
 */
#pragma once

#include "daemon/backlog.h"
#include "monitor/monitor.h"
#include "net/loop.h"
#include "store/store.h"

struct service;

/* Counts for the status line are the monitor's and the backlog's. store and
 * backlog: NULL when nothing lasts. */
struct service *service_new(struct loop *loop, const struct monitor *monitor,
    struct store *store, const struct backlog *backlog);
void service_free(struct service *service);
CLEANUP_DEFINE(struct service, service_free)
void service_ready(struct service *service); /* started, or reloaded */
void service_reloading(struct service *service);
void service_stopping(struct service *service);
