/*
 * The kernel's word that files may have changed, by inotify on each thing that
 * leads to them (path_trail.h), and on a folder as a whole only where a name is
 * not there yet, or any counts: nobody wakes up while nothing changes. It says
 * that it is time to look, and nothing more: what has changed is told by stat.
 *
 * Where the kernel does not tell of all, there is a gap, with its reason: who
 * uses this looks now and then, as if there were no marks. Not for two threads
 * at a time.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "base/texts.h"

#define PATH_MARKS_MAX 50000 /* things; each costs the kernel 1 kB */
/* Of one folder: beyond it any name counts. */
#define PATH_MARKS_MAX_NAMES 64

struct path_marks;

/* What is asked of the system, for tests. */
struct path_marks_system {
	int (*open)(void); /* a descriptor, non-blocking, or -1 and errno */
	int (*add)(int fd, const char *path, uint32_t mask); /* the same */
	void (*remove)(int fd, int wd);
	/* Does the file system of that folder tell of what others do to it? */
	bool (*is_telling)(const char *folder);
};

struct path_marks *path_marks_new(const struct path_marks_system *system);
void path_marks_free(struct path_marks *marks);
CLEANUP_DEFINE(struct path_marks, path_marks_free)
/* inotify, and file systems of this machine's own: those of a network, and
 * those that a program makes, may change behind the kernel's back. */
extern const struct path_marks_system path_marks_inotify;

/* Files, folders, patterns (path_trail); in the place of those set before, or
 * the same ones again after a change. Look at the files after this, and nothing
 * is missed. */
void path_marks_set(struct path_marks *marks, const struct texts *paths);
/* Readable when path_marks_take has something to take; -1: there is none. */
int path_marks_fd(const struct path_marks *marks);
/* true: something that leads to the paths may have changed; set them again. */
bool path_marks_take(struct path_marks *marks);
/* Why not all changes are told; lent until the next set. NULL: they are. */
const char *path_marks_gap(const struct path_marks *marks);
