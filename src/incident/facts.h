/*
 * What a chain shows is a fact: it opens at once, and ends when each target
 * that showed it has looked clean often enough in a row.
 */
#pragma once

#include "incident/step.h"

/* One thing that a look showed. */
struct fact {
	enum finding_code code;
	enum severity severity;
	const uint8_t *sha256; /* the certificate it is about; NULL: none */
	struct open_incident *open;
	bool is_news; /* nobody was told of it, and the endpoint is new to it */
	bool is_joined;	   /* told before; this address is new to it */
	bool is_regraded;  /* told, and now better or worse than it was */
	enum severity was; /* then */
};

typedef ARRAY(struct fact) fact_array;

/* All that a look shows, worst first. */
void facts_of(const struct look *look, fact_array *ret_facts);
/* Without what cannot be believed now (monitor_faults.h). */
void facts_drop_doubted(const struct step *step, fact_array *facts);
/* Opens what is new, joins what is open already. */
void facts_enter(struct step *step, struct watched *watched,
    const struct place *place, fact_array *facts);
/* Counts a clean look for what this address showed before and does not show
 * now, if the verdict settles that; ends it after `needed` of them. 0: none
 * counts. */
void facts_leave(struct step *step, struct watched *watched,
    const struct place *place, const struct verdict *verdict,
    const fact_array *facts, unsigned needed);
