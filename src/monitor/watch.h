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
	struct schedule_item item; /* kind: enum due_kind */
};

/* One for each of up to 100,000 targets: keep it small. While a look is under
 * way it is not in the schedule, and its due time is when that was due. */
struct watch_target {
	struct due due;
	struct watch *watch;	 /* the owner */
	struct inspect *inspect; /* NULL: not under way */
	/* watch_target_via: */
	const struct endpoint_front *front; /* lent by the endpoint */
	struct place place;
	uint8_t provider; /* enum provider_id */
	uint8_t failures; /* looks in a row that showed no chain */
	/* of the last look: as struct target_status has them */
	uint8_t tls_version;
	bool is_in_pass;  /* the first pass still waits for it */
	bool is_at_fault; /* of a variant: it shows a fault of its own */
	uint32_t lasted_ms;
};

/* Most endpoints have one target, which needs no list. */
struct watch_list {
	union {
		struct watch_target *only;  /* cap 0: there is one at most */
		struct watch_target **many; /* else so many have room */
	};
	uint32_t len, cap;
};

/* All len of them; the next one that is added or dropped may move them. */
struct watch_target **watch_list_items(const struct watch_list *list);
#define WATCH_LIST_EACH(it, list) \
	for (struct watch_target **it = watch_list_items(list); \
	     it < watch_list_items(list) + (list)->len; it++)

/* One for each of up to 100,000 endpoints. */
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
	uint32_t minute_at_s;	    /* steady, when the current one began */
	uint16_t turns; /* intervals that a round of its names takes; 0: not
			 * known yet, as 1 */
	uint16_t resolve_failures; /* in a row */
	uint8_t minute_looks;	   /* at addresses of names in that minute */
	bool is_in_pass;	   /* the first pass waits for its names */
	bool is_in_line : 1;
	bool is_in_doubt : 1; /* its names are asked for out of turn */
	bool is_held : 1;     /* ... and failed, but whose fault is it? */
	bool is_removed : 1;
	uint32_t refs;
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
/* How it was come by, as endpoint_via has it. */
struct endpoint_via watch_target_via(const struct watch_target *target);
void watch_target_set_via(
    struct watch_target *target, const struct endpoint_via *via);
/* Out of the list and freed; out of schedule and inspection before. */
void watch_drop(struct watch *watch, struct watch_target *target);
/* A struct target for calls below; target_clear it. */
void watch_target_value(
    const struct watch_target *target, struct target *ret_value);
/* The same endpoint, differently configured: targets keep their state, their
 * fronts are looked up again among the new ones. */
void watch_set_endpoint(struct watch *watch, struct endpoint *endpoint);
