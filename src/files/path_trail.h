/*
 * The way to a file: each folder that it leads through and the name that is
 * looked up in it, links and patterns followed step by step. Whoever hears of a
 * change of any of these names hears of each way to put another file there:
 * written, renamed onto, behind a link that is flipped, in a folder that is
 * swapped, or that is not there yet.
 */
#pragma once

#include <stdbool.h>

#include "base/cleanup.h"

#define PATH_TRAIL_MAX_LINKS 40	     /* on the way to one file */
#define PATH_TRAIL_MAX_DEPTH 400     /* names on it, those of links, too */
#define PATH_TRAIL_MAX_STEPS 1000000 /* of one path or pattern */

/* folder: absolute, without a link in it; name: looked up in it, NULL: whatever
 * is in it counts. is_last: what is written there counts, too; else it is a
 * folder or a link. Called before the name is looked up, so that nothing that
 * happens between goes unseen. */
typedef void (*path_trail_fn)(
    void *arg, const char *folder, const char *name, bool is_last);

/* path: of a file, of a folder (then all files in it count, links followed,
 * folders in it not) or a pattern of glob(3). What is not there ends the way
 * where it would be looked up. false: it was longer than the limits, and not
 * gone to its end. */
MUST_CHECK bool path_trail(const char *path, path_trail_fn fn, void *arg);
