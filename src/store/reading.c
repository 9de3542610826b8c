/*
 * The thread that reads; see reading.h.
 *
 * A job waits on the loop for what is written before it, then goes into
 * `queued`, from there into the thread's hand and into `finished`; the loop
 * calls its done. The lists are guarded by the lock, but for `waiting`, which
 * is the loop's.
 */
#include "store/reading.h"

#include <pthread.h>

#include "base/mem.h"
#include "base/thread.h"
#include "store/deadline.h"
#include "store/folder.h"
#include "store/reader.h"

#define MAX_JOBS 256
#define BUSY_MS 1000 /* WAL lets readers in; but recovery does not */

struct reading {
	struct loop *loop;
	struct opening *opening; /* lent */
	struct health *health;	 /* lent; the loop's */
	int64_t most_ms;

	/* The thread's */
	struct db *db;	     /* NULL: not open */
	int64_t deadline_ms; /* of what is being read */

	/* The loop's */
	struct job_list waiting;
	uint64_t written;
	size_t under_way; /* jobs whose done has not been called */
	bool is_closed;
	struct loop_timer *late, *inline_timer;
	bool has_thread;
	pthread_t thread;

	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct job_list queued, finished;
	bool is_closing, has_thread_ended;
	bool is_posted; /* the loop will call on_post */
	bool is_freed;	/* ... which then frees */
	bool is_left;	/* the thread hangs: nothing is touched any more */
};

/* --- on the thread that reads ----------------------------------------------
 */

/* Asked by SQLite in the middle of a statement. */
static bool
is_over(void *arg)
{
	struct reading *reading = arg;
	bool is_closing;

	pthread_mutex_lock(&reading->lock);
	is_closing = reading->is_closing;
	pthread_mutex_unlock(&reading->lock);
	return is_closing || deadline_now_ms() > reading->deadline_ms;
}

/* After it has failed: is it the file's fault? */
static void
note_damage(
    const struct opening *opening, const struct db *db, struct job_item *item)
{
	if (!db_trouble_is_damage(db_trouble(db)))
		return;
	folder_suspect(opening->path);
	item->is_corrupt = true;
}

static bool
open_own(struct reading *reading, struct job_item *item)
{
	const struct db_options options = {
	    .path = reading->opening->path,
	    .vfs = reading->opening->vfs,
	    .is_read_only = true,
	    .busy_ms = BUSY_MS,
	};

	if (reading->db != NULL)
		return true;
	reading->db = db_open(&options, &item->err);
	if (reading->db == NULL)
		return false;
	if (reader_check_version(reading->db, &item->err) &&
	    db_exec(reading->db,
		"PRAGMA temp_store = MEMORY; PRAGMA cache_size = -512",
		&item->err))
		return true;
	note_damage(reading->opening, reading->db, item);
	db_close(TAKE(reading->db));
	return false;
}

/* In one snapshot, which is let go whatever comes. */
static bool
read_by(struct db *db, struct job_item *item, struct error *err)
{
	bool ok;

	db_forget_trouble(db);
	if (!db_exec(db, "BEGIN", err))
		return false;
	ok = item->job.work(db, item->job.arg, err);
	db_end_reading(db);
	return ok;
}

/* Whoever's connection it is: in time, and what went wrong with the file must
 * not outlast it. */
static bool
read_limited(struct reading *reading, struct db **db, struct job_item *item)
{
	enum db_trouble trouble;

	reading->deadline_ms = deadline_now_ms() + reading->most_ms;
	db_set_limit(*db, is_over, reading);
	item->is_ok = read_by(*db, item, &item->err);
	db_set_limit(*db, NULL, NULL);
	if (item->is_ok)
		return true;
	trouble = db_trouble(*db);
	note_damage(reading->opening, *db, item);
	if (!item->is_corrupt && deadline_now_ms() > reading->deadline_ms)
		error_set(&item->err, ERROR_LIMIT,
		    "%s: reading it took longer than %d s and was given up",
		    reading->opening->path, (int)(reading->most_ms / 1000));
	if (trouble != DB_FINE && trouble != DB_OTHER)
		db_close(TAKE(*db));
	return false;
}

static void
read_once(struct reading *reading, struct job_item *item)
{
	struct opening *opening = reading->opening;
	bool is_shared;

	pthread_mutex_lock(&opening->guard);
	is_shared = opening->is_read_only;
	item->is_ok = is_shared && opening_read_again(opening, &item->err) &&
	    read_limited(reading, &opening->db, item);
	pthread_mutex_unlock(&opening->guard);
	if (!is_shared)
		item->is_ok = open_own(reading, item) &&
		    read_limited(reading, &reading->db, item);
}

static void on_post(void *arg);

/* Locked. */
static void
post(struct reading *reading)
{
	if (reading->is_posted || reading->is_left)
		return;
	reading->is_posted = true;
	loop_post_idle(reading->loop, on_post, reading);
}

static void *
run(void *arg)
{
	struct reading *reading = arg;
	struct job_item *item;

	pthread_mutex_lock(&reading->lock);
	for (;;) {
		while (reading->queued.len == 0 && !reading->is_closing)
			pthread_cond_wait(&reading->changed, &reading->lock);
		if (reading->is_closing)
			break;
		item = job_list_take(&reading->queued);
		pthread_mutex_unlock(&reading->lock);
		read_once(reading, item);
		pthread_mutex_lock(&reading->lock);
		job_list_add(&reading->finished, item);
		post(reading);
	}
	reading->has_thread_ended = true;
	pthread_cond_broadcast(&reading->changed);
	pthread_mutex_unlock(&reading->lock);
	return NULL;
}

/* --- on the loop ------------------------------------------------------------
 */

static void
finish(struct reading *reading, struct job_item *item)
{
	reading->under_way--;
	if (!item->job.is_idle)
		loop_note_work(reading->loop);
	if (item->is_corrupt && !reading->is_closed)
		health_corrupt(reading->health, &item->err);
	item->job.done(item->job.arg, item->is_ok, &item->err);
	free(item);
}

static void
destroy(struct reading *reading)
{
	db_close(reading->db);
	pthread_cond_destroy(&reading->changed);
	pthread_mutex_destroy(&reading->lock);
	free(reading);
}

static void
on_post(void *arg)
{
	struct reading *reading = arg;
	struct job_list finished = {0};
	struct job_item *item;
	bool is_freed, is_left;

	pthread_mutex_lock(&reading->lock);
	reading->is_posted = false;
	job_list_move(&finished, &reading->finished, SIZE_MAX);
	is_freed = reading->is_freed;
	is_left = reading->is_left;
	pthread_mutex_unlock(&reading->lock);
	if (is_left)
		return;
	if (is_freed) {
		destroy(reading);
		return;
	}
	while ((item = job_list_take(&finished)) != NULL)
		finish(reading, item);
}

/* Without a thread: one a turn. */
static void
on_inline(void *arg)
{
	struct reading *reading = arg;
	struct job_item *item = job_list_take(&reading->queued);

	if (item == NULL)
		return;
	if (reading->queued.len > 0)
		loop_timer_set(reading->inline_timer, 0);
	read_once(reading, item);
	finish(reading, item);
}

/* Those that wait for nothing any more, in their order. */
static void
let_go(struct reading *reading)
{
	int64_t now_ms = loop_now_ms(reading->loop);
	const struct job_item *first;
	bool has_some;

	pthread_mutex_lock(&reading->lock);
	while ((first = reading->waiting.first) != NULL &&
	    (first->after <= reading->written ||
		now_ms - first->put_at_ms >= READING_WAIT_MS))
		job_list_move(&reading->queued, &reading->waiting, 1);
	has_some = reading->queued.len > 0;
	pthread_cond_signal(&reading->changed);
	pthread_mutex_unlock(&reading->lock);
	if (has_some && reading->inline_timer != NULL)
		loop_timer_set(reading->inline_timer, 0);
	if (first == NULL)
		loop_timer_stop(reading->late);
	else
		loop_timer_set(
		    reading->late, first->put_at_ms + READING_WAIT_MS - now_ms);
}

static void
on_late(void *arg)
{
	let_go(arg);
}

struct reading *
reading_new(struct loop *loop, const struct store_options *options,
    struct opening *opening, struct health *health)
{
	struct reading *reading = MEM_NEW(struct reading);

	reading->loop = loop;
	reading->opening = opening;
	reading->health = health;
	reading->most_ms = options->stall_ms;
	reading->late = loop_timer_new(loop, on_late, reading);
	if (options->is_inline)
		reading->inline_timer =
		    loop_timer_new(loop, on_inline, reading);
	pthread_mutex_init(&reading->lock, NULL);
	deadline_cond_init(&reading->changed);
	return reading;
}

bool
reading_add(
    struct reading *reading, const struct store_job *job, uint64_t after)
{
	struct job_item *item;

	if (reading == NULL || reading->is_closed ||
	    reading->under_way >= MAX_JOBS)
		return false;
	if (reading->inline_timer == NULL && !reading->has_thread)
		reading->has_thread =
		    thread_start(run, reading, &reading->thread);
	if (reading->inline_timer == NULL && !reading->has_thread)
		return false;
	item = MEM_NEW(struct job_item);
	item->job = *job;
	item->put_at_ms = loop_now_ms(reading->loop);
	item->after = after;
	job_list_add(&reading->waiting, item);
	reading->under_way++;
	let_go(reading);
	return true;
}

void
reading_go(struct reading *reading, uint64_t written)
{
	reading->written = written;
	if (reading->waiting.first != NULL)
		let_go(reading);
}

/* Waits for the thread's end; false: it hangs. */
static bool
end_thread(struct reading *reading, int64_t timeout_ms)
{
	bool has_ended;

	pthread_mutex_lock(&reading->lock);
	reading->is_closing = true;
	pthread_cond_broadcast(&reading->changed);
	has_ended = deadline_wait(&reading->changed, &reading->lock,
	    &reading->has_thread_ended, timeout_ms);
	reading->is_left = !has_ended;
	pthread_mutex_unlock(&reading->lock);
	if (has_ended)
		pthread_join(reading->thread, NULL);
	else
		pthread_detach(reading->thread);
	return has_ended;
}

static void
fail_rest(struct reading *reading)
{
	struct job_item *item;

	job_list_move(&reading->queued, &reading->waiting, SIZE_MAX);
	while ((item = job_list_take(&reading->finished)) != NULL)
		finish(reading, item);
	while ((item = job_list_take(&reading->queued)) != NULL) {
		error_set(&item->err, ERROR_SYSTEM, "the store was closed");
		finish(reading, item);
	}
}

bool
reading_close(struct reading *reading, int64_t timeout_ms)
{
	bool is_posted;

	reading->is_closed = true;
	loop_timer_free(reading->late);
	loop_timer_free(reading->inline_timer);
	if (reading->has_thread && !end_thread(reading, timeout_ms))
		return false;
	fail_rest(reading);
	pthread_mutex_lock(&reading->lock);
	is_posted = reading->is_posted;
	reading->is_freed = true;
	pthread_mutex_unlock(&reading->lock);
	/* Before the store's own, so that the last to close is who can tidy up
	 * after itself. */
	db_close(TAKE(reading->db));
	if (!is_posted)
		destroy(reading);
	return true;
}
