/*
 * What a store remembers, read back at the start as plain values. What this
 * program does not know any more (a finding that was renamed) is left out.
 */
#pragma once

#include "incident/flaps.h"
#include "incident/restore.h"
#include "model/monitor_fault.h"
#include "model/outage.h"
#include "model/silence.h"
#include "store/db.h"

struct loaded_target {
	struct target_state state; /* front NULL */
	char *front;		   /* its key, or NULL */
	struct verdict *heard;	   /* that people know (unheard.h), or NULL */
	int64_t due_at_ms;	   /* wall; 0: not known */
};

struct loaded_endpoint {
	char *id;
	struct restored_endpoint state;
	ARRAY(struct loaded_target) targets;
};

struct loaded_member {
	char *endpoint_id;
	struct restored_member member; /* endpoint NULL */
};

struct loaded_incident {
	struct incident *incident; /* endpoint NULL; or NULL: was taken */
	char *endpoint_id;	   /* what it is about; or NULL */
	ARRAY(struct loaded_member) members;
};

struct loaded {
	uint64_t last_sequence; /* of events that may have been told */
	ARRAY(struct loaded_endpoint) endpoints; /* by id */
	ARRAY(struct loaded_incident) incidents; /* open ones */
	ARRAY(struct silence *) silences;	 /* that last; owned */
	struct monitor_fault_list faults;	 /* of the monitor's own */
	struct outage outages[OUTAGE_COUNT]; /* ... and what lasts of them */
	ARRAY(struct flap *) flaps; /* owned; held has no endpoint yet */
	int64_t last_silence;	    /* the highest number that was given */
};

bool load_all(
    struct db *db, struct loaded *ret_loaded, struct error *err) MUST_CHECK;
void loaded_clear(struct loaded *loaded);
/* NULL: it was not known. */
struct loaded_endpoint *loaded_endpoint(
    const struct loaded *loaded, const char *id);
