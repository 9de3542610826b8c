/* Client certificates and credentials that change; see approach_watch.h. */
#include "daemon/approach_watch.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "daemon/own_event.h"
#include "files/lookout.h"

struct approach_watch {
	struct lookout *lookout;
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
list_paths(void *arg, struct texts *ret_paths)
{
	const struct approach_watch *watch = arg;

	approach_files_paths(*watch->files, ret_paths);
}

static bool
look(void *arg)
{
	struct approach_watch *watch = arg;

	return approach_files_look(*watch->files, on_change, watch);
}

static void
on_gap(UNUSED void *arg, const char *why)
{
	log_warning(NULL,
	    "client certificates and credentials are looked at once a minute: "
	    "%s",
	    why);
}

/* Where there are none, nobody wakes up for them. */
static void
begin(struct approach_watch *watch)
{
	struct texts paths = {.len = 0};

	approach_files_paths(*watch->files, &paths);
	if (paths.len > 0)
		lookout_reset(watch->lookout);
	else
		lookout_stop(watch->lookout);
	texts_clear(&paths);
}

struct approach_watch *
approach_watch_new(struct loop *loop, struct approach_files **files,
    void (*tell)(void *arg, struct event *take_event), void *arg)
{
	struct approach_watch *watch = MEM_NEW(struct approach_watch);

	watch->files = files;
	watch->tell = tell;
	watch->arg = arg;
	watch->lookout = lookout_new(&(struct lookout_parts){.loop = loop,
	    .list = list_paths,
	    .look = look,
	    .gap = on_gap,
	    .arg = watch});
	begin(watch);
	return watch;
}

void
approach_watch_free(struct approach_watch *watch)
{
	if (watch == NULL)
		return;
	lookout_free(watch->lookout);
	free(watch);
}

void
approach_watch_reset(struct approach_watch *watch, struct approach_files *old)
{
	if (watch == NULL)
		return;
	approach_files_forget(old, on_change, watch);
	begin(watch);
}
