/*
 * Retention: what is older than its time or more than its number is deleted, a
 * slice at a time, so that the writer is never held for long; free pages go
 * back to the file system.
 *
 * What a sink has not been told yet is kept beyond its age, but not beyond the
 * number: a receiver that never comes back must not fill the disk.
 */
#pragma once

#include "base/clock.h"
#include "store/store.h"

struct prune_options {
	int64_t event_age_s, event_max;
	int64_t history_age_s; /* chains shown, incidents, certificates */
	int64_t history_max;   /* chains shown that are over */
	int64_t slice;	       /* rows deleted in one job */
	int64_t pause_ms;      /* between slices */
	int64_t every_ms;      /* between rounds */
};

extern const struct prune_options prune_options_default;

struct prune;

/* forgot(arg): certificates were deleted (store/known_certs.h); or NULL. */
struct prune *prune_new(struct store *store, struct loop *loop,
    const struct clock *clock, const struct prune_options *options,
    loop_fn forgot, void *arg);
/* Counts from the next slice on. */
void prune_set_options(
    struct prune *prune, const struct prune_options *options);
/* Before store_close. */
void prune_free(struct prune *prune);
CLEANUP_DEFINE(struct prune, prune_free)
