/*
 * The daemon's store, opened by somebody else than who writes it: for a
 * command, whether the daemon runs or not, and for the daemon's own reading.
 */
#pragma once

#include "store/db.h"

/* Such a file of this program's version, or NULL. */
struct db *reader_open_file(
    const struct db_options *options, struct error *err);

/* Of the state directory. NULL: there is none, it cannot be read, or it is of
 * another version than this program's. */
struct db *reader_open(
    const char *directory, bool is_read_only, struct error *err);
