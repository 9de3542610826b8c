/*
 * Is a database sound? Private to the store.
 *
 * All of it is looked at while that is cheap. Of a large one only what a start
 * reads: the events of a year would take minutes from a slow disk. What is
 * wrong with those shows when they are used (folder_suspect). One that would
 * hold up a start is not looked at before it is used, but soon after
 * (late_check.h).
 */
#pragma once

#include "store/db.h"

/* whole_max_bytes: 0: no matter how large. ret_is_damaged: false is returned
 * because of what is written there, not because it could not be read. */
bool check_file(struct db *db, int64_t whole_max_bytes, bool *ret_is_damaged,
    struct error *err) MUST_CHECK;
/* It is larger than that, and has nothing to be migrated; 0: no size is. */
bool check_is_long(struct db *db, int64_t first_max_bytes, bool *ret_is_long,
    struct error *err) MUST_CHECK;
