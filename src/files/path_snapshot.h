/*
 * Which files some patterns match, and by stat alone what each of them was: two
 * of these tell what has changed between them. For path_watch.c.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/array.h"
#include "base/texts.h"

#define PATH_SNAPSHOT_MAX 20000 /* files of all patterns together */

struct path_entry {
	char *path;
	uint64_t stamp;
};

/* Sorted by path, each once. */
struct path_snapshot {
	ARRAY(struct path_entry) entries;
};

/* Of the files there are now; beside: path_watch_set has it. */
struct path_snapshot path_snapshot_take(
    const struct texts *patterns, const struct texts *beside);
void path_snapshot_clear(struct path_snapshot *snapshot);
bool path_snapshot_equal(
    const struct path_snapshot *a, const struct path_snapshot *b);
/* Adds what has another stamp; true: some have come or gone. */
bool path_snapshot_compare(const struct path_snapshot *before,
    const struct path_snapshot *after, struct texts *ret_changed);
