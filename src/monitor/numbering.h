/*
 * Gives events what they get at their commit: a running number, and an id of
 * 128 random bits that stays theirs at every delivery.
 *
 * No number is ever given twice, not even when the process is killed while the
 * store fails, after it told events that were not stored: numbers are reserved
 * in the store ahead of their use, and a run begins after all that the last one
 * had reserved. Where that cannot be written either, numbers go on from the
 * clock.
 */
#pragma once

#include "incident/fleet.h"

/* What is told unstored at most before the clock is asked. */
#define NUMBERING_RESERVE 100000

struct numbering {
	uint64_t last_sequence;
	uint64_t reserved; /* in the store */
	uint64_t asked;	   /* on its way there; reserved: nothing is */
};

void numbering_give(struct numbering *numbering, struct batch *batch);
/* Up to which number is to be reserved now; 0: there are enough. It is on its
 * way then, until one of the next two. */
uint64_t numbering_ask(struct numbering *numbering);
void numbering_reserved(struct numbering *numbering, uint64_t up_to);
void numbering_forget(struct numbering *numbering);
/* The store fails, and so many are to be told all the same: true: the reserve
 * does not suffice, they go on from now_ms, and `asked` is to be reserved as
 * soon as that can be. */
bool numbering_leap(
    struct numbering *numbering, size_t count, int64_t now_ms) MUST_CHECK;
