/* Lists of endpoints that change on disk; see list_watch.h. */
#include "daemon/list_watch.h"

#include "base/log.h"
#include "base/mem.h"
#include "files/lookout.h"

struct list_watch {
	struct lookout *lookout;
	struct config *config;
	uint64_t stamp;	  /* when they were read last; 0: not known */
	uint64_t pending; /* that a look found; 0: none */
	list_watch_fn changed;
	void *arg;
};

static void
read_again(struct list_watch *watch, uint64_t stamp)
{
	struct config_faults faults = {0};
	struct target_lists_change change =
	    target_lists_refresh(watch->config, &faults);

	watch->stamp = stamp;
	watch->pending = 0;
	if (change.has_read || faults.items.len > 0)
		watch->changed(watch->arg, &change, &faults);
	config_faults_clear(&faults);
}

static void
list_paths(void *arg, struct texts *ret_paths)
{
	const struct list_watch *watch = arg;

	target_lists_paths(watch->config, ret_paths);
}

static void
on_gap(UNUSED void *arg, const char *why)
{
	log_warning(
	    NULL, "lists of endpoints are looked at once a minute: %s", why);
}

static bool
look(void *arg)
{
	struct list_watch *watch = arg;
	uint64_t stamp = target_lists_stamp(watch->config);
	bool is_soon = stamp != watch->stamp && stamp != watch->pending;

	if (is_soon)
		watch->pending = stamp;
	else if (stamp != watch->stamp)
		read_again(watch, stamp);
	else
		watch->pending = 0;
	return is_soon;
}

struct list_watch *
list_watch_new(
    struct loop *loop, struct config *config, list_watch_fn changed, void *arg)
{
	struct list_watch *watch = MEM_NEW(struct list_watch);

	watch->changed = changed;
	watch->arg = arg;
	watch->lookout = lookout_new(&(struct lookout_parts){.loop = loop,
	    .list = list_paths,
	    .look = look,
	    .gap = on_gap,
	    .arg = watch});
	list_watch_reset(watch, config);
	return watch;
}

void
list_watch_free(struct list_watch *watch)
{
	if (watch == NULL)
		return;
	lookout_free(watch->lookout);
	free(watch);
}

/* Certificate files are watched by file_watch.h. */
static bool
has_lists(const struct config *config)
{
	ARRAY_EACH (list, &config->lists) {
		if (list->kind != CONFIG_LIST_CERT_FILES)
			return true;
	}
	return false;
}

/* What changed since the lists were read shows by the stamps of each file. */
void
list_watch_reset(struct list_watch *watch, struct config *config)
{
	if (watch == NULL)
		return;
	watch->config = config;
	watch->stamp = watch->pending = 0;
	if (has_lists(config))
		lookout_reset(watch->lookout);
	else
		lookout_stop(watch->lookout);
}
