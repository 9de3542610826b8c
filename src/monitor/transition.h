/*
 * struct transition: one transition of one endpoint: what it takes to make it,
 * and what came of it until that is kept. Steps of an endpoint are made one
 * after the other, each after the one before was kept.
 */
#pragma once

#include "incident/fleet.h"
#include "monitor/watch.h"

enum transition_kind {
	TRANSITION_LOOK,	   /* a target was inspected */
	TRANSITION_TARGETS,	   /* the endpoint's targets are others now */
	TRANSITION_RESOLVE_FAILED, /* its names did not resolve */
	TRANSITION_RESOLVE_WORKED, /* they do again */
	TRANSITION_MADE,	   /* the batch was made already */
};

struct transition {
	enum transition_kind kind;
	struct monitor *monitor;
	struct watch *watch; /* a reference; NULL: the monitor itself */

	struct place place;		 /* LOOK */
	struct verdict *verdict;	 /* LOOK; NULL: no chain was seen */
	struct report *report;		 /* LOOK; NULL: from the memo */
	struct observation *observation; /* LOOK; gone once it is handed over */
	bool is_cut_off;      /* LOOK; it failed, with no way there from here */
	enum failure failure; /* RESOLVE_FAILED */
	char *detail;	      /* RESOLVE_FAILED */

	struct batch batch;
	loop_fn kept; /* MADE: called with the monitor; or NULL */

	struct transition *next;	  /* of the same endpoint */
	struct transition *older, *newer; /* all that are being kept */
};

struct transition *transition_new(
    enum transition_kind kind, struct watch *watch);
void transition_free(struct transition *transition);
/* Of a LOOK in another variant: the server would not talk on these terms. */
bool transition_is_refused(const struct transition *transition);
/* Drops what only its commit needed: the certificates. */
void transition_drop_evidence(struct transition *transition);
/* Makes the transition: fills batch, gives its events their reports. */
void transition_make(struct transition *transition, struct fleet *fleet,
    struct inspector *inspector, int64_t now);
