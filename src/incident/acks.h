/*
 * Acknowledgements of open incidents (model/ack.h): set, ended by time or with
 * the certificate, lapsed when it gets worse.
 */
#pragma once

#include "incident/words.h"
#include "incident/step.h"

/* The server's own certificate, where all addresses show one; or NULL. */
const uint8_t *acks_leaf(const struct watched *watched);
/* A copy of it, with what the incident is now; an event says so. */
void acks_set(
    struct step *step, struct open_incident *open, const struct ack *ack);
/* Ends it where its time is over, or another certificate is shown: true, and
 * an event says so. */
bool acks_tick(struct step *step, const struct scene *scene);
/* Drops it where the incident is worse than it was then; the event, which tells
 * that, says so. */
void acks_lapse(struct event *event, struct incident *incident);
