/* Lists of endpoints that change on disk; see list_watch.h. */
#include "daemon/list_watch.h"

#include "base/mem.h"

struct list_watch {
	struct loop *loop;
	struct loop_timer *timer;
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
on_timer(void *arg)
{
	struct list_watch *watch = arg;
	uint64_t stamp = target_lists_stamp(watch->config);
	bool is_soon = stamp != watch->stamp && stamp != watch->pending;

	loop_timer_set(
	    watch->timer, is_soon ? LIST_WATCH_AGAIN_MS : LIST_WATCH_EVERY_MS);
	if (is_soon)
		watch->pending = stamp;
	else if (stamp != watch->stamp)
		read_again(watch, stamp);
	else
		watch->pending = 0;
}

struct list_watch *
list_watch_new(
    struct loop *loop, struct config *config, list_watch_fn changed, void *arg)
{
	struct list_watch *watch = MEM_NEW(struct list_watch);

	watch->loop = loop;
	watch->changed = changed;
	watch->arg = arg;
	watch->timer = loop_timer_new(loop, on_timer, watch);
	list_watch_reset(watch, config);
	return watch;
}

void
list_watch_free(struct list_watch *watch)
{
	if (watch == NULL)
		return;
	loop_timer_free(watch->timer);
	free(watch);
}

/* What changed since the lists were read shows by the stamps of each file. */
void
list_watch_reset(struct list_watch *watch, struct config *config)
{
	if (watch == NULL)
		return;
	watch->config = config;
	watch->stamp = watch->pending = 0;
	if (config->lists.len > 0)
		loop_timer_set(watch->timer, LIST_WATCH_AGAIN_MS);
	else
		loop_timer_stop(watch->timer);
}
