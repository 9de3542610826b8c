/*
 * Evidence of revocation: what the configuration says of asking for it, what an
 * earlier run had out of the store, and what comes into it. Wiring between
 * inspect, fetch and store.
 */
#pragma once

struct completion;
struct daemon;

/* The fetching, before the inspector asks it. */
void evidence_open(struct daemon *daemon);
/* What the configuration says of it, for the inspector. */
void evidence_complete(
    const struct daemon *daemon, struct completion *completion);
/* What the store remembers, once it is open. */
void evidence_restore(struct daemon *daemon);
/* After a reload: the configuration and the resolver. */
void evidence_reload(struct daemon *daemon);
/* After the inspector. */
void evidence_close(struct daemon *daemon);
