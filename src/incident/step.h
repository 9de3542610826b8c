/*
 * struct step: what every rule of one transition works with. It lives for the
 * length of one call into the fleet.
 */
#pragma once

#include "incident/book.h"
#include "incident/fleet.h"

struct hush_rules;
struct monitor_faults;

struct step {
	const struct fleet_options *options;
	struct hush_rules *hush; /* what is quiet; NULL: nothing */
	struct book *book;
	struct monitor_faults *faults;
	const struct table *endpoints; /* all of the fleet, by id */
	struct batch *batch;
	int64_t now;
	uint64_t number;    /* of the transition */
	bool is_first_pass; /* the summary will tell what was there before */
};

/* Asks for a look at the target, or at its whole endpoint, in second_look_s. */
void step_look_again(struct step *step, bool is_endpoint);
/* Asks for a look at the target in so long, if none is asked for sooner. */
void step_look_again_in(struct step *step, int64_t delay_s);
/* Names the incident dirty in the batch, once. */
void step_note(struct step *step, struct open_incident *open);
/* Names the target dirty in the batch, once. */
void step_note_target(struct step *step, const struct watched *watched,
    const struct target_state *state, bool is_verdict_new);
/* Names the endpoint dirty when it differs from what it was before the
 * transition, its memberships included. */
void step_note_endpoint(struct step *step, const struct watched *watched,
    const struct watched *before);
