/*
 * The store's queue, its thread and its retries; see store.h.
 *
 * The thread takes jobs from `queued`, writes them, and puts them into
 * `finished`; the loop calls their done. Both lists, and how writing goes, are
 * guarded by the lock; one wake-up of the loop is under way at most.
 */
#include "store/store.h"

#include <pthread.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/thread.h"
#include "store/deadline.h"
#include "store/folder.h"
#include "store/health.h"
#include "store/late_check.h"
#include "store/reading.h"

struct store {
	struct store_options options;
	struct loop *loop;
	struct opening opening; /* the thread's, once there is one */
	struct transaction transaction;
	struct reading *reading;

	/* The loop's */
	struct health health;
	struct store_counts counts;
	struct loop_timer *inline_timer;
	size_t under_way; /* jobs whose done has not been called */
	bool is_closed;
	bool has_thread;
	pthread_t thread;

	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct job_list queued, finished;
	struct job_list writing; /* in the thread's hand: the loop looks on */
	bool is_write_failing;
	struct error write_err;
	bool is_closing, has_thread_ended;
	bool is_posted; /* the loop will call on_post */
	bool is_freed;	/* ... which then frees */
	bool is_left;	/* the thread hangs: nothing is touched any more */
};

/* --- writing: on the store's thread ----------------------------------------
 */

static void on_post(void *arg);

/* Locked. */
static void
post(struct store *store)
{
	if (store->is_posted || store->is_left)
		return;
	store->is_posted = true;
	loop_post(store->loop, on_post, store);
}

/* Locked. */
static void
note_failure(struct store *store, const struct error *err)
{
	store->is_write_failing = true;
	store->write_err = *err;
	post(store);
}

/* Locked. */
static void
note_success(struct store *store)
{
	store->is_write_failing = false;
	job_list_move(&store->finished, &store->writing, SIZE_MAX);
	post(store);
}

/* Locked. The store is closed, and once more was not enough. */
static void
give_up(struct store *store)
{
	for (struct job_item *item = store->writing.first; item != NULL;
	     item = item->next) {
		item->is_ok = false;
		item->err = store->write_err;
	}
	job_list_move(&store->finished, &store->writing, SIZE_MAX);
}

/* Locked. Until so long has passed, so many are queued or the store is closed.
 */
static void
wait_ms(struct store *store, int64_t ms, size_t enough)
{
	struct timespec until = deadline_in_ms(ms);

	while (!store->is_closing && store->queued.len < enough &&
	    pthread_cond_timedwait(&store->changed, &store->lock, &until) == 0)
		;
}

static bool
write_once(struct store *store, struct error *err)
{
	if (!opening_finish(&store->opening, err))
		return false;
	if (transaction_run(
		&store->transaction, store->opening.db, &store->writing, err))
		return true;
	err->kind = ERROR_SYSTEM;
	if (db_trouble_is_damage(db_trouble(store->opening.db))) {
		err->kind = ERROR_INVALID;
		store_suspect(store);
	}
	return false;
}

/* Locked. */
static void
write_all(struct store *store)
{
	int64_t wait_for_ms = store->options.retry_first_ms;
	struct error err = ERROR_INIT;
	bool was_closing, is_ok;

	for (;;) {
		was_closing = store->is_closing;
		pthread_mutex_unlock(&store->lock);
		is_ok = write_once(store, &err);
		pthread_mutex_lock(&store->lock);
		if (is_ok) {
			note_success(store);
			return;
		}
		note_failure(store, &err);
		if (was_closing) {
			give_up(store);
			return;
		}
		wait_ms(store, wait_for_ms, SIZE_MAX);
		wait_for_ms *= 2;
		if (wait_for_ms > store->options.retry_most_ms)
			wait_for_ms = store->options.retry_most_ms;
	}
}

static void *
run(void *arg)
{
	struct store *store = arg;

	pthread_mutex_lock(&store->lock);
	for (;;) {
		while (store->queued.len == 0 && !store->is_closing)
			pthread_cond_wait(&store->changed, &store->lock);
		if (store->queued.len == 0 || store->is_left)
			break;
		/* The first job of a batch waits for others. */
		wait_ms(
		    store, store->options.batch_ms, store->options.max_batch);
		job_list_move(
		    &store->writing, &store->queued, store->options.max_batch);
		write_all(store);
	}
	store->has_thread_ended = true;
	pthread_cond_broadcast(&store->changed);
	pthread_mutex_unlock(&store->lock);
	return NULL;
}

/* --- on the loop ------------------------------------------------------------
 */

static void
destroy(struct store *store)
{
	struct job_item *item;

	while ((item = job_list_take(&store->queued)) != NULL ||
	    (item = job_list_take(&store->finished)) != NULL)
		free(item);
	opening_clear(&store->opening);
	health_clear(&store->health);
	pthread_cond_destroy(&store->changed);
	pthread_mutex_destroy(&store->lock);
	free(store);
}

/* Who reads waits for what is written, and for no store that fails. */
static void
let_read(struct store *store)
{
	reading_go(store->reading,
	    store->health.is_failing
		? UINT64_MAX
		: store->counts.written + store->counts.failed);
}

static void
on_health(void *arg, UNUSED bool is_failing, UNUSED const struct error *err)
{
	let_read(arg);
}

static void
finish(struct store *store, struct job_item *item)
{
	store->under_way--;
	store->counts.written += item->is_ok;
	store->counts.failed += !item->is_ok;
	item->job.done(item->job.arg, item->is_ok, &item->err);
	free(item);
}

static void
on_post(void *arg)
{
	struct store *store = arg;
	struct job_list finished = {0};
	struct error err = ERROR_INIT;
	bool is_failing, is_freed, is_left;
	struct job_item *item;

	pthread_mutex_lock(&store->lock);
	store->is_posted = false;
	job_list_move(&finished, &store->finished, SIZE_MAX);
	is_failing = store->is_write_failing;
	err = store->write_err;
	is_freed = store->is_freed;
	is_left = store->is_left;
	pthread_mutex_unlock(&store->lock);
	if (is_left)
		return;
	if (is_freed) {
		destroy(store);
		return;
	}
	health_heard(&store->health, is_failing, finished.len > 0, &err);
	while ((item = job_list_take(&finished)) != NULL)
		finish(store, item);
	let_read(store);
	health_watch(&store->health, store->under_way > 0);
}

/* Without a thread. */
static void
on_inline(void *arg)
{
	struct store *store = arg;
	struct error err = ERROR_INIT;

	if (store->writing.len == 0)
		job_list_move(
		    &store->writing, &store->queued, store->options.max_batch);
	if (store->writing.len == 0)
		return;
	if (write_once(store, &err)) {
		note_success(store);
	} else {
		note_failure(store, &err);
		loop_timer_set(
		    store->inline_timer, store->options.retry_first_ms);
	}
	if (store->queued.len > 0 && store->writing.len == 0)
		loop_timer_set(store->inline_timer, store->options.batch_ms);
}

struct store *
store_open(
    const struct store_options *options, struct loop *loop, struct error *err)
{
	struct store *store = MEM_NEW(struct store);

	if (!opening_do(options, &store->opening, err)) {
		free(store);
		return NULL;
	}
	store->options = *options;
	store->options.directory = store->options.vfs = NULL; /* were lent */
	store->loop = loop;
	health_init(&store->health, loop, options, store->opening.path);
	store->reading =
	    reading_new(loop, options, &store->opening, &store->health);
	store_on_change(store, on_health, store);
	if (options->is_inline)
		store->inline_timer = loop_timer_new(loop, on_inline, store);
	pthread_mutex_init(&store->lock, NULL);
	deadline_cond_init(&store->changed);
	return store;
}

bool
store_run(struct store *store, const struct store_job *job)
{
	struct job_item *item;
	bool is_first;

	if (store->is_closed || store->under_way >= store->options.max_jobs)
		return false;
	if (store->inline_timer == NULL && !store->has_thread)
		store->has_thread = thread_start(run, store, &store->thread);
	if (store->inline_timer == NULL && !store->has_thread)
		return false;
	item = MEM_NEW(struct job_item);
	item->job = *job;
	item->put_at_ms = loop_now_ms(store->loop);
	pthread_mutex_lock(&store->lock);
	job_list_add(&store->queued, item);
	is_first = store->queued.len == 1;
	pthread_cond_signal(&store->changed);
	pthread_mutex_unlock(&store->lock);
	if (store->inline_timer != NULL && is_first && store->writing.len == 0)
		loop_timer_set(store->inline_timer, store->options.batch_ms);
	if (store->under_way++ == 0)
		health_watch(&store->health, true);
	return true;
}

bool
store_read(struct store *store, const struct store_job *job)
{
	return reading_add(store->reading, job,
	    store->counts.written + store->counts.failed + store->under_way);
}

/* Waits for the thread's end; false: it hangs. */
static bool
end_thread(struct store *store, int64_t timeout_ms)
{
	bool has_ended;

	pthread_mutex_lock(&store->lock);
	store->is_closing = true;
	pthread_cond_broadcast(&store->changed);
	has_ended = deadline_wait(&store->changed, &store->lock,
	    &store->has_thread_ended, timeout_ms);
	store->is_left = !has_ended;
	pthread_mutex_unlock(&store->lock);
	if (has_ended)
		pthread_join(store->thread, NULL);
	else
		pthread_detach(store->thread);
	return has_ended;
}

/* As the thread does at its end: what is queued, each batch once more. */
static void
write_rest_inline(struct store *store)
{
	for (;;) {
		struct error err = ERROR_INIT;

		job_list_move(
		    &store->writing, &store->queued, store->options.max_batch);
		if (store->writing.len == 0)
			return;
		if (write_once(store, &err)) {
			job_list_move(
			    &store->finished, &store->writing, SIZE_MAX);
			continue;
		}
		store->write_err = err;
		give_up(store);
	}
}

static size_t
finish_rest(struct store *store)
{
	size_t lost = 0;
	struct job_item *item;

	while ((item = job_list_take(&store->finished)) != NULL) {
		lost += !item->is_ok;
		finish(store, item);
	}
	return lost;
}

size_t
store_close(struct store *store, int64_t timeout_ms)
{
	size_t lost = 0;
	bool is_posted, is_reading_left;

	if (store == NULL)
		return 0;
	store->is_closed = true;
	is_reading_left = !reading_close(TAKE(store->reading), timeout_ms / 4);
	health_stop(&store->health);
	loop_timer_free(store->inline_timer);
	if (store->has_thread && !end_thread(store, timeout_ms)) {
		/* The jobs' arguments may be in its hands: all is left. */
		return store->under_way;
	}
	if (!store->has_thread)
		write_rest_inline(store);
	lost = finish_rest(store);
	pthread_mutex_lock(&store->lock);
	is_posted = store->is_posted;
	store->is_freed = true;
	store->is_left = is_reading_left; /* it holds the opening */
	pthread_mutex_unlock(&store->lock);
	if (!is_posted && !is_reading_left)
		destroy(store);
	return lost;
}

bool
store_is_failing(const struct store *store)
{
	return store->health.is_failing;
}

void
store_on_change(struct store *store, store_change_fn fn, void *arg)
{
	*ARRAY_ADD(&store->health.listeners.items) =
	    (struct store_listener){fn, arg};
}

void
store_off_change(struct store *store, store_change_fn fn, void *arg)
{
	store_listeners_drop(&store->health.listeners, fn, arg);
}

void
store_check(struct store *store)
{
	late_check_begin(store, &store->opening);
}

void
store_suspect(struct store *store)
{
	folder_suspect(store->opening.path);
}

const char *
store_set_aside(const struct store *store)
{
	return store->opening.set_aside;
}

struct db *
store_db(struct store *store)
{
	return store->opening.db;
}

struct store_counts
store_counts(struct store *store)
{
	struct store_counts counts = store->counts;
	int64_t now_ms = loop_now_ms(store->loop), oldest_ms = now_ms;

	pthread_mutex_lock(&store->lock);
	oldest_ms = job_list_oldest_ms(&store->finished, oldest_ms);
	oldest_ms = job_list_oldest_ms(&store->writing, oldest_ms);
	oldest_ms = job_list_oldest_ms(&store->queued, oldest_ms);
	pthread_mutex_unlock(&store->lock);
	counts.jobs = store->under_way;
	counts.age_ms = now_ms - oldest_ms;
	return counts;
}

int64_t
store_stale_s(struct store *store)
{
	int64_t age_ms = store_counts(store).age_ms;

	return store->health.is_failing ||
		health_is_late(&store->health, age_ms)
	    ? age_ms / 1000 + 1
	    : 0;
}

void
store_on_late(struct store *store, loop_fn fn, void *arg)
{
	store->health.late = fn;
	store->health.late_arg = arg;
}

void
store_on_corrupt(struct store *store, store_corrupt_fn fn, void *arg)
{
	store->health.corrupt = fn;
	store->health.corrupt_arg = arg;
}
