/*
 * Issuers that are known without having been sent: those of an earlier run out
 * of the store, those of the configuration, and the fetching of others; what
 * is learnt goes into the store. Wiring between inspect, fetch and store.
 */
#pragma once

struct daemon;

/* The aia and the issuers given, after the inspector; before the store. */
void known_open(struct daemon *daemon);
/* What the store remembers, once it is open. */
void known_restore(struct daemon *daemon);
/* After a reload: the configuration, its issuers and the resolver. */
void known_reload(struct daemon *daemon);
/* After the inspector, which asks it. */
void known_close(struct daemon *daemon);
