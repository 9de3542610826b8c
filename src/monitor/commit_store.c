/*
 * Batches into the store; see commit_store.h. One flight (a job of the store)
 * is under way at a time, and what comes meanwhile is gathered for the next.
 */
#include "monitor/commit_store.h"

#include "base/array.h"
#include "base/log.h"
#include "base/mem.h"
#include "monitor/numbering.h"
#include "notify/told.h"
#include "store/batch_rows.h"
#include "store/sequence.h"

/* How soon a full queue of the store is tried again. */
#define RETRY_MS 200

/* A batch whose end somebody waits for. */
struct waiting {
	struct batch *batch; /* lent until done */
	loop_fn done;
	void *done_arg;
};

struct waiting_list {
	ARRAY(struct waiting) list;
};

struct flight {
	struct commit_store *commits; /* NULL: it is gone */
	struct batch_rows rows;
	struct waiting_list waiting;
	size_t event_count;
	uint64_t reserves; /* up to that number; 0: none */
};

struct commit_store {
	struct store *store;
	struct loop *loop;
	const struct clock *clock;
	struct commit_store_options options;
	struct numbering numbering;
	struct known_certs *known;
	struct loop_timer *retry;
	struct flight *flight;	      /* with the store; NULL: none */
	struct flight *next;	      /* gathered; never NULL */
	struct waiting_list unstored; /* to be done on the next turn */
	uint64_t dropped_count;
	loop_fn stored, written;
	void *stored_arg, *written_arg;
	bool is_deferred; /* the loop will call on_deferred */
	bool is_freed;	  /* ... which then frees */
};

static struct flight *
flight_new(struct commit_store *commits)
{
	struct flight *flight = MEM_NEW(struct flight);

	flight->commits = commits;
	return flight;
}

static void
flight_free(struct flight *flight)
{
	batch_rows_clear(&flight->rows);
	ARRAY_CLEAR(&flight->waiting.list);
	free(flight);
}

/* Lists are taken out first: what is done leads to the next commit. */
static void
finish(struct waiting_list *waiting)
{
	struct waiting_list now = *waiting;

	*waiting = (struct waiting_list){0};
	ARRAY_EACH (one, &now.list)
		one->done(one->done_arg);
	ARRAY_CLEAR(&now.list);
}

static void
mark_unstored(struct waiting_list *waiting)
{
	ARRAY_EACH (one, &waiting->list) {
		ARRAY_EACH (event, &one->batch->events)
			(*event)->is_unstored = true;
	}
}

static void
on_deferred(void *arg)
{
	struct commit_store *commits = arg;

	commits->is_deferred = false;
	if (commits->is_freed)
		free(commits);
	else
		finish(&commits->unstored);
}

static void
defer(struct commit_store *commits)
{
	if (commits->is_deferred)
		return;
	commits->is_deferred = true;
	loop_defer(commits->loop, on_deferred, commits);
}

/* On the store's thread. */
static bool
work(struct db *db, void *arg, struct error *err)
{
	const struct flight *flight = arg;

	return batch_rows_write(&flight->rows, db, err);
}

static void submit(struct commit_store *commits);

/* It was our fault, not the disk's: nothing would help. */
static void
lose(struct commit_store *commits, struct flight *flight,
    const struct error *err)
{
	log_error(
	    NULL, "the store refused what was to be kept: %s", err->message);
	mark_unstored(&flight->waiting);
	known_certs_forget(commits->known);
	numbering_forget(&commits->numbering);
}

static void
done(void *arg, bool is_ok, const struct error *err)
{
	struct flight *flight = arg;
	struct commit_store *commits = flight->commits;

	if (commits != NULL) {
		commits->flight = NULL;
		if (is_ok)
			numbering_reserved(
			    &commits->numbering, flight->reserves);
		else
			lose(commits, flight, err);
		finish(&flight->waiting);
		if (is_ok && flight->event_count > 0 && commits->stored != NULL)
			commits->stored(commits->stored_arg);
		if (commits->written != NULL)
			commits->written(commits->written_arg);
		submit(commits);
	}
	flight_free(flight);
}

static bool
is_empty(const struct flight *flight)
{
	return flight->rows.state.len == 0 && flight->rows.events.len == 0 &&
	    flight->waiting.list.len == 0;
}

static struct store_job
job_of(struct flight *flight)
{
	return (struct store_job){
	    .work = work,
	    .done = done,
	    .arg = flight,
	    .is_durable = flight->event_count > 0,
	};
}

static void
submit(struct commit_store *commits)
{
	struct store_job job = job_of(commits->next);

	if (commits->flight != NULL || is_empty(commits->next))
		return;
	if (!store_run(commits->store, &job)) {
		loop_timer_set(commits->retry, RETRY_MS);
		return;
	}
	commits->flight = commits->next;
	commits->next = flight_new(commits);
}

static void
on_retry(void *arg)
{
	submit(arg);
}

/* No more than so many events wait. */
static void
keep_bound(struct commit_store *commits)
{
	struct flight *next = commits->next;

	while (next->rows.events.len > commits->options.max_events) {
		if (!batch_rows_drop_notice(&next->rows))
			batch_rows_drop_any(&next->rows);
		commits->dropped_count++;
	}
}

static void
reserve(struct commit_store *commits, uint64_t up_to)
{
	sequence_reserve_row(&commits->next->rows.state, up_to);
	commits->next->reserves = up_to;
}

static void
number(struct commit_store *commits, struct batch *batch)
{
	struct numbering *numbering = &commits->numbering;
	uint64_t up_to;

	if (batch->events.len == 0)
		return;
	if ((numbering->reserved == 0 || store_is_failing(commits->store)) &&
	    numbering_leap(
		numbering, batch->events.len, clock_wall_ms(commits->clock)))
		reserve(commits, numbering->asked);
	numbering_give(numbering, batch);
	up_to = numbering_ask(numbering);
	if (up_to > 0)
		reserve(commits, up_to);
}

/* What is told while the store fails is told before it is stored. */
static void
add_untold(struct commit_store *commits, const struct batch *batch)
{
	ARRAY_EACH (event, &batch->events) {
		if (notify_is_local(*event))
			told_add_row(&commits->next->rows.state, *event);
	}
}

static void
commit(void *arg, struct batch *batch, loop_fn batch_done, void *done_arg)
{
	struct commit_store *commits = arg;
	struct waiting_list *waiting = &commits->next->waiting;
	bool is_failing = store_is_failing(commits->store);

	number(commits, batch);
	batch_rows_add(&commits->next->rows, batch, commits->known,
	    clock_wall_s(commits->clock));
	commits->next->event_count += batch->events.len;
	if (is_failing)
		waiting = &commits->unstored;
	*ARRAY_ADD(&waiting->list) = (struct waiting){
	    .batch = batch,
	    .done = batch_done,
	    .done_arg = done_arg,
	};
	if (!is_failing)
		add_untold(commits, batch);
	if (is_failing) {
		mark_unstored(waiting);
		keep_bound(commits);
		defer(commits);
	}
	submit(commits);
}

static void
say_dropped(struct commit_store *commits)
{
	if (commits->dropped_count > 0)
		log_error(NULL,
		    "%llu events were dropped while the store failed; they "
		    "were told, but are not stored",
		    (unsigned long long)commits->dropped_count);
	commits->dropped_count = 0;
}

static void
on_change(void *arg, bool is_failing, UNUSED const struct error *err)
{
	struct commit_store *commits = arg;
	struct waiting_list now = {0};

	if (!is_failing) {
		say_dropped(commits);
		return;
	}
	if (commits->flight != NULL)
		now = commits->flight->waiting;
	if (commits->flight != NULL)
		commits->flight->waiting = (struct waiting_list){0};
	ARRAY_EACH (one, &commits->next->waiting.list)
		*ARRAY_ADD(&now.list) = *one;
	ARRAY_CLEAR(&commits->next->waiting.list);
	mark_unstored(&now);
	finish(&now);
}

struct commit_store *
commit_store_new(struct store *store, struct loop *loop,
    const struct clock *clock, const struct commit_store_options *options)
{
	struct commit_store *commits = MEM_NEW(struct commit_store);

	commits->store = store;
	commits->loop = loop;
	commits->clock = clock;
	commits->options = *options;
	if (commits->options.max_events == 0)
		commits->options.max_events = COMMIT_STORE_MAX_EVENTS;
	commits->numbering = (struct numbering){
	    .last_sequence = options->last_sequence,
	    .reserved = options->reserved,
	    .asked = options->reserved,
	};
	commits->known = known_certs_new();
	commits->retry = loop_timer_new(loop, on_retry, commits);
	commits->next = flight_new(commits);
	store_on_change(store, on_change, commits);
	return commits;
}

/* The last ones are written, but nobody waits for them any more. */
static void
send_off(struct commit_store *commits)
{
	struct flight *last = commits->next;
	struct store_job job = job_of(last);

	/* What was not used of the reserve is free again. */
	if (commits->numbering.asked > 0)
		sequence_reserve_row(
		    &last->rows.state, commits->numbering.last_sequence);
	ARRAY_CLEAR(&last->waiting.list);
	last->commits = NULL;
	if (commits->flight != NULL) {
		ARRAY_CLEAR(&commits->flight->waiting.list);
		commits->flight->commits = NULL;
	}
	if (is_empty(last)) {
		flight_free(last);
	} else if (!store_run(commits->store, &job)) {
		log_error(NULL, "the store has no room for the last changes");
		flight_free(last);
	}
}

void
commit_store_free(struct commit_store *commits)
{
	if (commits == NULL)
		return;
	store_off_change(commits->store, on_change, commits);
	send_off(commits);
	ARRAY_CLEAR(&commits->unstored.list);
	loop_timer_free(commits->retry);
	known_certs_free(commits->known);
	commits->is_freed = true;
	if (!commits->is_deferred)
		free(commits);
}

struct commit
commit_store_ops(struct commit_store *commits)
{
	return (struct commit){.commit = commit, .arg = commits};
}

void
commit_store_on_stored(struct commit_store *commits, loop_fn fn, void *arg)
{
	commits->stored = fn;
	commits->stored_arg = arg;
}

void
commit_store_on_written(struct commit_store *commits, loop_fn fn, void *arg)
{
	commits->written = fn;
	commits->written_arg = arg;
}

uint64_t
commit_store_dropped(const struct commit_store *commits)
{
	return commits->dropped_count;
}

void
commit_store_forget_certificates(struct commit_store *commits)
{
	known_certs_forget(commits->known);
}
