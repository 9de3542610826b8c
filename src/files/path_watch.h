/*
 * Notices that files come, go and change, on a thread of its own, so that a
 * disk that takes its time holds nobody up: by stat, through links, so that
 * renamed files and flipped links are all the same to it. It looks when the
 * kernel tells of a change (path_marks.h), hardly ever by itself, and every few
 * seconds where the kernel does not tell of all. A change is told once two
 * looks in a row find the same: no file is told half written.
 */
#pragma once

#include "base/texts.h"
#include "files/path_marks.h"
#include "net/loop.h"

#define PATH_WATCH_EVERY_MS 3600000 /* what nobody tells of */
#define PATH_WATCH_GAP_EVERY_MS 3000
#define PATH_WATCH_AGAIN_MS 500 /* when something has changed */

struct path_watch;

/* changed: paths that were written, or came in the place of another; lent.
 * has_come_or_gone: a pattern matches others than before, or it is the first
 * look at these patterns. */
typedef void (*path_watch_fn)(
    void *arg, const struct texts *changed, bool has_come_or_gone);

struct path_watch_parts {
	struct loop *loop;
	const struct path_marks_system *system; /* NULL: path_marks_inotify */
	path_watch_fn changed;
	/* It looks every few seconds, for that reason, which was not told. */
	void (*gap)(void *arg, const char *why);
	void *arg;
};

struct path_watch *path_watch_new(const struct path_watch_parts *parts);
void path_watch_free(struct path_watch *watch);
CLEANUP_DEFINE(struct path_watch, path_watch_free)
/* Paths or patterns, copied; beside each a file whose change counts as one of
 * what the pattern matches: with a slash as it stands, without one beside each
 * match, "": none. */
void path_watch_set(struct path_watch *watch, const struct texts *patterns,
    const struct texts *beside);
