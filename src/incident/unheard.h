/*
 * Chains that changed where something flapped, and were not told of for that:
 * once nothing flaps there any more, the chain is held against the one that
 * was told of last. Where it is another that is told, once; where it came back,
 * nothing is. They stand in struct hush_rules (hush.h), one an endpoint.
 */
#pragma once

#include "base/array.h"
#include "incident/step.h"
#include "model/place.h"
#include "model/verdict.h"

struct scene;

struct unheard {
	char *endpoint; /* id */
	struct place place;
	struct verdict *heard; /* the chain that people know; a reference */
	bool is_gone;	       /* of no interest any more */
};

struct unheard_list {
	ARRAY(struct unheard *) items;
	ARRAY(struct unheard *) gone; /* kept until the next transition */
};

void unheard_clear(struct unheard_list *list);
/* What is gone is freed: at the start of a transition. */
void unheard_sweep(struct unheard_list *list);
/* One that was known before a restart. */
void unheard_restore(struct unheard_list *list, const char *endpoint_id,
    const struct place *place, struct verdict *heard);

/* A change of the chain was kept quiet since something flaps; or was told. */
void unheard_note(struct step *step, const struct scene *scene);
void unheard_note_told(struct step *step, const struct scene *scene);
/* Tells of those where nothing flaps any more. */
void unheard_tick(struct step *step);
