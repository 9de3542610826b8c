/*
 * struct store: the state directory: a lock so that one daemon uses it, one
 * SQLite file in WAL, one thread that writes, and one that reads. Work is
 * handed in as jobs and never waited for: the loop never waits for a disk.
 *
 * Jobs handed in within batch_ms share a transaction. While it cannot be
 * written (disk full, I/O error, a disk that hangs) the jobs stay queued and
 * are tried again, longer and longer apart; store_on_change says when that
 * begins and ends. What the queue has no room for the caller keeps.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "net/loop.h"
#include "store/db.h"

struct store;

struct store_options {
	const char *directory; /* made when it is not there */
	const char *vfs;       /* NULL: the system's own; tests inject faults */
	int64_t batch_ms;
	size_t max_batch; /* jobs in one transaction */
	size_t max_jobs;  /* queued or being written */
	int64_t retry_first_ms, retry_most_ms;
	int64_t late_ms;  /* who reads is told of what waits longer; 0: not */
	int64_t stall_ms; /* an answer later than this is a failure, too */
	int64_t check_max_bytes; /* larger ones are not checked whole; 0: all */
	/* Larger ones are not checked before they are used (store_check); 0:
	 * all are. */
	int64_t check_first_bytes;
	int64_t now; /* names a file that is set aside */
	/* Without a thread: the loop itself writes. For tests in virtual
	 * time. */
	bool is_inline;
};

extern const struct store_options store_options_default;

struct store_job {
	/* On the store's thread, within a transaction; again when that has to
	 * be tried again, also since another job was at fault. false without
	 * trouble of the store's (store/db.h): this job alone is undone and
	 * fails for good. */
	bool (*work)(struct db *db, void *arg, struct error *err);
	/* On the loop, once the transaction is committed, or the job failed:
	 * by itself, or because the store was closed. */
	void (*done)(void *arg, bool is_ok, const struct error *err);
	void *arg;
	/* It must survive a power failure (synchronous=FULL). */
	bool is_durable;
	/* Of store_read: what an idle timer of the loop asks (net/loop.h). */
	bool is_idle;
};

/* Opens, repairs and migrates, at once: before the loop turns. A corrupt file
 * is set aside and a fresh one begun; a newer one is refused, and one that
 * cannot be read. One that can only be read is a store that fails: see above.
 */
struct store *store_open(
    const struct store_options *options, struct loop *loop, struct error *err);
/* Writes what is queued, for at most timeout_ms, then frees. What could not be
 * written is done with false, here. Returns how many jobs that were. */
size_t store_close(struct store *store, int64_t timeout_ms);

/* Runs it with what else is queued. false: the queue is full. */
bool store_run(struct store *store, const struct store_job *job) MUST_CHECK;
/* Runs what only reads, once, on another thread and connection: it sees what
 * was handed in before, but does not wait for a store that fails, and then
 * lacks something (store_stale_s). false: too many ask. */
bool store_read(struct store *store, const struct store_job *job) MUST_CHECK;
bool store_is_failing(const struct store *store);
struct store_counts {
	uint64_t written, failed; /* jobs that are done, since the start */
	size_t jobs;		  /* queued or being written */
	int64_t age_ms;		  /* of the oldest of them */
};
struct store_counts store_counts(struct store *store);
/* What is read lacks what happened in the last so many seconds, since that
 * cannot be written, or has waited for longer than late_ms; 0: it is written.
 */
int64_t store_stale_s(struct store *store);
/* On the loop: nothing has been written for late_ms, though there is something
 * to write. One listener; NULL ends it. */
void store_on_late(struct store *store, loop_fn fn, void *arg);
/* On the loop: writing began to fail, err says how; or it works again. Any
 * number of listeners, called in the order they came. */
typedef void (*store_change_fn)(
    void *arg, bool is_failing, const struct error *err);
void store_on_change(struct store *store, store_change_fn fn, void *arg);
void store_off_change(struct store *store, store_change_fn fn, void *arg);
/* Checks what was too large for it before it was used, on the thread that
 * reads. What is damaged then is written no more: that is a failure, see above,
 * and the next store_open sets it aside. */
void store_check(struct store *store);
/* On the loop: its file was found corrupt by a job that wrote, or read; err is
 * ERROR_INVALID and says how. Once, before store_on_change's: waiting does not
 * help, the next store_open sets it aside. One listener; NULL ends it. */
typedef void (*store_corrupt_fn)(void *arg, const struct error *err);
void store_on_corrupt(struct store *store, store_corrupt_fn fn, void *arg);
/* What was read of it is corrupt: the next store_open sets it aside. For what
 * the check at the opening does not see; jobs that meet it do this, too. */
void store_suspect(struct store *store);
/* Where a corrupt file went at store_open; NULL: there was none. */
const char *store_set_aside(const struct store *store);
/* For what is read at the start: only until the first store_run, or store_read.
 */
struct db *store_db(struct store *store);
