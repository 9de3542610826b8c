/* A thread that reads certificate files; see file_reader.h. */
#include "files/file_reader.h"

#include <pthread.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/thread.h"

#define SETTLE_MS 1000

/* What goes to the thread and comes back. read is the loop's alone. */
struct job {
	struct file_read *read; /* NULL: nobody waits any more */
	char *path, *key_path, *password_path;
	bool may_settle;
	bool is_settling; /* nothing was read: it was changed just now */
	struct file_read_result result;
	struct job *next;
};

/* What both sides hold. The last one frees it. */
struct shared {
	pthread_mutex_t lock; /* guards all below */
	pthread_cond_t changed;
	struct job *first, *last;
	bool is_stopped;
	unsigned refs;
	struct loop *loop; /* not to be used once is_stopped */
};

struct file_reader {
	struct loop *loop;
	struct shared *shared;
};

struct file_read {
	struct file_reader *reader;
	struct job *job; /* at the thread; NULL: it waits for settle */
	char *path, *key_path, *password_path;
	unsigned tries;
	struct loop_timer *settle, *deadline;
	file_read_fn fn;
	void *arg;
};

static void
job_free(struct job *job)
{
	free(job->path);
	free(job->key_path);
	free(job->password_path);
	if (job->result.is_read)
		served_file_clear(&job->result.file);
	free(job);
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
	while (shared->first != NULL) {
		struct job *job = shared->first;

		shared->first = job->next;
		job_free(job);
	}
	pthread_cond_destroy(&shared->changed);
	pthread_mutex_destroy(&shared->lock);
	free(shared);
}

static bool
was_just_changed(int64_t changed_at, int64_t now)
{
	return changed_at <= now && now - changed_at < FILE_READER_QUIET_S;
}

/* The file, and the link that leads to it. */
static bool
is_unsettled(const char *path, int64_t now)
{
	struct stat st;

	if (path == NULL)
		return false;
	if (stat(path, &st) == 0 && was_just_changed(st.st_ctime, now))
		return true;
	return lstat(path, &st) == 0 && was_just_changed(st.st_ctime, now);
}

static void
do_job(struct job *job)
{
	const struct served_file_options options = {
	    .path = job->path,
	    .key_path = job->key_path,
	    .password_path = job->password_path,
	};
	int64_t now = clock_wall_s(&clock_system);

	job->result.err = (struct error)ERROR_INIT;
	job->is_settling = job->may_settle &&
	    (is_unsettled(job->path, now) || is_unsettled(job->key_path, now));
	if (!job->is_settling)
		job->result.is_read = served_file_read(
		    &options, &job->result.file, &job->result.err);
}

static void on_done(void *arg);

static void *
run(void *arg)
{
	struct shared *shared = arg;

	pthread_mutex_lock(&shared->lock);
	while (!shared->is_stopped) {
		struct job *job = shared->first;

		if (job == NULL) {
			pthread_cond_wait(&shared->changed, &shared->lock);
			continue;
		}
		shared->first = job->next;
		if (shared->first == NULL)
			shared->last = NULL;
		pthread_mutex_unlock(&shared->lock);
		do_job(job);
		pthread_mutex_lock(&shared->lock);
		if (shared->is_stopped)
			job_free(job);
		else
			loop_post(shared->loop, on_done, job);
	}
	pthread_mutex_unlock(&shared->lock);
	shared_unref(shared);
	return NULL;
}

/* Without a thread nothing is read, and each read ends at its deadline. */
static void
start_thread(struct shared *shared)
{
	shared->refs++;
	if (!thread_detach(run, shared))
		shared->refs--;
}

struct file_reader *
file_reader_new(struct loop *loop)
{
	struct file_reader *reader = MEM_NEW(struct file_reader);
	struct shared *shared = MEM_NEW(struct shared);

	pthread_mutex_init(&shared->lock, NULL);
	pthread_cond_init(&shared->changed, NULL);
	shared->refs = 1;
	shared->loop = loop;
	reader->loop = loop;
	reader->shared = shared;
	start_thread(shared);
	return reader;
}

void
file_reader_free(struct file_reader *reader)
{
	struct shared *shared;

	if (reader == NULL)
		return;
	shared = reader->shared;
	pthread_mutex_lock(&shared->lock);
	shared->is_stopped = true;
	pthread_cond_broadcast(&shared->changed);
	pthread_mutex_unlock(&shared->lock);
	shared_unref(shared);
	free(reader);
}

static char *
copy_of(const char *text)
{
	return text == NULL ? NULL : mem_strdup(text);
}

static void
submit(struct file_read *read)
{
	struct shared *shared = read->reader->shared;
	struct job *job = MEM_NEW(struct job);

	job->read = read;
	job->path = copy_of(read->path);
	job->key_path = copy_of(read->key_path);
	job->password_path = copy_of(read->password_path);
	job->may_settle = ++read->tries < FILE_READER_MAX_TRIES;
	read->job = job;
	pthread_mutex_lock(&shared->lock);
	if (shared->last != NULL)
		shared->last->next = job;
	else
		shared->first = job;
	shared->last = job;
	pthread_cond_broadcast(&shared->changed);
	pthread_mutex_unlock(&shared->lock);
}

static void
read_free(struct file_read *read)
{
	loop_timer_free(read->settle);
	loop_timer_free(read->deadline);
	free(read->path);
	free(read->key_path);
	free(read->password_path);
	free(read);
}

static void
finish(struct file_read *read, struct file_read_result *result)
{
	file_read_fn fn = read->fn;
	void *arg = read->arg;

	read_free(read);
	fn(arg, result);
}

static void
on_done(void *arg)
{
	struct job *job = arg;
	struct file_read *read = job->read;

	if (read != NULL) {
		read->job = NULL;
		if (job->is_settling)
			loop_timer_set(read->settle, SETTLE_MS);
		else
			finish(read, &job->result);
	}
	job_free(job);
}

static void
on_settle(void *arg)
{
	submit(arg);
}

static void
on_deadline(void *arg)
{
	struct file_read *read = arg;
	struct file_read_result result = {.err = ERROR_INIT};

	error_set(&result.err, ERROR_SYSTEM,
	    "%.200s: it could not be read in time", read->path);
	if (read->job != NULL)
		read->job->read = NULL;
	finish(read, &result);
}

struct file_read *
file_read_start(struct file_reader *reader,
    const struct served_file_options *options, int64_t timeout_ms,
    file_read_fn fn, void *arg)
{
	struct file_read *read = MEM_NEW(struct file_read);

	read->reader = reader;
	read->path = copy_of(options->path);
	read->key_path = copy_of(options->key_path);
	read->password_path = copy_of(options->password_path);
	read->fn = fn;
	read->arg = arg;
	read->settle = loop_timer_new(reader->loop, on_settle, read);
	read->deadline = loop_timer_new(reader->loop, on_deadline, read);
	/* Waiting for it to be left alone is no fault of the disk's. */
	loop_timer_set(
	    read->deadline, timeout_ms + FILE_READER_MAX_TRIES * SETTLE_MS);
	submit(read);
	return read;
}

void
file_read_cancel(struct file_read *read)
{
	if (read == NULL)
		return;
	if (read->job != NULL)
		read->job->read = NULL;
	read_free(read);
}
