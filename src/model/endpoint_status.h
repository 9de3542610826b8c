/*
 * struct endpoint_status: how an endpoint stands now, made small: what a list
 * of all of them shows. Made of what is believed of it, in a daemon that runs
 * or in a store.
 */
#pragma once

#include "base/array.h"
#include "model/habit.h"
#include "model/incident.h"
#include "model/target_state.h"

struct target_status {
	struct place place;
	struct endpoint_via via;   /* its front is lent by the endpoint */
	enum severity severity;	   /* of its chain; OK: nothing, or unseen */
	enum finding_code finding; /* the root cause; FINDING_COUNT: none */
	enum failure failure;	   /* of the last look */
	bool is_seen;		   /* a chain was */
	int64_t chain_since, last_look_at, breaks_at; /* 0: not known */
	int64_t next_look_at; /* seconds; 0: not known */
	bool is_reached;      /* the last look showed a chain */
	/* the last chain seen, lent while nothing happens; NULL: none */
	const struct verdict *current;
	/* of the last look since the start: how long it took, and the version
	 * of TLS (3: 1.2, 4: 1.3); 0: not known */
	uint32_t lasted_ms;
	uint8_t tls_version;
};

struct incident_status {
	char id[EVENT_ID_LEN + 1];
	enum finding_code finding;
	enum severity severity;
	int64_t opened_at;
	/* Why it was not told, or is not told of any more; HUSH_NONE: it is */
	enum hush hush;
};

struct endpoint_status {
	const struct endpoint *endpoint; /* lent */
	enum severity severity;		 /* the worst of its open incidents */
	enum finding_code finding;	 /* of that one; FINDING_COUNT: none */
	bool is_looked_at; /* at least once, at any of its targets */
	bool is_seen;	   /* so was a chain */
	int64_t breaks_at; /* the first that breaks; 0: not known */
	int64_t last_look_at, next_look_at; /* 0: not known */
	struct habit habit; /* of its renewals; count 0: none was learnt */
	ARRAY(struct target_status) targets;	 /* in the usual variant */
	ARRAY(struct target_status) variants;	 /* that showed a chain */
	ARRAY(struct incident_status) incidents; /* worst first */
};

void endpoint_status_begin(
    struct endpoint_status *status, const struct endpoint *endpoint);
void endpoint_status_clear(struct endpoint_status *status);
/* There is something to go by: a chain was seen, or something is open. Who was
 * never reached is neither well nor ill. */
bool endpoint_status_is_known(const struct endpoint_status *status);
/* It is critical, and some address does not work as it is: an ideal client
 * refuses its chain, or nobody reaches it. */
bool endpoint_status_is_broken(const struct endpoint_status *status);
/* In any variant; one that was refused is not there. */
void endpoint_status_add_target(struct endpoint_status *status,
    const struct target_state *state, int64_t next_look_at);
/* Each open one once, in any order. */
void endpoint_status_add_incident(
    struct endpoint_status *status, const struct incident *incident);
