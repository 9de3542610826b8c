/*
 * Flap damping: what opens and ends again and again is told once as flapping,
 * then quietly counted, one incident all the time, until it has stayed as it
 * is for a while: then it is told what it came to. They stand in struct
 * hush_rules (hush.h); what counts is set by the fleet's options.
 */
#pragma once

#include "base/strbuf.h"
#include "incident/step.h"
#include "incident/table.h"
#include "model/incident.h"

#define FLAPS_OPENINGS_MAX 16

/* How often one finding opened at one subject. */
struct flap {
	struct table_item item;
	enum finding_code code;
	bool has_digest;
	uint8_t sha256[CERT_SHA256_LEN];   /* when it is */
	char *endpoint;			   /* id, when it is not */
	int64_t times[FLAPS_OPENINGS_MAX]; /* the last openings, oldest first */
	unsigned time_count;
	unsigned openings;  /* all, since the first that was noted */
	int64_t first_at;   /* that one */
	int64_t changed_at; /* when it last opened or ended */
	bool is_told;	    /* it flaps, and people know */
	/* It flaps and has ended for the moment: as it was, without members. */
	struct incident *held;
	char *at;     /* id of the endpoint where it was seen last */
	bool is_gone; /* of no interest any more */
};

struct flaps {
	struct table table;
	size_t told_count;
	ARRAY(struct flap *) gone; /* kept until the next transition */
};

void flaps_clear(struct flaps *flaps);
void flaps_sweep(struct flaps *flaps);
void flap_free(struct flap *flap);
CLEANUP_DEFINE(struct flap, flap_free)
struct flap *flap_new(
    enum finding_code code, const uint8_t *sha256, const char *endpoint_id);
/* Takes one that was known before a restart. */
void flaps_restore(struct flaps *flaps, struct flap *take_flap);

/* An incident that flaps; the words are added, unless NULL. incident NULL: a
 * change at an endpoint where something flaps. */
bool flaps_cover(const struct step *step, const struct watched *watched,
    const struct incident *incident, struct strbuf *ret_words);
/* Opens an incident, as book_open; one that flaps goes on under the id that
 * people know. */
struct open_incident *flaps_open(struct step *step, enum finding_code code,
    const uint8_t *sha256, struct endpoint *endpoint);
/* An incident is about to be told of as open: one that flaps goes on as the one
 * that was told. */
void flaps_enter(struct step *step, struct incident *incident);
/* It is told of as open: counts; the event says so where that makes it flap. */
void flaps_note_opening(struct step *step, const struct watched *watched,
    struct incident *incident, struct event *event);
/* It ends; its members are still there. */
void flaps_note_end(struct step *step, const struct watched *watched,
    const struct incident *incident);
/* Those that are stable by now. */
void flaps_tick(struct step *step);
/* Flapping, and ended for the moment: NULL at the end of the list. */
const struct incident *flaps_held(const struct flaps *flaps, size_t i);
