/*
 * The way of one probe to a connected socket: to the target itself, or to the
 * proxy before it, whose name is resolved and whose addresses are tried in
 * turn. And what is to be said there before anything else.
 */
#pragma once

#include "model/approach.h"
#include "model/observation.h"
#include "model/place.h"
#include "net/loop.h"
#include "probe/dialogues.h"
#include "probe/prober.h"

struct way;
/* fd >= 0: connected, non-blocking, yours to close; else observation says what
 * went wrong. The way is there until it is freed, which may be here. */
typedef void (*way_fn)(void *arg, int fd);

/* All but loop and resolver are lent as long as the way lives; limit_ms is for
 * all of it. approach NULL: plain. Never calls fn before it returns. */
struct way *way_start(struct prober *prober, const struct approach *approach,
    const struct place *place, int64_t limit_ms,
    struct observation *observation, way_fn fn, void *arg);
void way_free(struct way *way); /* NULL is fine */
CLEANUP_DEFINE(struct way, way_free)
/* The prober has another resolver: what was asked of the old one is asked
 * again. Before the old one is gone. NULL is fine. */
void way_resolver_changed(struct way *way);

/* Puts what is to be said on fd before the dialogues that are there: the
 * proxy's, then the PROXY header. false: the credentials cannot be had, and
 * observation says so. */
bool way_fill(struct prober *prober, const struct approach *approach,
    const struct place *place, int fd, struct dialogues *dialogues,
    struct observation *observation);
/* By what the connections to a place are counted: its address; for a path a
 * number in an address's clothes. */
struct ip_address way_key(const struct place *place);
