/* What a service manager is told; see service.h. */
#include "daemon/service.h"

#include <inttypes.h>
#include <stdlib.h>
#include <systemd/sd-daemon.h>
#include <time.h>

#include "base/log.h"
#include "base/mem.h"
#include "daemon/progress.h"

#define STATUS_EVERY_MS 10000

struct service {
	const struct monitor *monitor;
	struct loop_timer *status_timer, *watchdog_timer;
	int64_t watchdog_ms; /* half of what the manager allows; 0: none */
	struct progress progress;
	bool is_stuck; /* and has said so */
};

static void
tell_status(const struct service *service)
{
	struct monitor_counts counts = monitor_counts(service->monitor);

	sd_notifyf(0,
	    "STATUS=%zu endpoints, %zu targets, %zu open incidents, "
	    "%" PRIu64 " probes, lag %" PRId64 " ms",
	    counts.endpoints, counts.targets, counts.open_incidents,
	    counts.inspections, counts.lag_ms);
}

static void
on_status(void *arg)
{
	struct service *service = arg;

	tell_status(service);
	loop_timer_set(service->status_timer, STATUS_EVERY_MS);
}

/* Not fed, the manager kills and restarts what is stuck. */
static void
feed_watchdog(struct service *service)
{
	struct monitor_counts counts = monitor_counts(service->monitor);
	struct progress_signs signs = {
	    .inspections = counts.inspections,
	    .overdue_ms = counts.overdue_ms,
	};
	const char *why;

	if (progress_is_made(&service->progress, &signs, &why)) {
		sd_notify(0, "WATCHDOG=1");
		service->is_stuck = false;
		return;
	}
	if (!service->is_stuck)
		log_error(NULL, "the watchdog is not fed: %s", why);
	service->is_stuck = true;
}

static void
on_watchdog(void *arg)
{
	struct service *service = arg;

	feed_watchdog(service);
	loop_timer_set(service->watchdog_timer, service->watchdog_ms);
}

struct service *
service_new(struct loop *loop, const struct monitor *monitor)
{
	struct service *service = MEM_NEW(struct service);
	uint64_t watchdog_us = 0;

	service->monitor = monitor;
	service->status_timer = loop_timer_new(loop, on_status, service);
	service->watchdog_timer = loop_timer_new(loop, on_watchdog, service);
	if (getenv("NOTIFY_SOCKET") == NULL)
		return service;
	loop_timer_set(service->status_timer, STATUS_EVERY_MS);
	if (sd_watchdog_enabled(0, &watchdog_us) > 0) {
		service->watchdog_ms = (int64_t)(watchdog_us / 2000);
		loop_timer_set(service->watchdog_timer, service->watchdog_ms);
	}
	return service;
}

void
service_free(struct service *service)
{
	if (service == NULL)
		return;
	loop_timer_free(service->status_timer);
	loop_timer_free(service->watchdog_timer);
	free(service);
}

void
service_ready(struct service *service)
{
	sd_notify(0, "READY=1");
	tell_status(service);
}

void
service_reloading(UNUSED struct service *service)
{
	struct timespec now = {0};

	/* systemd orders the RELOADING it gets by this (sd_notify(3)). */
	clock_gettime(CLOCK_MONOTONIC, &now);
	sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%" PRId64,
	    (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000);
}

void
service_stopping(UNUSED struct service *service)
{
	sd_notify(0, "STOPPING=1");
}
