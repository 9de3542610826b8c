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
#define STATUS_LATEST_MS 60000 /* while nothing else is done */

struct service {
	struct loop *loop;
	const struct monitor *monitor;
	struct store *store;	       /* NULL: nothing lasts */
	const struct backlog *backlog; /* the same */
	struct question *asked;	       /* of the store, without an answer yet */
	struct loop_timer *status_timer, *watchdog_timer;
	int64_t watchdog_ms; /* half of what the manager allows; 0: none */
	struct progress progress;
	bool is_stuck; /* and has said so */
};

/* A job that does nothing: it is answered if the store's thread lives. It may
 * outlive the service. */
struct question {
	struct service *service; /* NULL: it is gone */
	int64_t at_ms;
};

static bool
ask_nothing(UNUSED struct db *db, UNUSED void *arg, UNUSED struct error *err)
{
	return true;
}

static void
on_answer(void *arg, UNUSED bool is_ok, UNUSED const struct error *err)
{
	struct question *question = arg;

	if (question->service != NULL)
		question->service->asked = NULL;
	free(question);
}

/* A queue that is full has answers outstanding of its own: ask again later. */
static void
ask_store(struct service *service)
{
	struct question *question;
	struct store_job job = {.work = ask_nothing, .done = on_answer};

	if (service->store == NULL || service->asked != NULL)
		return;
	question = MEM_NEW(struct question);
	question->service = service;
	question->at_ms = loop_now_ms(service->loop);
	job.arg = question;
	if (store_run(service->store, &job))
		service->asked = question;
	else
		free(question);
}

static void
tell_status(const struct service *service)
{
	struct monitor_counts counts = monitor_counts(service->monitor);
	CLEANUP(strbuf_clear) struct strbuf backlog = STRBUF_INIT(200);

	if (service->backlog != NULL)
		backlog_words(service->backlog, &backlog);
	sd_notifyf(0,
	    "STATUS=%zu endpoints, %zu targets, %zu open incidents, "
	    "%" PRIu64 " probes, lag %" PRId64 " ms%s%s",
	    counts.endpoints, counts.targets, counts.open_incidents,
	    counts.inspections, counts.lag_ms, strbuf_text(&backlog),
	    service->store != NULL && store_is_failing(service->store)
		? "; the store cannot be written"
		: "");
}

static void
on_status(void *arg)
{
	struct service *service = arg;

	tell_status(service);
	loop_timer_set_idle(
	    service->status_timer, STATUS_EVERY_MS, STATUS_LATEST_MS);
}

/* Not fed, the manager kills and restarts what is stuck. */
static void
feed_watchdog(struct service *service)
{
	struct monitor_counts counts = monitor_counts(service->monitor);
	struct progress_signs signs = {
	    .inspections = counts.inspections,
	    .overdue_ms = counts.overdue_ms,
	    .store_waits_ms = service->asked == NULL
		? 0
		: loop_now_ms(service->loop) - service->asked->at_ms,
	    .is_store_failing =
		service->store != NULL && store_is_failing(service->store),
	};
	const char *why;

	ask_store(service);

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
service_new(struct loop *loop, const struct monitor *monitor,
    struct store *store, const struct backlog *backlog)
{
	struct service *service = MEM_NEW(struct service);
	uint64_t watchdog_us = 0;

	service->loop = loop;
	service->monitor = monitor;
	service->store = store;
	service->backlog = backlog;
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
	if (service->asked != NULL)
		service->asked->service = NULL;
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
