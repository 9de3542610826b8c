/*
 * Notices that files which list endpoints ("endpoints_from") have changed, and
 * reads those again: when the kernel or the clock says so (files/lookout.h),
 * and once they have stayed as they are from one look to the next. They are the
 * operator's own configuration, and small beside a disk's speed, so they are
 * read on the loop, as at a reload.
 */
#pragma once

#include "config/target_lists.h"
#include "net/loop.h"

struct list_watch;

/* The endpoints of the configuration are others now, or may be. faults: of
 * files that are broken now and were not; lent. */
typedef void (*list_watch_fn)(void *arg,
    const struct target_lists_change *change,
    const struct config_faults *faults);

/* The configuration is borrowed; its endpoints are changed in place. */
struct list_watch *list_watch_new(
    struct loop *loop, struct config *config, list_watch_fn changed, void *arg);
void list_watch_free(struct list_watch *watch);
CLEANUP_DEFINE(struct list_watch, list_watch_free)
/* Another configuration, which has read its lists. NULL is fine. */
void list_watch_reset(struct list_watch *watch, struct config *config);
