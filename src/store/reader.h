/*
 * The daemon's store, opened by somebody else, for a command: whether the
 * daemon runs or not.
 */
#pragma once

#include "store/db.h"

/* Of the state directory. NULL: there is none, it cannot be read, or it is of
 * another version than this program's. */
struct db *reader_open(
    const char *directory, bool is_read_only, struct error *err);
