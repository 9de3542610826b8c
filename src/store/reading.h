/*
 * struct reading: what is read of a store while the daemon runs, on a thread
 * and a connection of its own, so that whoever asks waits for no disk that
 * cannot be written. Private to the store; store_read is how one asks.
 *
 * A read begins when what was handed in before it has been written: who writes
 * and then asks sees it. It waits for that no longer than READING_WAIT_MS, and
 * not at all while the store fails. Each is one transaction, which ends with
 * it, so that none holds up a checkpoint for long, and it has a deadline.
 */
#pragma once

#include "store/health.h"
#include "store/opening.h"
#include "store/transaction.h"

#define READING_WAIT_MS 1000

struct reading;

/* Opens its connection when there is something to read. The opening is lent;
 * what can only be read as yet is read by its connection. The health, lent too,
 * is told of what is found corrupt, on the loop. */
struct reading *reading_new(struct loop *loop,
    const struct store_options *options, struct opening *opening,
    struct health *health);
/* What has not been read is done with false, here. false: the disk hangs in the
 * middle of it. Its thread and all that it has in hand are left alone then, the
 * opening too. */
bool reading_close(struct reading *reading, int64_t timeout_ms) MUST_CHECK;

/* After so many jobs were written. false: too much is asked for, or it is
 * closed, as NULL is. */
bool reading_add(struct reading *reading, const struct store_job *job,
    uint64_t after) MUST_CHECK;
/* So many were. UINT64_MAX: nothing is waited for. */
void reading_go(struct reading *reading, uint64_t written);
