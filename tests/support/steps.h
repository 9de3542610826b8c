/*
 * A small fleet in the open, for testing single rules of incident/: endpoints
 * with their targets, a book, and one transition at a time. Every address n is
 * 192.0.2.n, port 443.
 */
#pragma once

#include "incident/hush.h"
#include "incident/step.h"
#include "support/verdicts.h"

struct steps {
	struct fleet_options options;
	struct book book;
	struct batch batch; /* of the transition under way */
	struct step step;
	struct table endpoints;
	ARRAY(struct watched *) watched;
	ARRAY(struct verdict *) verdicts;
};

void steps_init(struct steps *steps);
void steps_clear(struct steps *steps);
/* name.example:443 at addresses 1 to count. Lent. */
struct watched *steps_watch(
    struct steps *steps, const char *name, unsigned count);
struct place steps_place(unsigned n);
/* Begins the next transition, so much later. */
struct step *steps_next(struct steps *steps, int64_t later_s);
/* A chain of these certificates (leaf first, NULL ends) with at most one
 * finding; FINDING_COUNT: none. Lent. */
struct verdict *steps_chain(struct steps *steps, const char *leaf,
    const char *issuer, enum finding_code code);
/* As fleet_observe would: verdict or failure, at address n. */
struct look steps_look(struct verdict *verdict, enum failure failure);

/* Work is done for a day from now on; only: at that endpoint, NULL: at all. */
void steps_maintain(
    struct hush_rules *rules, const struct watched *only, int64_t now);
/* It is over. */
void steps_maintain_no_more(struct hush_rules *rules);

/* The events of the transition under way. */
size_t steps_event_count(const struct steps *steps);
const struct event *steps_event(const struct steps *steps, size_t i);
