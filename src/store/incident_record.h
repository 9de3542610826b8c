/*
 * One incident for who looks closer: what history has of it, whom it met and
 * whom it meets still, and who was told of which of its events. For who asks;
 * on the store's thread, or by a reader.
 */
#pragma once

#include "store/event_log.h"
#include "store/history.h"

#define INCIDENT_MET_PAGE 100	/* endpoints of a page */
#define INCIDENT_MET_PLACES 50	/* that are named of each */
#define INCIDENT_EVENTS_MAX 200 /* the newest of them */
#define INCIDENT_TOLD_MAX 64	/* sinks of an event */

struct incident_met_place {
	struct place place; /* none: the endpoint as a whole */
	int64_t since;
	enum severity severity; /* as this place shows it */
};

/* An endpoint that it met. */
struct incident_met {
	char *endpoint;
	int64_t since, until; /* until 0: it meets it still */
	ARRAY(struct incident_met_place) places; /* that show it now */
	size_t place_count;			 /* all of them */
};

/* What became of an event at a sink that has a queue. */
enum incident_told_state {
	INCIDENT_SINK_TOLD,
	INCIDENT_SINK_WAITS,
	INCIDENT_SINK_REFUSED,
};

extern const struct names incident_told_names; /* "told", "waiting" ... */

struct incident_told_to {
	char *sink;
	enum incident_told_state state;
	unsigned attempts;
	char *error; /* the last attempt's, in words; NULL: none */
};

struct incident_event {
	uint64_t sequence;
	char *payload; /* its JSON, which says whom it was for */
	ARRAY(struct incident_told_to) told; /* sinks with a queue, by name */
};

struct incident_record {
	bool is_known; /* else all below is empty */
	struct history_entry entry;
	int64_t changed_at, told_at; /* told_at 0: nobody was told */
	char *sinks; /* who was told (model/sink_names.h); NULL: all, or none */
	unsigned reminders, openings;
	size_t met_count, over_count;	/* endpoints; over: not met any more */
	size_t met_from;		/* number of the first of met */
	ARRAY(struct incident_met) met; /* first those that it meets still */
	ARRAY(struct incident_event) events; /* by number */
	bool has_more_events;		     /* before them */
};

/* from: so many endpoints are passed over. */
bool incident_record_read(struct db *db, const char *id, size_t from,
    struct incident_record *ret_record, struct error *err) MUST_CHECK;
void incident_record_clear(struct incident_record *record);
