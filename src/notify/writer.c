/* Writes off the loop, by a thread of its own; see writer.h. */
#include "notify/writer.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"

struct item {
	struct item *next;
	uint64_t mark;
	size_t len;
	uint8_t bytes[];
};

struct writer {
	struct writer_options options;
	pthread_t thread;
	bool has_thread; /* none could be made: writes where it is called */

	pthread_mutex_t lock; /* guards all below */
	pthread_cond_t changed;
	struct item *first, **last;
	size_t item_count, byte_count; /* also the one being written */
	uint64_t mark;		       /* that was written */
	bool is_closing;
	bool is_left; /* by its owner: the thread frees it */
};

static void
destroy(struct writer *writer)
{
	while (writer->first != NULL) {
		struct item *item = writer->first;

		writer->first = item->next;
		free(item);
	}
	if (writer->options.free_arg != NULL)
		writer->options.free_arg(writer->options.arg);
	pthread_cond_destroy(&writer->changed);
	pthread_mutex_destroy(&writer->lock);
	free(writer);
}

/* Takes the first item, waiting for one; NULL: the end. Locked. */
static struct item *
next_item(struct writer *writer)
{
	struct item *item = NULL;

	while (writer->first == NULL && !writer->is_closing)
		pthread_cond_wait(&writer->changed, &writer->lock);
	if (writer->first == NULL || writer->is_left)
		return NULL;
	item = writer->first;
	writer->first = item->next;
	if (writer->first == NULL)
		writer->last = &writer->first;
	return item;
}

static void *
run(void *arg)
{
	struct writer *writer = arg;
	struct item *item = NULL;
	bool is_left;

	pthread_mutex_lock(&writer->lock);
	while ((item = next_item(writer)) != NULL) {
		pthread_mutex_unlock(&writer->lock);
		writer->options.write(
		    writer->options.arg, item->bytes, item->len);
		pthread_mutex_lock(&writer->lock);
		writer->item_count--;
		writer->byte_count -= item->len;
		if (item->mark > 0)
			writer->mark = item->mark;
		free(item);
		pthread_cond_broadcast(&writer->changed);
	}
	is_left = writer->is_left;
	pthread_mutex_unlock(&writer->lock);
	if (is_left)
		destroy(writer);
	return NULL;
}

/* Signals are the loop's; SIGPIPE of a closed pipe becomes EPIPE. */
static bool
start_thread(struct writer *writer)
{
	sigset_t all, before;
	bool has_started;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	has_started = pthread_create(&writer->thread, NULL, run, writer) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return has_started;
}

struct writer *
writer_new(const struct writer_options *options)
{
	struct writer *writer = MEM_NEW(struct writer);
	pthread_condattr_t attributes;

	writer->options = *options;
	if (writer->options.max_items == 0)
		writer->options.max_items = WRITER_MAX_ITEMS;
	if (writer->options.max_bytes == 0)
		writer->options.max_bytes = WRITER_MAX_BYTES;
	writer->last = &writer->first;
	pthread_mutex_init(&writer->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&writer->changed, &attributes);
	pthread_condattr_destroy(&attributes);
	writer->has_thread = start_thread(writer);
	return writer;
}

static void
append(struct writer *writer, const void *bytes, size_t len, uint64_t mark)
{
	struct item *item = mem_new(1, sizeof *item + len);

	item->len = len;
	item->mark = mark;
	memcpy(item->bytes, bytes, len);
	*writer->last = item;
	writer->last = &item->next;
	writer->item_count++;
	writer->byte_count += len;
	pthread_cond_broadcast(&writer->changed);
}

bool
writer_put(struct writer *writer, const void *bytes, size_t len, uint64_t mark)
{
	bool has_room;

	if (!writer->has_thread) {
		writer->options.write(writer->options.arg, bytes, len);
		if (mark > 0)
			writer->mark = mark;
		return true;
	}
	pthread_mutex_lock(&writer->lock);
	/* One item alone always has room, or it would never get through. */
	has_room = writer->item_count == 0 ||
	    (writer->item_count < writer->options.max_items &&
		writer->byte_count + len <= writer->options.max_bytes);
	if (has_room)
		append(writer, bytes, len, mark);
	pthread_mutex_unlock(&writer->lock);
	return has_room;
}

uint64_t
writer_mark(struct writer *writer)
{
	uint64_t mark;

	pthread_mutex_lock(&writer->lock);
	mark = writer->mark;
	pthread_mutex_unlock(&writer->lock);
	return mark;
}

static struct timespec
deadline_in(int64_t ms)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	at.tv_sec += ms / 1000;
	at.tv_nsec += ms % 1000 * 1000000;
	if (at.tv_nsec >= 1000000000) {
		at.tv_nsec -= 1000000000;
		at.tv_sec++;
	}
	return at;
}

/* Locked. */
static bool
wait_empty(struct writer *writer, int64_t timeout_ms)
{
	struct timespec deadline = deadline_in(timeout_ms);

	while (writer->item_count > 0) {
		if (pthread_cond_timedwait(
			&writer->changed, &writer->lock, &deadline) != 0)
			return writer->item_count == 0;
	}
	return true;
}

bool
writer_flush(struct writer *writer, int64_t timeout_ms)
{
	bool is_empty;

	pthread_mutex_lock(&writer->lock);
	is_empty = wait_empty(writer, timeout_ms);
	pthread_mutex_unlock(&writer->lock);
	return is_empty;
}

void
writer_close(struct writer *writer, int64_t timeout_ms)
{
	bool is_empty;

	if (writer == NULL)
		return;
	if (!writer->has_thread) {
		destroy(writer);
		return;
	}
	pthread_mutex_lock(&writer->lock);
	is_empty = wait_empty(writer, timeout_ms);
	writer->is_closing = true;
	writer->is_left = !is_empty;
	pthread_cond_broadcast(&writer->changed);
	if (!is_empty) {
		pthread_detach(writer->thread);
		pthread_mutex_unlock(&writer->lock);
		return;
	}
	pthread_mutex_unlock(&writer->lock);
	pthread_join(writer->thread, NULL);
	destroy(writer);
}
