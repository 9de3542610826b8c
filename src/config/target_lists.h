/*
 * The lists of "endpoints_from": which files they are, what stands in each, and
 * the endpoints of all of them behind the configuration's own. The same
 * endpoint may be listed in several: the configuration's own counts, then the
 * first that is named, then what a pattern found; the others are passed over.
 */
#pragma once

#include "config/config.h"
#include "config/faults.h"

/* All of them, for the first time; what is wrong becomes faults. */
void target_lists_read(struct config *config, struct faults *faults);
/* Of the files there are now: differs when one came, went or was written. By
 * stat alone. */
uint64_t target_lists_stamp(const struct config *config);

/* What leads to them, patterns included (files/path_trail.h). */
void target_lists_paths(const struct config *config, struct texts *ret_paths);

struct target_lists_change {
	bool has_read;	     /* a file was read, or is gone */
	bool has_recovered;  /* one that was broken is not any more */
	size_t broken_count; /* that were good, or new: ret_faults has them */
};

/* Reads what has changed since it was read last, and makes the endpoints of
 * the configuration anew. A file that is broken now keeps what it listed; its
 * faults are added once. */
struct target_lists_change target_lists_refresh(
    struct config *config, struct config_faults *ret_faults);
/* Makes the endpoints of the configuration anew, of what is known. */
void target_lists_join(struct config *config);
void target_lists_clear(struct config *config);
