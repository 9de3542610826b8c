/*
 * struct watch: an endpoint that is being watched, with its targets and their
 * places in the schedule. Data and what is done to it; when and why is the
 * monitor's business. Transitions under way hold references, so that an
 * endpoint can leave the configuration while its last one is being kept.
 */
#pragma once

#include "inspect/expand.h"
#include "inspect/inspect.h"
#include "schedule/schedule.h"

enum due_kind {
	DUE_ADDRESSES, /* a struct watch: ask for its addresses again */
	DUE_LOOK,      /* a struct watch_target: inspect it */
};

/* First member of both, so that the schedule's items lead back to them. */
struct due {
	struct schedule_item item;
	enum due_kind kind;
};

/* One for each of up to 100,000 targets: keep it small. */
struct watch_target {
	struct due due;
	struct watch *watch; /* the owner */
	struct place place;
	struct endpoint_via via; /* lent by the endpoint */
	struct inspect *inspect; /* NULL: not under way */
	int64_t planned_ms;	 /* when the look under way was due */
	uint8_t failures;	 /* looks in a row that showed no chain */
	bool is_in_pass;	 /* the first pass still waits for it */
	bool is_at_fault;	 /* of a variant: it shows a fault of its own */
	/* of the last look: as struct target_status has them */
	uint8_t tls_version;
	uint32_t lasted_ms;
};

struct watch_list {
	struct watch_target **items;
	size_t len, cap;
};

struct watch {
	struct due due;
	struct monitor *monitor; /* for callbacks; not looked into here */
	struct endpoint *endpoint;
	struct watch_list targets;  /* in the usual variant */
	struct watch_list variants; /* in others */
	struct expand *expand;	    /* NULL: not under way */
	struct transition
	    *transitions; /* first: being kept; the rest waits for it */
	struct watch *next_in_line; /* for the resolver */
	unsigned resolve_failures;  /* in a row */
	unsigned turns; /* intervals that a round of its names takes; 0: not
			 * known yet, as 1 */
	int64_t minute_at_ms;  /* when the current one began */
	unsigned minute_looks; /* at addresses of names in it */
	bool is_in_line;
	bool is_in_doubt; /* its names are asked for out of turn */
	bool is_in_pass;  /* the first pass waits for its names */
	bool is_removed;
	unsigned refs;
};

/* One reference. */
struct watch *watch_new(struct monitor *monitor, struct endpoint *endpoint);
struct watch *watch_ref(struct watch *watch);
void watch_unref(struct watch *watch); /* its targets must be gone */

/* What spreads it over the interval, and keeps its phase over restarts. */
uint64_t watch_key(const struct watch *watch);
uint64_t watch_target_key(const struct watch_target *target);
int64_t watch_interval_ms(const struct watch *watch);

struct watch_target *watch_find(
    const struct watch *watch, const struct place *place);
/* via may be NULL. */
struct watch_target *watch_add(struct watch *watch, const struct place *place,
    const struct endpoint_via *via);
/* Out of the list and freed; out of schedule and inspection before. */
void watch_drop(struct watch *watch, struct watch_target *target);
/* A struct target for calls below; target_clear it. */
void watch_target_value(
    const struct watch_target *target, struct target *ret_value);
/* The same endpoint, differently configured: targets keep their state, their
 * fronts are looked up again among the new ones. */
void watch_set_endpoint(struct watch *watch, struct endpoint *endpoint);
