/*
 * The certificate files of the configuration ("files", "serves"), watched: one
 * that changes is looked at at once, and one that comes or goes joins or leaves
 * the fleet.
 */
#pragma once

#include "config/config.h"
#include "net/loop.h"

struct file_watch;

struct file_watch_parts {
	struct loop *loop;
	/* That file has changed. */
	void (*changed)(void *arg, const char *path);
	/* The patterns match others than before, or may. */
	void (*come_or_gone)(void *arg);
	void *arg;
};

struct file_watch *file_watch_new(
    const struct file_watch_parts *parts, const struct config *config);
void file_watch_free(struct file_watch *watch);
CLEANUP_DEFINE(struct file_watch, file_watch_free)
/* Another configuration, or other endpoints in it. NULL is fine. Without files
 * there is no thread. */
void file_watch_reset(struct file_watch *watch, const struct config *config);
