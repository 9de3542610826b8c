/* A thread that looks after files; see path_watch.h. */
#include "files/path_watch.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/thread.h"
#include "files/path_snapshot.h"

/* What both sides hold; the last one frees it. */
struct shared {
	pthread_mutex_t lock; /* guards all below but owner */
	int wake_fd;	      /* an eventfd: patterns or is_stopped changed */
	struct texts patterns, beside;
	uint64_t generation; /* of these two */
	bool is_stopped;
	unsigned refs;
	struct loop *loop; /* not to be used once is_stopped */
	const struct path_marks_system *system;
	struct path_watch *owner; /* the loop's alone; NULL: gone */
};

struct path_watch {
	struct shared *shared;
	struct path_watch_parts parts;
};

struct news {
	struct shared *shared; /* a reference */
	struct texts changed;
	bool has_come_or_gone;
	char *gap; /* nothing else, then */
};

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
	close(shared->wake_fd);
	pthread_mutex_destroy(&shared->lock);
	free(shared);
}

static void
news_free(struct news *news)
{
	texts_clear(&news->changed);
	free(news->gap);
	free(news);
}

static void
on_news(void *arg)
{
	struct news *news = arg;
	struct path_watch *watch = news->shared->owner;

	if (watch != NULL && news->gap != NULL)
		watch->parts.gap(watch->parts.arg, news->gap);
	else if (watch != NULL)
		watch->parts.changed(
		    watch->parts.arg, &news->changed, news->has_come_or_gone);
	shared_unref(news->shared);
	news_free(news);
}

static void
post(struct shared *shared, struct news *take_news)
{
	bool is_stopped;

	take_news->shared = shared;
	pthread_mutex_lock(&shared->lock);
	is_stopped = shared->is_stopped;
	if (!is_stopped) {
		shared->refs++;
		loop_post(shared->loop, on_news, take_news);
	}
	pthread_mutex_unlock(&shared->lock);
	if (is_stopped)
		news_free(take_news);
}

/* The thread's own. */
struct looking {
	struct texts patterns, beside;
	uint64_t generation;
	struct path_snapshot seen, pending;
	bool is_first, is_pending;
	struct path_marks *marks;
	int64_t marked_ms; /* 0: it has to be done */
	char *gap;	   /* the last that was told */
};

static void
tell(
    struct shared *shared, struct looking *looking, struct path_snapshot *fresh)
{
	struct news *news = MEM_NEW(struct news);

	news->has_come_or_gone =
	    path_snapshot_compare(&looking->seen, fresh, &news->changed) ||
	    looking->is_first;
	path_snapshot_clear(&looking->seen);
	looking->seen = *fresh;
	looking->is_first = looking->is_pending = false;
	post(shared, news);
}

static void
tell_gap(struct shared *shared, struct looking *looking)
{
	const char *gap = path_marks_gap(looking->marks);
	struct news *news;

	if (gap == NULL ||
	    (looking->gap != NULL && strcmp(gap, looking->gap) == 0))
		return;
	free(looking->gap);
	looking->gap = mem_strdup(gap);
	news = MEM_NEW(struct news);
	news->gap = mem_strdup(gap);
	post(shared, news);
}

/* The file beside each match is found as the match is. */
static void
add_beside(struct texts *paths, const char *pattern, const char *beside)
{
	const char *slash = strrchr(pattern, '/');

	if (*beside == '\0')
		return;
	if (strchr(beside, '/') != NULL || slash == NULL)
		texts_add(paths, beside);
	else
		texts_add_take(paths,
		    mem_printf(
			"%.*s%s", (int)(slash + 1 - pattern), pattern, beside));
}

/* Before a look: what changes after it is told. Once in a while as well: a
 * mount leaves no trace in a folder. */
static void
mark(struct shared *shared, struct looking *looking)
{
	int64_t now_ms = clock_steady_ms(&clock_system);
	struct texts paths = {.len = 0};

	if (looking->marked_ms != 0 &&
	    now_ms - looking->marked_ms < PATH_WATCH_EVERY_MS)
		return;
	for (size_t i = 0; i < looking->patterns.len; i++) {
		texts_add(&paths, looking->patterns.items[i]);
		add_beside(&paths, looking->patterns.items[i],
		    looking->beside.items[i]);
	}
	path_marks_set(looking->marks, &paths);
	texts_clear(&paths);
	looking->marked_ms = now_ms;
	tell_gap(shared, looking);
}

/* What is new waits until it is found a second time. */
static void
look(struct shared *shared, struct looking *looking)
{
	struct path_snapshot fresh =
	    path_snapshot_take(&looking->patterns, &looking->beside);
	bool is_steady = looking->is_pending &&
	    path_snapshot_equal(&fresh, &looking->pending);

	path_snapshot_clear(&looking->pending);
	if (looking->is_first) {
		path_snapshot_clear(&looking->seen);
		looking->seen = fresh;
		fresh =
		    path_snapshot_take(&looking->patterns, &looking->beside);
		tell(shared, looking, &fresh);
	} else if (path_snapshot_equal(&fresh, &looking->seen)) {
		looking->is_pending = false;
		path_snapshot_clear(&fresh);
	} else if (is_steady) {
		tell(shared, looking, &fresh);
	} else {
		looking->is_pending = true;
		looking->pending = fresh;
	}
}

/* Waits for whoever sets other patterns or stops all this, and for the kernel's
 * word if there are marks; true: somebody has called. */
static bool
wait_ms(const struct shared *shared, const struct path_marks *marks, int64_t ms)
{
	struct pollfd fds[] = {
	    {.fd = shared->wake_fd, .events = POLLIN},
	    {.fd = marks == NULL ? -1 : path_marks_fd(marks), .events = POLLIN},
	};

	return poll(fds, 2, (int)ms) > 0;
}

/* What was called for is seen next. */
static void
calm(const struct shared *shared)
{
	uint64_t count;

	while (
	    read(shared->wake_fd, &count, sizeof count) < 0 && errno == EINTR)
		;
}

/* The kernel says something: is it of our files? Heard once a moment, however
 * much there is to tell. */
static bool
hear(struct shared *shared, struct looking *looking)
{
	if (wait_ms(shared, NULL, PATH_WATCH_AGAIN_MS) ||
	    !path_marks_take(looking->marks))
		return false;
	looking->marked_ms = 0;
	return true;
}

/* Until there is a reason to look: something may have changed, it is time, or
 * somebody has called. What is changing is looked at soon, whatever is said
 * meanwhile; that is heard afterwards. */
static void
wait_for_reason(struct shared *shared, struct looking *looking)
{
	const struct path_marks *marks =
	    looking->is_pending ? NULL : looking->marks;
	int64_t now_ms = clock_steady_ms(&clock_system);
	int64_t until_ms = now_ms +
	    (looking->is_pending ? PATH_WATCH_AGAIN_MS
		    : path_marks_gap(looking->marks) != NULL
		    ? PATH_WATCH_GAP_EVERY_MS
		    : PATH_WATCH_EVERY_MS);

	while (now_ms < until_ms) {
		if (!wait_ms(shared, marks, until_ms - now_ms))
			return;
		if (wait_ms(shared, NULL, 0)) {
			calm(shared);
			return;
		}
		if (hear(shared, looking))
			return;
		now_ms = clock_steady_ms(&clock_system);
	}
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
	looking->marked_ms = 0;
}

static void *
run(void *arg)
{
	struct shared *shared = arg;
	struct looking looking = {
	    .is_first = true, .marks = path_marks_new(shared->system)};

	pthread_mutex_lock(&shared->lock);
	while (!shared->is_stopped) {
		take_patterns(shared, &looking);
		pthread_mutex_unlock(&shared->lock);
		mark(shared, &looking);
		if (looking.patterns.len > 0)
			look(shared, &looking);
		pthread_mutex_lock(&shared->lock);
		if (shared->is_stopped ||
		    looking.generation != shared->generation)
			continue;
		pthread_mutex_unlock(&shared->lock);
		wait_for_reason(shared, &looking);
		pthread_mutex_lock(&shared->lock);
	}
	pthread_mutex_unlock(&shared->lock);
	texts_clear(&looking.patterns);
	texts_clear(&looking.beside);
	path_snapshot_clear(&looking.seen);
	path_snapshot_clear(&looking.pending);
	path_marks_free(looking.marks);
	free(looking.gap);
	shared_unref(shared);
	return NULL;
}

static void
wake(const struct shared *shared)
{
	static const uint64_t one = 1;

	/* Fails only when the counter is full: then it is readable anyway. */
	while (write(shared->wake_fd, &one, sizeof one) < 0 && errno == EINTR)
		;
}

static void
start_thread(struct shared *shared)
{
	shared->refs++;
	if (shared->wake_fd < 0 || !thread_detach(run, shared))
		shared->refs--;
}

struct path_watch *
path_watch_new(const struct path_watch_parts *parts)
{
	struct path_watch *watch = MEM_NEW(struct path_watch);
	struct shared *shared = MEM_NEW(struct shared);

	pthread_mutex_init(&shared->lock, NULL);
	shared->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	shared->refs = 1;
	shared->loop = parts->loop;
	shared->system =
	    parts->system != NULL ? parts->system : &path_marks_inotify;
	shared->owner = watch;
	watch->shared = shared;
	watch->parts = *parts;
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
	wake(shared);
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
	wake(shared);
	pthread_mutex_unlock(&shared->lock);
}
