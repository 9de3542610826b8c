/*
 * struct step: one transition of one endpoint: what it takes to make it, and
 * what came of it until that is kept. Steps of an endpoint are made one after
 * the other, each after the one before was kept.
 */
#pragma once

#include "incident/fleet.h"
#include "monitor/watch.h"

enum step_kind {
	STEP_LOOK,	     /* a target was inspected */
	STEP_TARGETS,	     /* the endpoint's targets are others now */
	STEP_RESOLVE_FAILED, /* its names did not resolve */
	STEP_RESOLVE_WORKED, /* they do again */
	STEP_MADE,	     /* the batch was made already */
};

struct step {
	enum step_kind kind;
	struct monitor *monitor;
	struct watch *watch; /* a reference; NULL: the monitor itself */

	struct ip_address address;	 /* LOOK */
	struct verdict *verdict;	 /* LOOK; NULL: no chain was seen */
	struct report *report;		 /* LOOK; NULL: from the memo */
	struct observation *observation; /* LOOK; gone once it is made */
	enum failure failure;		 /* RESOLVE_FAILED */
	char *detail;			 /* RESOLVE_FAILED */

	struct batch batch;
	loop_fn kept; /* MADE: called with the monitor; or NULL */

	struct step *next;	    /* of the same endpoint */
	struct step *older, *newer; /* all that are being kept */
};

struct step *step_new(enum step_kind kind, struct watch *watch);
void step_free(struct step *step);
/* Makes the transition: fills batch, gives its events their reports. */
void step_make(struct step *step, struct fleet *fleet,
    struct inspector *inspector, int64_t now);
