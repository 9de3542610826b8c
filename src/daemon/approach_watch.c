/* Client certificates and credentials that change; see approach_watch.h. */
#include "daemon/approach_watch.h"

#include "base/clock.h"
#include "base/mem.h"
#include "daemon/own_event.h"
#include "daemon/store_watch.h"

struct approach_watch {
	struct loop_timer *timer;
	struct approach_files **files;
	void (*tell)(void *arg, struct event *take_event);
	void *arg;
};

struct approach_files *
approach_watch_read(const struct config *config, struct error *err)
{
	CLEANUP(approach_files_free)
	struct approach_files *files = approach_files_new();
	const struct approach *last = config->defaults.approach;

	/* Endpoints of lists may come later, and have what the defaults say. */
	if (!approach_files_load(files, last, err)) {
		error_prefix(err, "defaults");
		return NULL;
	}
	ARRAY_EACH (slot, &config->endpoints) {
		const struct endpoint *endpoint = *slot;

		/* Those of the defaults come again and again. */
		if (endpoint->settings->approach == last)
			continue;
		last = endpoint->settings->approach;
		if (!approach_files_load(files, last, err)) {
			error_prefix(err, "%s", endpoint->id);
			return NULL;
		}
	}
	/* Those of lists that are empty today, too. */
	ARRAY_EACH (list, &config->lists) {
		if (list->like != NULL &&
		    !approach_files_load(
			files, list->like->settings->approach, err)) {
			error_prefix(err, "endpoints_from %s", list->path);
			return NULL;
		}
	}
	ARRAY_EACH (service, &config->services) {
		if (!approach_files_load(
			files, service->like->settings->approach, err)) {
			error_prefix(err, "%s", service->service.name);
			return NULL;
		}
	}
	return TAKE(files);
}

static void
on_change(void *arg, const char *words, const struct error *why)
{
	struct approach_watch *watch = arg;

	watch->tell(watch->arg,
	    own_event_credentials(words, why, clock_wall_s(&clock_system)));
}

static void
on_timer(void *arg)
{
	struct approach_watch *watch = arg;
	bool is_changing = approach_files_look(*watch->files, on_change, watch);

	if (is_changing)
		loop_timer_set(watch->timer, STORE_WATCH_AGAIN_MS);
	else
		loop_timer_set_lazy(
		    watch->timer, STORE_WATCH_EVERY_MS, STORE_WATCH_LATEST_MS);
}

struct approach_watch *
approach_watch_new(struct loop *loop, struct approach_files **files,
    void (*tell)(void *arg, struct event *take_event), void *arg)
{
	struct approach_watch *watch = MEM_NEW(struct approach_watch);

	watch->files = files;
	watch->tell = tell;
	watch->arg = arg;
	watch->timer = loop_timer_new(loop, on_timer, watch);
	loop_timer_set(watch->timer, STORE_WATCH_EVERY_MS);
	return watch;
}

void
approach_watch_free(struct approach_watch *watch)
{
	if (watch == NULL)
		return;
	loop_timer_free(watch->timer);
	free(watch);
}

void
approach_watch_reset(struct approach_watch *watch, struct approach_files *old)
{
	if (watch == NULL)
		return;
	approach_files_forget(old, on_change, watch);
	loop_timer_set(watch->timer, STORE_WATCH_EVERY_MS);
}
