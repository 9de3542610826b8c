/*
 * What lasts: the store in the state directory, what it remembered, and the
 * commits into it. With --once nothing lasts, and commits are kept in memory.
 */
#pragma once

#include "config/config.h"
#include "monitor/commit_memory.h"
#include "monitor/commit_store.h"
#include "store/issuers.h"
#include "store/load.h"
#include "store/prune.h"
#include "store/revocation_rows.h"
#include "store/said.h"
#include "store/untold.h"

struct state {
	struct store *store; /* NULL: nothing lasts */
	struct commit_store *commits;
	struct prune *prune;
	struct commit_memory *memory;	    /* when nothing lasts */
	struct loaded loaded;		    /* until the monitor took it */
	struct untold untold;		    /* until the sinks were told */
	struct issuers issuers;		    /* until the inspector knows them */
	struct revocation_rows revocations; /* until these are known again */
	struct texts said;		    /* of itself, by an earlier run */
};

/* The directory of the configuration; where that says nothing else, the one
 * that the service manager made ($STATE_DIRECTORY). Free it. */
char *state_directory(const struct config *config);
/* Opens and reads the store, at once. */
bool state_open(struct state *state, const struct config *config,
    struct loop *loop, struct error *err) MUST_CHECK;
void state_open_nothing(struct state *state, struct loop *loop);
/* What the configuration says of it. */
struct prune_options state_retention(const struct config *config);
/* The configuration was changed. */
void state_set_retention(struct state *state, const struct config *config);
/* After the monitor: what waits is written in a bounded time. */
void state_close(struct state *state);
struct commit state_commit(const struct state *state);
