/*
 * Lists in files; see list_folder.h. Everything is a job in one line, done in
 * its order by one thread: pieces of a file, its end, walks, removals. What
 * runs there is list_job.c's; here is what goes to and fro.
 */
#include "fetch/list_folder.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/thread.h"
#include "fetch/list_job.h"

/* What both sides hold. The last one frees it. */
struct shared {
	pthread_mutex_t lock; /* guards all below */
	pthread_cond_t changed;
	struct list_job *first, *last;
	size_t queued; /* bytes of pieces */
	bool is_stopped;
	unsigned refs;
	struct loop *loop; /* not to be used once is_stopped */
	char *path;
};

struct list_folder {
	struct shared *shared;
};

/* Somebody who waits for what a walk comes to. The loop's alone. */
struct list_walk {
	struct list_job *job; /* at the thread */
	list_folder_fn fn;
	void *arg;
};

struct list_write {
	struct list_folder *folder;
	struct list_spool *spool; /* the thread's; goes with the last job */
	char name[LIST_FOLDER_NAME_MAX];
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
	while (shared->first != NULL) {
		struct list_job *job = shared->first;

		shared->first = job->next;
		list_job_free(job);
	}
	pthread_cond_destroy(&shared->changed);
	pthread_mutex_destroy(&shared->lock);
	free(shared->path);
	free(shared);
}

static void
on_done(void *arg)
{
	struct list_job *job = arg;
	struct list_walk *walk = job->owner;

	if (walk != NULL) {
		struct list_walked walked = {
		    .take_crl = TAKE(job->crl),
		    .len = job->whole_len,
		    .err = &job->err,
		    .was_proven = job->askers.items.len > 0,
		    .proof = job->proof,
		    .fault = job->fault,
		    .is_beside = job->is_beside,
		};
		list_folder_fn fn = walk->fn;
		void *fn_arg = walk->arg;

		free(walk);
		fn(fn_arg, &walked);
		crl_free(walked.take_crl);
	}
	list_job_free(job);
}

static void *
run(void *arg)
{
	struct shared *shared = arg;

	pthread_mutex_lock(&shared->lock);
	while (!shared->is_stopped) {
		struct list_job *job = shared->first;

		if (job == NULL) {
			pthread_cond_wait(&shared->changed, &shared->lock);
			continue;
		}
		shared->first = job->next;
		if (shared->first == NULL)
			shared->last = NULL;
		pthread_mutex_unlock(&shared->lock);
		list_job_do(job, shared->path);
		pthread_mutex_lock(&shared->lock);
		shared->queued -= job->len;
		if (!shared->is_stopped && list_job_is_answered(job))
			loop_post(shared->loop, on_done, job);
		else
			list_job_free(job);
	}
	pthread_mutex_unlock(&shared->lock);
	shared_unref(shared);
	return NULL;
}

struct list_folder *
list_folder_new(struct loop *loop, const char *path)
{
	struct list_folder *folder = MEM_NEW(struct list_folder);
	struct shared *shared = MEM_NEW(struct shared);

	pthread_mutex_init(&shared->lock, NULL);
	pthread_cond_init(&shared->changed, NULL);
	shared->loop = loop;
	shared->path = mem_strdup(path);
	folder->shared = shared;
	/* without a thread nothing is answered, and each wait has its end */
	shared->refs = 2;
	if (!thread_detach(run, shared))
		shared->refs = 1;
	return folder;
}

void
list_folder_free(struct list_folder *folder)
{
	struct shared *shared;

	if (folder == NULL)
		return;
	shared = folder->shared;
	pthread_mutex_lock(&shared->lock);
	shared->is_stopped = true;
	pthread_cond_broadcast(&shared->changed);
	pthread_mutex_unlock(&shared->lock);
	shared_unref(shared);
	free(folder);
}

static bool
submit(struct list_folder *folder, struct list_job *take_job)
{
	struct shared *shared = folder->shared;
	bool has_room;

	pthread_mutex_lock(&shared->lock);
	has_room = take_job->len == 0 ||
	    shared->queued + take_job->len <= LIST_FOLDER_MAX_QUEUED;
	if (has_room) {
		shared->queued += take_job->len;
		if (shared->last != NULL)
			shared->last->next = take_job;
		else
			shared->first = take_job;
		shared->last = take_job;
		pthread_cond_broadcast(&shared->changed);
	}
	pthread_mutex_unlock(&shared->lock);
	if (!has_room)
		list_job_free(take_job);
	return has_room;
}

static void
submit_small(struct list_folder *folder, struct list_job *take_job)
{
	(void)submit(folder, take_job); /* there is always room for it */
}

struct list_write *
list_write_start(struct list_folder *folder, const char *name)
{
	struct list_write *write = MEM_NEW(struct list_write);

	write->folder = folder;
	write->spool = list_spool_new();
	snprintf(write->name, sizeof write->name, "%s", name);
	return write;
}

bool
list_write_take(struct list_write *write, const uint8_t *bytes, size_t len)
{
	struct list_job *job = list_job_new(LIST_JOB_PIECE, write->name);

	job->spool = write->spool;
	job->bytes = mem_dup(bytes, len);
	job->len = len;
	return submit(write->folder, job);
}

static struct list_walk *
wait_for(struct list_job *job, list_folder_fn fn, void *arg)
{
	struct list_walk *walk = MEM_NEW(struct list_walk);

	walk->job = job;
	walk->fn = fn;
	walk->arg = arg;
	job->owner = walk;
	return walk;
}

struct list_walk *
list_write_end(struct list_write *write, const uint64_t *asked, size_t count,
    const struct list_proof *proof, list_folder_fn fn, void *arg)
{
	struct list_job *job = list_job_new(LIST_JOB_END, write->name);
	struct list_walk *walk;

	revocation_askers_copy(&job->askers, proof->askers);
	job->now = proof->now;
	job->newest = proof->newest;
	job->spool = TAKE(write->spool);
	list_job_ask(job, asked, count);
	walk = wait_for(job, fn, arg);
	submit_small(write->folder, job);
	free(write);
	return walk;
}

void
list_write_cancel(struct list_write *write)
{
	struct list_job *job;

	if (write == NULL)
		return;
	job = list_job_new(LIST_JOB_ABORT, write->name);
	job->spool = TAKE(write->spool);
	submit_small(write->folder, job);
	free(write);
}

struct list_walk *
list_walk_start(struct list_folder *folder, const char *name,
    const uint64_t *asked, size_t count, const struct list_proof *proof,
    list_folder_fn fn, void *arg)
{
	struct list_job *job = list_job_new(LIST_JOB_WALK, name);
	struct list_walk *walk;

	if (proof->askers != NULL)
		revocation_askers_copy(&job->askers, proof->askers);
	job->now = proof->now;
	list_job_ask(job, asked, count);
	walk = wait_for(job, fn, arg);
	submit_small(folder, job);
	return walk;
}

void
list_walk_cancel(struct list_walk *walk)
{
	if (walk == NULL)
		return;
	walk->job->owner = NULL;
	free(walk);
}

void
list_folder_drop(struct list_folder *folder, const char *name)
{
	submit_small(folder, list_job_new(LIST_JOB_DROP, name));
}

void
list_folder_sweep(
    struct list_folder *folder, const char *const *names, size_t count)
{
	struct list_job *job = list_job_new(LIST_JOB_SWEEP, "");

	for (size_t i = 0; i < count; i++)
		texts_add(&job->names, names[i]);
	submit_small(folder, job);
}
