/* From a state directory to an open, whole, current database. Private to the
 * store. */
#pragma once

#include "store/store.h"

struct opening {
	int lock_fd;
	struct db *db;
	char *set_aside; /* where a corrupt file went; or NULL */
};

bool opening_do(const struct store_options *options,
    struct opening *ret_opening, struct error *err) MUST_CHECK;
