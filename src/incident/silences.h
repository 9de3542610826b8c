/*
 * The silences that last: which one covers what, and which ends when. They
 * stand in struct hush_rules (hush.h).
 */
#pragma once

#include "incident/step.h"
#include "model/silence.h"

struct silences {
	ARRAY(struct silence *) items;
	ARRAY(struct silence *) ended; /* kept until the next transition */
	int64_t last_number;
};

void silences_clear(struct silences *silences);
/* Frees those that have ended: at the start of a transition. */
void silences_sweep(struct silences *silences);
/* One that covers it at this endpoint, or NULL; incident NULL: a change that is
 * none, which only those cover that are not about a finding or certificate. */
const struct silence *silences_covering(const struct silences *silences,
    const struct watched *watched, const struct incident *incident,
    int64_t now);
/* The endpoint shows this chain no more. */
void silences_note_gone(
    struct silences *silences, const struct verdict *verdict);
void silences_doubt_all(struct silences *silences);
/* Ends those whose time is over, or whose certificate is gone: events and dirty
 * rows into the batch. */
void silences_tick(struct step *step);
/* Takes it, gives it a number, says so. */
void silences_begin(struct step *step, struct silence *take_silence);
void silences_end(
    struct step *step, struct silence *silence, enum silence_end how);
struct silence *silences_find(const struct silences *silences, int64_t number);
/* When the next one ends; INT64_MAX: none does. */
int64_t silences_next(const struct silences *silences);
