/*
 * Whether what happened is told now, or kept quiet, and why (model/hush.h).
 *
 * An incident is quiet while all endpoints that show it are: one that is not
 * is told, with the others in its list. What was quiet when it opened is
 * INCIDENT_HUSHED: it is told, once, when the reason has ended and it has not;
 * if it ended before, nothing is told. Who was told that something began is
 * told that it is over, whatever is quiet by then. That the chain changed where
 * something flapped is told afterwards, if it is another still (unheard.h).
 */
#pragma once

#include "base/strbuf.h"
#include "incident/flaps.h"
#include "incident/silences.h"
#include "incident/step.h"
#include "incident/unheard.h"
#include "model/window.h"

#define HUSH_WORDS_MAX 1000

struct scene;

struct hush_rules {
	struct silences silences;
	struct flaps flaps;
	struct unheard_list unheard;
	ARRAY(struct window *) windows; /* of maintenance */
	struct window_zone zone;	/* that they are in */
};

/* What has ended is freed: at the start of a transition. */
void hush_rules_sweep(struct hush_rules *rules);
void hush_rules_clear(struct hush_rules *rules);

/* At this endpoint alone, but for what hushes the whole incident; the words are
 * added to ret_words, unless NULL. */
enum hush hush_at(const struct step *step, const struct watched *watched,
    const struct incident *incident, struct strbuf *ret_words);
/* The whole incident; open NULL: a change at the endpoint. The words are about
 * this endpoint. */
enum hush hush_of(const struct step *step, const struct watched *watched,
    const struct open_incident *open, struct strbuf *ret_words);
/* This chain was shown until now. */
void hush_note_gone(struct step *step, const struct verdict *verdict);
/* Notes that the incident is quiet, if it is to be; true: it is. */
bool hush_incident(const struct step *step, const struct watched *watched,
    struct open_incident *open);
/* Keeps the event of that scene quiet, if it is to be. Its incident takes
 * note; true: it is told. */
bool hush_event(
    struct step *step, const struct scene *scene, struct event *event);
