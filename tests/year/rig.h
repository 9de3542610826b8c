/*
 * The program that watches: monitor, inspector, judge, fleet and store as they
 * are, over loop, prober and resolver in virtual time. It can be stopped and
 * begun again, and killed.
 */
#pragma once

#include "model/event.h"
#include "support/fake_loop.h"
#include "support/fake_probe.h"
#include "support/fake_resolve.h"

/* What a server shows is the world's to say. */
struct rig_options {
	const char *directory; /* of the store */
	fake_probe_fn probe;
	/* Each event that is told; lent for the call. */
	void (*told)(void *arg, const struct event *event);
	void *arg;
	int64_t keep_s; /* retention of events and of history */
	struct trust_store *system, *corp;
	struct endpoint *const *endpoints; /* lent for rig_new */
	size_t endpoint_count;
};

struct rig;

struct rig *rig_new(const struct rig_options *options);
void rig_free(struct rig *rig);
/* In good order, or by SIGKILL; begun again after so long. */
void rig_restart(struct rig *rig, int64_t downtime_s, bool is_killed);
int64_t rig_now(const struct rig *rig); /* wall seconds */
void rig_run_until(struct rig *rig, int64_t wall_s);
/* Names, for endpoints that are resolved. */
struct resolver *rig_resolver(struct rig *rig);

struct rig_counts {
	uint64_t looks, judgements;
	size_t open_incidents;
	int64_t store_bytes; /* pages in use, without those that are free */
	size_t heap_bytes;   /* in use, by the allocator's count */
	size_t resident_bytes;
};
struct rig_counts rig_counts(struct rig *rig);
