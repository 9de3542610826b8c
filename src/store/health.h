/*
 * struct health: how writing goes, as the loop sees it: it works, it is late,
 * or it fails, for what the thread that writes says of it, or since that says
 * nothing for too long. Private to the store.
 */
#pragma once

#include "store/listeners.h"

struct health {
	struct store_listeners listeners;
	loop_fn late; /* NULL: nobody asks */
	void *late_arg;
	store_corrupt_fn corrupt; /* NULL: nobody asks */
	void *corrupt_arg;
	const char *path; /* lent; for words */
	int64_t late_ms, stall_ms;
	struct loop_timer *timer;
	bool is_failing;
	bool is_stalled;      /* ... for nothing was heard */
	bool is_corrupt;      /* its file: that does not pass */
	bool is_late_awaited; /* the timer's, before it stands for stall_ms */
};

void health_init(struct health *health, struct loop *loop,
    const struct store_options *options, const char *path);
/* Nothing is noticed any more; listeners may still leave. */
void health_stop(struct health *health);
void health_clear(struct health *health);

/* The thread was heard: it fails, err says how (ERROR_INVALID: the file is
 * corrupt), or does not. has_written: some of what it had in hand. */
void health_heard(struct health *health, bool is_failing, bool has_written,
    const struct error *err);
/* Its file was found corrupt, by who writes or who reads; told once. */
void health_corrupt(struct health *health, const struct error *err);
/* Since now something is waited for, or nothing is. */
void health_watch(struct health *health, bool is_waiting);
/* Has something waited for so long that readers have to know? */
bool health_is_late(const struct health *health, int64_t age_ms);
