/* Trust stores, issuers and rules that change on disk; see store_watch.h. */
#include "daemon/store_watch.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "daemon/own_event.h"
#include "files/lookout.h"
#include "files/policy_file.h"

#define DAY_MS (INT64_C(86400) * 1000)
#define SAID_OLD "trust-store-old "
#define SAID_UNUSABLE "trust-store-unusable "

struct watched {
	char *name;
	uint64_t pending; /* the stamp that a look found; 0: none */
	bool is_unusable; /* its files are, and that was said */
	bool is_old;	  /* ... likewise */
};

struct store_watch {
	struct store_watch_parts parts;
	struct lookout *lookout;
	ARRAY(struct watched) watched; /* beside the list of stores */
	struct watched issuers, policy, logs;
	char *rejected;	       /* the words told last of issuers or rules */
	struct texts repaired; /* unusable at the end of an earlier run */
	int64_t aged_ms;       /* when ages were last looked at; -1: never */
};

static int64_t
wall_s(void)
{
	return clock_wall_s(&clock_system);
}

static void
tell(struct store_watch *watch, struct event *take_event)
{
	watch->parts.tell(watch->parts.arg, take_event);
}

static void
keep(
    struct store_watch *watch, const char *what, const char *name, bool is_said)
{
	CLEANUP(free) char *line = mem_printf("%s%s", what, name);

	watch->parts.keep(watch->parts.arg, line, is_said);
}

static void
replace(struct store_watch *watch, size_t i, struct trust_store *take_store)
{
	struct trust_store **slot = &watch->parts.stores->list.items[i];
	struct trust_store *old = *slot;

	*slot = take_store;
	if (old->generation != take_store->generation) {
		watch->parts.fresh_store(watch->parts.arg, take_store);
		tell(watch, own_event_store_changed(old, take_store, wall_s()));
	}
	trust_store_unref(old);
}

static void
tell_unusable(
    struct store_watch *watch, const char *name, const struct error *why)
{
	tell(watch, own_event_store_unusable(name, why, wall_s()));
	keep(watch, SAID_UNUSABLE, name, why != NULL);
}

static void
read_store(struct store_watch *watch, size_t i, uint64_t stamp)
{
	struct watched *watched = &watch->watched.items[i];
	struct error err = ERROR_INIT;
	struct trust_store *store =
	    trust_stores_read(watch->parts.config, watched->name, &err);

	watch->parts.stores->stamps.items[i] = stamp;
	if (watched->is_unusable != (store == NULL))
		tell_unusable(
		    watch, watched->name, store == NULL ? &err : NULL);
	watched->is_unusable = store == NULL;
	if (store != NULL) {
		replace(watch, i, store);
		watch->aged_ms = -1;
	}
}

void
store_watch_rejected(struct store_watch *watch, const struct error *why)
{
	if (watch == NULL)
		return;
	free(watch->rejected);
	watch->rejected = mem_strdup(why->message);
}

static void
tell_rejected(struct store_watch *watch, const struct error *why)
{
	if (watch->rejected != NULL &&
	    strcmp(watch->rejected, why->message) == 0)
		return;
	store_watch_rejected(watch, why);
	tell(watch, own_event_rejected(why, wall_s()));
}

static void
read_issuers(struct store_watch *watch, uint64_t stamp)
{
	struct trust_stores *stores = watch->parts.stores;
	struct trust_store *old = stores->issuers, *issuers;
	struct error err = ERROR_INIT;

	stores->issuers_stamp = stamp;
	if (!trust_stores_read_issuers(watch->parts.config, &issuers, &err)) {
		tell_rejected(watch, &err);
		return;
	}
	free(watch->rejected);
	watch->rejected = NULL;
	stores->issuers = issuers;
	if (old->generation != issuers->generation) {
		watch->parts.fresh_issuers(watch->parts.arg, issuers);
		tell(watch, own_event_issuers_changed(old, issuers, wall_s()));
	}
	trust_store_unref(old);
}

static void
read_policy(struct store_watch *watch, uint64_t stamp)
{
	struct trust_stores *stores = watch->parts.stores;
	struct error err = ERROR_INIT;
	struct policy *old = stores->policy;
	struct policy *policy =
	    policy_file_load(watch->parts.config->policy, &err);

	stores->policy_stamp = stamp;
	if (policy == NULL) {
		error_prefix(&err, "policy");
		tell_rejected(watch, &err);
		return;
	}
	free(watch->rejected);
	watch->rejected = NULL;
	stores->policy = policy;
	if (old->generation != policy->generation) {
		watch->parts.fresh_policy(watch->parts.arg, policy);
		tell(watch, own_event_policy_changed(policy, wall_s()));
		watch->aged_ms = -1;
	}
	policy_unref(old);
}

static void
read_logs(struct store_watch *watch, uint64_t stamp)
{
	struct trust_stores *stores = watch->parts.stores;
	struct error err = ERROR_INIT;
	struct ct_logs *old = stores->logs, *logs;

	stores->logs_stamp = stamp;
	if (!trust_stores_read_logs(watch->parts.config, &logs, &err)) {
		tell_rejected(watch, &err);
		return;
	}
	free(watch->rejected);
	watch->rejected = NULL;
	stores->logs = logs;
	if (old->generation != logs->generation) {
		watch->parts.fresh_logs(watch->parts.arg, logs);
		tell(watch, own_event_logs_changed(logs, wall_s()));
	}
	ct_logs_unref(old);
}

/* Has it changed, and stayed so since the last look? *ret_is_soon: it may be
 * still changing. */
static bool
is_settled(
    struct watched *watched, uint64_t known, uint64_t stamp, bool *ret_is_soon)
{
	bool is_changed = stamp != known;
	bool is_same = stamp == watched->pending;

	watched->pending = is_changed && !is_same ? stamp : 0;
	if (is_changed && !is_same)
		*ret_is_soon = true;
	return is_changed && is_same;
}

/* true: something has changed, and is looked at again soon. */
static bool
look_at_files(struct store_watch *watch)
{
	struct trust_stores *stores = watch->parts.stores;
	const struct config *config = watch->parts.config;
	bool is_soon = false;
	uint64_t stamp;

	for (size_t i = 0; i < stores->list.len; i++) {
		struct watched *watched = &watch->watched.items[i];

		stamp = trust_stores_stamp(config, watched->name);
		if (is_settled(
			watched, stores->stamps.items[i], stamp, &is_soon))
			read_store(watch, i, stamp);
	}
	stamp = trust_stores_stamp_issuers(config);
	if (is_settled(&watch->issuers, stores->issuers_stamp, stamp, &is_soon))
		read_issuers(watch, stamp);
	stamp = trust_stores_stamp_policy(config);
	if (is_settled(&watch->policy, stores->policy_stamp, stamp, &is_soon))
		read_policy(watch, stamp);
	stamp = trust_stores_stamp_logs(config);
	if (is_settled(&watch->logs, stores->logs_stamp, stamp, &is_soon))
		read_logs(watch, stamp);
	return is_soon;
}

static void
set_old(struct store_watch *watch, size_t i, int64_t newest, int64_t now)
{
	const struct trust_store *store = watch->parts.stores->list.items[i];
	struct watched *watched = &watch->watched.items[i];
	bool is_old = newest != 0 && newest + STORE_WATCH_OLD_S < now;

	if (is_old == watched->is_old)
		return;
	watched->is_old = is_old;
	tell(watch, own_event_store_old(store, is_old ? newest : 0, now));
	keep(watch, SAID_OLD, watched->name, is_old);
}

static void
look_at_ages(struct store_watch *watch)
{
	const struct trust_stores *stores = watch->parts.stores;
	int64_t now = wall_s();

	for (size_t i = 0; i < stores->list.len; i++) {
		int64_t newest = trust_stores_newest_public(
		    stores->list.items[i], stores->policy);

		set_old(watch, i, newest, now);
	}
	watch->aged_ms = loop_now_ms(watch->parts.loop);
}

static void
list_paths(void *arg, struct texts *ret_paths)
{
	const struct store_watch *watch = arg;

	trust_stores_paths(watch->parts.stores, watch->parts.config, ret_paths);
}

static void
on_gap(UNUSED void *arg, const char *why)
{
	log_warning(NULL, "trust stores are looked at once a minute: %s", why);
}

static bool
look(void *arg)
{
	struct store_watch *watch = arg;
	bool is_soon = look_at_files(watch);

	ARRAY_EACH (name, &watch->repaired)
		tell_unusable(watch, *name, NULL);
	texts_clear(&watch->repaired);
	if (watch->aged_ms < 0 ||
	    loop_now_ms(watch->parts.loop) - watch->aged_ms >= DAY_MS)
		look_at_ages(watch);
	return is_soon;
}

static struct watched *
find(struct store_watch *watch, const char *name)
{
	ARRAY_EACH (watched, &watch->watched) {
		if (strcmp(watched->name, name) == 0)
			return watched;
	}
	return NULL;
}

/* Begins with what is there; what was kept tells what was said of it. */
static void
take_stores(struct store_watch *watch)
{
	ARRAY_EACH (store, &watch->parts.stores->list)
		ARRAY_ADD(&watch->watched)->name = mem_strdup((*store)->name);
	watch->issuers.pending = 0;
	watch->policy.pending = 0;
	watch->logs.pending = 0;
	watch->aged_ms = -1;
	lookout_reset(watch->lookout);
}

/* What is in use now can be used: else there would have been no start. */
static void
take_said(struct store_watch *watch, const struct texts *said)
{
	ARRAY_EACH (line, said) {
		const char *text = *line;

		if (strncmp(text, SAID_UNUSABLE, strlen(SAID_UNUSABLE)) == 0) {
			texts_add(
			    &watch->repaired, text + strlen(SAID_UNUSABLE));
		} else if (strncmp(text, SAID_OLD, strlen(SAID_OLD)) == 0) {
			const char *name = text + strlen(SAID_OLD);
			struct watched *watched = find(watch, name);

			if (watched != NULL)
				watched->is_old = true;
			else
				keep(watch, SAID_OLD, name, false);
		}
	}
}

struct store_watch *
store_watch_new(const struct store_watch_parts *parts)
{
	struct store_watch *watch = MEM_NEW(struct store_watch);

	watch->parts = *parts;
	watch->parts.said = NULL;
	watch->lookout =
	    lookout_new(&(struct lookout_parts){.loop = parts->loop,
		.list = list_paths,
		.look = look,
		.gap = on_gap,
		.arg = watch});
	take_stores(watch);
	take_said(watch, parts->said);
	return watch;
}

void
store_watch_free(struct store_watch *watch)
{
	if (watch == NULL)
		return;
	lookout_free(watch->lookout);
	ARRAY_EACH (watched, &watch->watched)
		free(watched->name);
	ARRAY_CLEAR(&watch->watched);
	texts_clear(&watch->repaired);
	free(watch->rejected);
	free(watch);
}

/* Of a store that is no longer watched nothing is said any more. */
static void
let_go(struct store_watch *watch, struct watched *before)
{
	struct watched *now = find(watch, before->name);

	if (before->is_unusable)
		tell_unusable(watch, before->name, NULL);
	if (before->is_old && now != NULL)
		now->is_old = true;
	else if (before->is_old)
		keep(watch, SAID_OLD, before->name, false);
	free(before->name);
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
	watch->parts.config = config;
	take_stores(watch);
	for (size_t i = 0; i < count; i++)
		let_go(watch, &before[i]);
	free(before);
}
