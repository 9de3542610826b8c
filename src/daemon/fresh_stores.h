/*
 * Hands what the store watch has read anew (trust stores, issuers, dated rules,
 * transparency logs) to who judges by it, and tells of it.
 */
#pragma once

#include "daemon/daemon.h"

/* Of the daemon's stores, as its configuration has them. */
struct store_watch *fresh_stores_watch(struct daemon *daemon);
/* Of a daemon (arg) that is not stopping; takes the event. */
void fresh_stores_tell(void *arg, struct event *take_event);
