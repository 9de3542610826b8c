/* Trust stores that change on disk; see store_watch.h. */
#include "daemon/store_watch.h"

#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "daemon/own_event.h"

#define DAY_MS (INT64_C(86400) * 1000)

struct watched {
	char *name;
	uint64_t pending; /* the stamp that a look found; 0: none */
	bool is_unusable; /* its files are, and that was said */
	bool is_old;	  /* ... likewise */
};

struct store_watch {
	struct loop *loop;
	struct loop_timer *timer;
	struct trust_stores *stores;
	const struct config *config;
	ARRAY(struct watched) watched; /* beside the list of stores */
	store_watch_event_fn tell;
	store_watch_fresh_fn fresh;
	void *arg;
	int64_t aged_ms; /* when ages were last looked at; -1: never */
};

static int64_t
wall_s(void)
{
	return clock_wall_s(&clock_system);
}

static void
replace(struct store_watch *watch, size_t i, struct trust_store *take_store)
{
	struct trust_store **slot = &watch->stores->list.items[i];
	struct trust_store *old = *slot;

	*slot = take_store;
	if (old->generation != take_store->generation) {
		watch->fresh(watch->arg, take_store);
		watch->tell(watch->arg,
		    own_event_store_changed(old, take_store, wall_s()));
	}
	trust_store_unref(old);
}

static void
set_unusable(struct store_watch *watch, size_t i, const struct error *why)
{
	struct watched *watched = &watch->watched.items[i];

	if (watched->is_unusable == (why != NULL))
		return;
	watched->is_unusable = why != NULL;
	watch->tell(watch->arg,
	    own_event_store_unusable(
		watch->stores->list.items[i]->name, why, wall_s()));
}

static void
read_again(struct store_watch *watch, size_t i, uint64_t stamp)
{
	const char *name = watch->stores->list.items[i]->name;
	struct error err = ERROR_INIT;
	struct trust_store *store =
	    trust_stores_read(watch->config, name, &err);

	watch->stores->stamps.items[i] = stamp;
	set_unusable(watch, i, store == NULL ? &err : NULL);
	if (store != NULL) {
		replace(watch, i, store);
		watch->aged_ms = -1;
	}
}

/* true: something has changed, and is looked at again soon. */
static bool
look(struct store_watch *watch, size_t i)
{
	struct watched *watched = &watch->watched.items[i];
	uint64_t stamp = trust_stores_stamp(
	    watch->config, watch->stores->list.items[i]->name);

	if (stamp == watch->stores->stamps.items[i]) {
		watched->pending = 0;
		return false;
	}
	if (stamp != watched->pending) {
		watched->pending = stamp;
		return true;
	}
	watched->pending = 0;
	read_again(watch, i, stamp);
	return false;
}

/* Once it is old it stays so until it is replaced: said once. */
static void
look_at_ages(struct store_watch *watch)
{
	int64_t now = wall_s();

	for (size_t i = 0; i < watch->stores->list.len; i++) {
		const struct trust_store *store = watch->stores->list.items[i];
		struct watched *watched = &watch->watched.items[i];
		int64_t newest =
		    trust_stores_newest_public(store, watch->stores->policy);
		bool is_said = watched->is_old;

		watched->is_old =
		    newest != 0 && newest + STORE_WATCH_OLD_S < now;
		if (watched->is_old && !is_said)
			watch->tell(watch->arg,
			    own_event_store_old(store, newest, now));
	}
	watch->aged_ms = loop_now_ms(watch->loop);
}

static void
on_timer(void *arg)
{
	struct store_watch *watch = arg;
	bool is_soon = false;

	for (size_t i = 0; i < watch->stores->list.len; i++)
		is_soon |= look(watch, i);
	if (watch->aged_ms < 0 ||
	    loop_now_ms(watch->loop) - watch->aged_ms >= DAY_MS)
		look_at_ages(watch);
	loop_timer_set(watch->timer,
	    is_soon ? STORE_WATCH_AGAIN_MS : STORE_WATCH_EVERY_MS);
}

struct store_watch *
store_watch_new(struct loop *loop, struct trust_stores *stores,
    const struct config *config, store_watch_event_fn tell,
    store_watch_fresh_fn fresh, void *arg)
{
	struct store_watch *watch = MEM_NEW(struct store_watch);

	watch->loop = loop;
	watch->stores = stores;
	watch->tell = tell;
	watch->fresh = fresh;
	watch->arg = arg;
	watch->timer = loop_timer_new(loop, on_timer, watch);
	store_watch_reset(watch, config);
	return watch;
}

void
store_watch_free(struct store_watch *watch)
{
	if (watch == NULL)
		return;
	loop_timer_free(watch->timer);
	ARRAY_EACH (watched, &watch->watched)
		free(watched->name);
	ARRAY_CLEAR(&watch->watched);
	free(watch);
}

static bool
was_old(const struct watched *watched, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (watched[i].is_old && strcmp(watched[i].name, name) == 0)
			return true;
	}
	return false;
}

/* What could not be used can be now: else there would be no new list. What was
 * said of an old store is not said again. */
void
store_watch_reset(struct store_watch *watch, const struct config *config)
{
	struct watched *before;
	size_t count;

	if (watch == NULL)
		return;
	before = watch->watched.items;
	count = watch->watched.len;
	memset(&watch->watched, 0, sizeof watch->watched);
	watch->config = config;
	ARRAY_EACH (store, &watch->stores->list) {
		struct watched *watched = ARRAY_ADD(&watch->watched);

		watched->name = mem_strdup((*store)->name);
		watched->is_old = was_old(before, count, watched->name);
	}
	for (size_t i = 0; i < count; i++) {
		if (before[i].is_unusable)
			watch->tell(watch->arg,
			    own_event_store_unusable(
				before[i].name, NULL, wall_s()));
		free(before[i].name);
	}
	free(before);
	watch->aged_ms = -1;
	loop_timer_set(watch->timer, STORE_WATCH_EVERY_MS);
}
