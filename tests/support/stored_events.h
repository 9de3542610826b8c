/*
 * Events in a store without a fleet that makes them, and a look at what an
 * outbox holds: for the tests of what delivers.
 */
#pragma once

#include "store/store.h"

/* Keeps an event, and runs the loop until it is kept. incident: "" none, of an
 * endpoint of its own; NULL: none, the monitor's own. Its JSON says kind,
 * severity and the text "event N". */
void stored_event(struct store *store, struct loop *loop, uint64_t sequence,
    const char *kind, const char *severity, const char *incident);
/* The same of a fault of the monitor's, about a sink; they come in order. */
void stored_fault(struct store *store, struct loop *loop, uint64_t sequence,
    const char *finding, const char *sink);
/* The id that it got: "%032x" of the sequence. */
const char *stored_event_id(uint64_t sequence, char text[33]);
/* The one number that sql gives, on the store's thread. */
int64_t stored_number(struct store *store, struct loop *loop, const char *sql);
