/*
 * What the daemon has said of itself and what still holds, so that a restart
 * neither says it again nor forgets to say that it is over: a line each, such
 * as "trust-store-old corp". The daemon chooses the lines.
 */
#pragma once

#include "base/texts.h"
#include "store/store.h"

#define SAID_MAX 1000 /* lines; what is more is not read */

/* At the start; ret_said is empty. */
bool said_load(
    struct db *db, struct texts *ret_said, struct error *err) MUST_CHECK;
/* Written with what else is; dropped when the queue is full: it would be said
 * twice. */
void said_keep(struct store *store, const char *line, bool is_said);
