/* A thread that looks after files; see path_watch.h. */
#include "files/path_watch.h"

#include <glob.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/thread.h"
#include "files/file_stamp.h"

struct entry {
	char *path;
	uint64_t stamp;
};

/* Sorted by path, each once. */
struct snapshot {
	ARRAY(struct entry) entries;
};

/* What both sides hold; the last one frees it. */
struct shared {
	pthread_mutex_t lock; /* guards all below but owner */
	pthread_cond_t changed;
	struct texts patterns, beside;
	uint64_t generation; /* of these two */
	bool is_stopped;
	unsigned refs;
	struct loop *loop;	  /* not to be used once is_stopped */
	struct path_watch *owner; /* the loop's alone; NULL: gone */
};

struct path_watch {
	struct shared *shared;
	path_watch_fn fn;
	void *arg;
};

struct news {
	struct shared *shared; /* a reference */
	struct texts changed;
	bool has_come_or_gone;
};

static void
snapshot_clear(struct snapshot *snapshot)
{
	ARRAY_EACH (entry, &snapshot->entries)
		free(entry->path);
	ARRAY_CLEAR(&snapshot->entries);
}

static int
compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return strcmp(x->path, y->path);
}

/* The file's own stamp, and that of the one beside it. */
static uint64_t
stamp_of(const char *path, const char *beside)
{
	struct stat st;
	uint64_t stamp = file_stamp(HASH_START, path, &st);
	const char *slash = strrchr(path, '/');

	if (*beside == '\0')
		return stamp;
	if (strchr(beside, '/') != NULL || slash == NULL)
		return file_stamp(stamp, beside, &st);
	CLEANUP(free)
	char *near_it =
	    mem_printf("%.*s%s", (int)(slash + 1 - path), path, beside);

	return file_stamp(stamp, near_it, &st);
}

static void
add(struct snapshot *snapshot, const char *path, const char *beside)
{
	if (snapshot->entries.len == PATH_WATCH_MAX)
		return;
	*ARRAY_ADD(&snapshot->entries) = (struct entry){
	    .path = mem_strdup(path), .stamp = stamp_of(path, beside)};
}

static void
scan_one(struct snapshot *snapshot, const char *pattern, const char *beside)
{
	glob_t found = {0};

	if (strpbrk(pattern, "*?[") == NULL) {
		add(snapshot, pattern, beside);
		return;
	}
	if (glob(pattern, GLOB_NOSORT, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			add(snapshot, found.gl_pathv[i], beside);
	}
	globfree(&found);
}

static void
drop_doubles(struct snapshot *snapshot)
{
	size_t kept = 0;

	for (size_t i = 0; i < snapshot->entries.len; i++) {
		struct entry *entry = &snapshot->entries.items[i];
		struct entry *last =
		    kept == 0 ? NULL : &snapshot->entries.items[kept - 1];

		if (last != NULL && strcmp(last->path, entry->path) == 0) {
			last->stamp ^= entry->stamp * 31;
			free(entry->path);
			continue;
		}
		snapshot->entries.items[kept++] = *entry;
	}
	snapshot->entries.len = kept;
}

static struct snapshot
scan(const struct texts *patterns, const struct texts *beside)
{
	struct snapshot snapshot = {.entries = {.len = 0}};

	for (size_t i = 0; i < patterns->len; i++)
		scan_one(&snapshot, patterns->items[i], beside->items[i]);
	if (snapshot.entries.len > 1)
		qsort(snapshot.entries.items, snapshot.entries.len,
		    sizeof *snapshot.entries.items, compare_entries);
	drop_doubles(&snapshot);
	return snapshot;
}

static bool
is_equal(const struct snapshot *a, const struct snapshot *b)
{
	if (a->entries.len != b->entries.len)
		return false;
	for (size_t i = 0; i < a->entries.len; i++) {
		if (a->entries.items[i].stamp != b->entries.items[i].stamp ||
		    compare_entries(
			&a->entries.items[i], &b->entries.items[i]) != 0)
			return false;
	}
	return true;
}

/* Both are sorted: walked side by side. */
static void
compare(const struct snapshot *before, const struct snapshot *after,
    struct news *news)
{
	size_t i = 0, k = 0;

	while (i < before->entries.len || k < after->entries.len) {
		const struct entry *old = &before->entries.items[i];
		const struct entry *new = &after->entries.items[k];
		int order = i == before->entries.len ? 1
		    : k == after->entries.len	     ? -1
					      : compare_entries(old, new);

		if (order == 0 && old->stamp != new->stamp)
			texts_add(&news->changed, new->path);
		news->has_come_or_gone |= order != 0;
		i += order <= 0;
		k += order >= 0;
	}
}

static void
shared_unref(struct shared *shared)
{
	bool is_last;

	pthread_mutex_lock(&shared->lock);
	is_last = --shared->refs == 0;
	pthread_mutex_unlock(&shared->lock);
	if (!is_last)
		return;
	texts_clear(&shared->patterns);
	texts_clear(&shared->beside);
	pthread_cond_destroy(&shared->changed);
	pthread_mutex_destroy(&shared->lock);
	free(shared);
}

static void
on_news(void *arg)
{
	struct news *news = arg;
	struct path_watch *watch = news->shared->owner;

	if (watch != NULL)
		watch->fn(watch->arg, &news->changed, news->has_come_or_gone);
	texts_clear(&news->changed);
	shared_unref(news->shared);
	free(news);
}

/* The thread's own. */
struct looking {
	struct texts patterns, beside;
	uint64_t generation;
	struct snapshot seen, pending;
	bool is_first, is_pending;
};

static void
tell(struct shared *shared, struct looking *looking, struct snapshot *fresh)
{
	struct news *news = MEM_NEW(struct news);

	compare(&looking->seen, fresh, news);
	news->has_come_or_gone |= looking->is_first;
	snapshot_clear(&looking->seen);
	looking->seen = *fresh;
	looking->is_first = looking->is_pending = false;
	news->shared = shared;
	pthread_mutex_lock(&shared->lock);
	if (shared->is_stopped) {
		pthread_mutex_unlock(&shared->lock);
		texts_clear(&news->changed);
		free(news);
		return;
	}
	shared->refs++;
	loop_post(shared->loop, on_news, news);
	pthread_mutex_unlock(&shared->lock);
}

/* What is new waits until it is found a second time. */
static void
look(struct shared *shared, struct looking *looking)
{
	struct snapshot fresh = scan(&looking->patterns, &looking->beside);
	bool is_steady =
	    looking->is_pending && is_equal(&fresh, &looking->pending);

	snapshot_clear(&looking->pending);
	if (looking->is_first) {
		snapshot_clear(&looking->seen);
		looking->seen = fresh;
		fresh = scan(&looking->patterns, &looking->beside);
		tell(shared, looking, &fresh);
	} else if (is_equal(&fresh, &looking->seen)) {
		looking->is_pending = false;
		snapshot_clear(&fresh);
	} else if (is_steady) {
		tell(shared, looking, &fresh);
	} else {
		looking->is_pending = true;
		looking->pending = fresh;
	}
}

/* Until it is time to look again, or the patterns are others; locked. */
static void
wait_for_time(struct shared *shared, int64_t delay_ms)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += delay_ms / 1000;
	until.tv_nsec += delay_ms % 1000 * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_cond_timedwait(&shared->changed, &shared->lock, &until);
}

/* Locked: what is to be looked after by now. */
static void
take_patterns(struct shared *shared, struct looking *looking)
{
	if (looking->generation == shared->generation)
		return;
	texts_clear(&looking->patterns);
	texts_clear(&looking->beside);
	texts_add_all(&looking->patterns, &shared->patterns);
	texts_add_all(&looking->beside, &shared->beside);
	looking->generation = shared->generation;
	looking->is_first = true;
	looking->is_pending = false;
}

static void *
run(void *arg)
{
	struct shared *shared = arg;
	struct looking looking = {.is_first = true};

	pthread_mutex_lock(&shared->lock);
	while (!shared->is_stopped) {
		take_patterns(shared, &looking);
		pthread_mutex_unlock(&shared->lock);
		if (looking.patterns.len > 0)
			look(shared, &looking);
		pthread_mutex_lock(&shared->lock);
		if (!shared->is_stopped &&
		    looking.generation == shared->generation)
			wait_for_time(shared,
			    looking.is_pending ? PATH_WATCH_AGAIN_MS
					       : PATH_WATCH_EVERY_MS);
	}
	pthread_mutex_unlock(&shared->lock);
	texts_clear(&looking.patterns);
	texts_clear(&looking.beside);
	snapshot_clear(&looking.seen);
	snapshot_clear(&looking.pending);
	shared_unref(shared);
	return NULL;
}

static void
start_thread(struct shared *shared)
{
	shared->refs++;
	if (!thread_detach(run, shared))
		shared->refs--;
}

struct path_watch *
path_watch_new(struct loop *loop, path_watch_fn fn, void *arg)
{
	struct path_watch *watch = MEM_NEW(struct path_watch);
	struct shared *shared = MEM_NEW(struct shared);
	pthread_condattr_t attributes;

	pthread_mutex_init(&shared->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&shared->changed, &attributes);
	pthread_condattr_destroy(&attributes);
	shared->refs = 1;
	shared->loop = loop;
	shared->owner = watch;
	watch->shared = shared;
	watch->fn = fn;
	watch->arg = arg;
	start_thread(shared);
	return watch;
}

void
path_watch_free(struct path_watch *watch)
{
	struct shared *shared;

	if (watch == NULL)
		return;
	shared = watch->shared;
	shared->owner = NULL;
	pthread_mutex_lock(&shared->lock);
	shared->is_stopped = true;
	pthread_cond_broadcast(&shared->changed);
	pthread_mutex_unlock(&shared->lock);
	shared_unref(shared);
	free(watch);
}

void
path_watch_set(struct path_watch *watch, const struct texts *patterns,
    const struct texts *beside)
{
	struct shared *shared = watch->shared;

	pthread_mutex_lock(&shared->lock);
	texts_clear(&shared->patterns);
	texts_clear(&shared->beside);
	texts_add_all(&shared->patterns, patterns);
	texts_add_all(&shared->beside, beside);
	shared->generation++;
	pthread_cond_broadcast(&shared->changed);
	pthread_mutex_unlock(&shared->lock);
}
