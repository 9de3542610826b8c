/*
 * How far the sinks of this machine were told, kept in the store: behind them,
 * by a small job now and then while events flow, never by a disk's flush for a
 * line. So a kill between a commit and the line loses nothing; it may bring a
 * line again, with the same id.
 */
#pragma once

#include "net/loop.h"
#include "notify/notify.h"
#include "store/untold.h"

#define TOLD_SAVE_MS 250 /* after an event */

struct told;

/* The event as those sinks shall be told it after a kill, with its rows. */
void told_add_row(struct rows *rows, const struct event *event);

/* Tells what the last run may not have told. untold is lent. */
struct told *told_new(struct loop *loop, struct store *store,
    struct notify *notify, const struct untold *untold);
/* Saves once more. Before store_close, while the sinks are there. */
void told_free(struct told *told);
CLEANUP_DEFINE(struct told, told_free)
/* Other sinks from now on. */
void told_set_notify(struct told *told, struct notify *notify);
/* Events were stored and released. */
void told_wake(struct told *told);
/* Every sink has all that it was given. */
bool told_is_done(const struct told *told);
