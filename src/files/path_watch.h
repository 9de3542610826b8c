/*
 * Notices that files come, go and change, on a thread of its own, so that a
 * disk that takes its time holds nobody up: by stat every few seconds, through
 * links, so that renamed files and flipped links are all the same to it. A
 * change is told once two looks in a row find the same: no file is told half
 * written.
 */
#pragma once

#include "base/texts.h"
#include "net/loop.h"

#define PATH_WATCH_EVERY_MS 3000
#define PATH_WATCH_AGAIN_MS 500 /* when something has changed */
#define PATH_WATCH_MAX 20000	/* files of all patterns together */

struct path_watch;

/* changed: paths that were written, or came in the place of another; lent.
 * has_come_or_gone: a pattern matches others than before, or it is the first
 * look at these patterns. */
typedef void (*path_watch_fn)(
    void *arg, const struct texts *changed, bool has_come_or_gone);

struct path_watch *path_watch_new(
    struct loop *loop, path_watch_fn fn, void *arg);
void path_watch_free(struct path_watch *watch);
CLEANUP_DEFINE(struct path_watch, path_watch_free)
/* Paths or patterns, copied; beside each a file whose change counts as one of
 * what the pattern matches: with a slash as it stands, without one beside each
 * match, "": none. */
void path_watch_set(struct path_watch *watch, const struct texts *patterns,
    const struct texts *beside);
