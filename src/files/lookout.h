/*
 * Says when it is time to look after files: once the kernel tells of a change
 * (path_marks.h) and a moment has passed, as files are written in pieces; else
 * hardly ever, for what nobody tells. Where the kernel does not tell of all it
 * is once a minute, and the reason is said once.
 *
 * What is looked at and how is its owner's, on the loop, like all of this.
 */
#pragma once

#include "base/cleanup.h"
#include "base/texts.h"
#include "files/path_marks.h"
#include "net/loop.h"

#define LOOKOUT_SETTLE_MS 1000 /* from the first change to a look */
#define LOOKOUT_AGAIN_MS 1000  /* when a look found something changing */
/* While the loop is awake, and by itself at the latest. */
#define LOOKOUT_EVERY_MS 600000
#define LOOKOUT_LATEST_MS 3600000
#define LOOKOUT_GAP_EVERY_MS 10000
#define LOOKOUT_GAP_LATEST_MS 60000

struct lookout;

struct lookout_parts {
	struct loop *loop;
	/* NULL: path_marks_inotify */
	const struct path_marks_system *system;
	/* What leads to the files, as path_marks_set has it. */
	void (*list)(void *arg, struct texts *ret_paths);
	/* Looks at them. true: something is changing, once more soon. It may
	 * reset the lookout, and not free it. */
	bool (*look)(void *arg);
	/* They are looked at once a minute, for a reason that was not said. */
	void (*gap)(void *arg, const char *why);
	void *arg;
};

/* Looks at nothing until it is reset. */
struct lookout *lookout_new(const struct lookout_parts *parts);
void lookout_free(struct lookout *lookout);
CLEANUP_DEFINE(struct lookout, lookout_free)
/* The paths may be others: they are looked at soon. */
void lookout_reset(struct lookout *lookout);
/* There are none. */
void lookout_stop(struct lookout *lookout);
