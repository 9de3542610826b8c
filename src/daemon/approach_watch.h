/*
 * The files that approaches name: read with a configuration, all or none, and
 * again when they change (files/lookout.h). What became unusable is an event,
 * told once, and what was read before goes on.
 */
#pragma once

#include "config/config.h"
#include "files/approach_files.h"
#include "model/event.h"
#include "net/loop.h"

struct approach_watch;

/* All of a configuration; NULL: err says which file, and of which endpoint. */
struct approach_files *approach_watch_read(
    const struct config *config, struct error *err);

/* *files may be another one later; all is borrowed. tell takes the event. */
struct approach_watch *approach_watch_new(struct loop *loop,
    struct approach_files **files,
    void (*tell)(void *arg, struct event *take_event), void *arg);
void approach_watch_free(struct approach_watch *watch); /* NULL is fine */
CLEANUP_DEFINE(struct approach_watch, approach_watch_free)
/* Others took the place of *files, which were read just now: what was unusable
 * of the old ones is no more. NULL is fine. */
void approach_watch_reset(
    struct approach_watch *watch, struct approach_files *old);
