/*
 * struct incident: a finding that is confirmed and lasts, from opened to
 * resolved, over one or many endpoints. Its key is (code, subject): the
 * certificate where the fault lies in one, else the endpoint.
 */
#pragma once

#include <stdint.h>

#include "base/array.h"
#include "model/ack.h"
#include "model/event.h"
#include "model/finding.h"

/* One target that shows the finding. */
struct incident_member {
	struct endpoint *endpoint; /* a reference is held */
	struct place place;	   /* none: the endpoint as a whole */
	int64_t since;
	enum severity severity; /* as this target shows it */
	unsigned clean_count;	/* clean probes in a row */
};

/* Whether people were told. An incident that was told of says when it ends;
 * one that only went along with another, told one does not. One whose opening
 * was hushed is told when the reason has ended and it has not. */
enum incident_told {
	INCIDENT_UNTOLD,
	INCIDENT_IN_SUMMARY, /* the end of the first pass will tell */
	INCIDENT_TOLD,
	INCIDENT_HUSHED,
};

struct incident {
	char id[EVENT_ID_LEN + 1];
	enum finding_code code;
	enum severity severity; /* the worst of its members */
	/* It is about a certificate, a proxy (incident/proxied.h), or a zone
	 * of names (incident/zones.h). */
	bool has_digest;
	uint8_t sha256[CERT_SHA256_LEN]; /* of that; when it is */
	struct endpoint *endpoint;	 /* when it is not; a reference */
	int64_t opened_at, changed_at;
	int64_t resolved_at; /* 0: open */
	char *detail;	     /* the words when it opened or last changed */
	ARRAY(struct incident_member) members; /* in no order */
	size_t endpoint_count;		       /* distinct ones of members */

	enum incident_told told;
	int64_t told_at;   /* the last event about it */
	size_t told_count; /* endpoints it named */
	size_t most_count; /* endpoints at a time; since a start, or told */
	/* Why its opening was not told (INCIDENT_HUSHED); or, of one that was
	 * told, why what has changed since was not. */
	enum hush hush;
	char *hush_words;
	/* Who was told, or will be by the summary (model/sink_names.h): these
	 * hear how it goes on and ends. NULL: nobody decided, so all. */
	char *sinks;
	unsigned reminders; /* that were told */
	unsigned openings;  /* in a short time (incident/flaps.h); 0: one */
	struct ack *ack;    /* NULL: nobody has acknowledged it */
};

struct incident *incident_new(enum finding_code code, int64_t opened_at);
/* CERT_SHA256_LEN bytes, for what is known by a text. */
void incident_text_digest(const char *text, uint8_t *ret);
void incident_free(struct incident *incident);
CLEANUP_DEFINE(struct incident, incident_free)
/* Fills id: the start of the SHA-256 of code, subject, opened_at and counter,
 * so that the same story gives the same id and no two incidents share one. */
void incident_make_id(struct incident *incident, uint64_t counter);
size_t incident_endpoint_count(const struct incident *incident);
/* It without its members, with what they were last. */
struct incident *incident_husk(const struct incident *incident);
/* People know of it as it is now. */
void incident_note_told(struct incident *incident, int64_t now);
/* What an event keeps of it: endpoint ids in order, each once. */
void incident_describe(
    const struct incident *incident, struct event_incident *ret_described);
