/*
 * An Alertmanager as a receiver: of states, not of events. What begins and ends
 * while it cannot be reached it never hears of (other sinks do, and a webhook
 * that keeps events is the one for a full history); what it forgot in a restart
 * it hears again within ALERTMANAGER_RESEND_S. It is told what is open, not
 * what happened: all open incidents at a steady pace, each with an end that
 * lies a few paces ahead, so that it forgets them if we fall silent; and what
 * has ended, with its end, until a post has been taken. So there is nothing to
 * keep in a store, and an outage of the receiver loses nothing that still
 * counts.
 */
#pragma once

#include "incident/fleet.h"
#include "notify/webhook.h"

#define ALERTMANAGER_RESEND_S 60
#define ALERTMANAGER_HOLD_S 240	    /* how long an alert outlives our silence */
#define ALERTMANAGER_MAX_ALERTS 500 /* in one post */

struct alertmanager;

/* The store of the parts is not used. */
struct alertmanager *alertmanager_new(const struct webhook_parts *parts,
    const struct webhook_options *options, const struct fleet *fleet);
void alertmanager_free(struct alertmanager *manager);
CLEANUP_DEFINE(struct alertmanager, alertmanager_free)
/* Of rounds; nothing of it is pending. */
struct courier_counts alertmanager_counts(const struct alertmanager *manager);
/* Something happened: the next post comes soon. */
void alertmanager_wake(struct alertmanager *manager);
