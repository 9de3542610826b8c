/*
 * struct chain_change: one respect in which a chain differs from the one before
 * it. Made by incident/changes.h, carried by events, shown by render.
 */
#pragma once

#include <stdbool.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "model/finding.h"

struct chain_change {
	const char *what;     /* "names", "key" ...; constant */
	char *before, *after; /* in that respect; NULL: nothing. Owned */
	bool is_worse;
	/* what it amounts to where nothing else says so; FINDING_COUNT: it is
	 * told, and no more */
	enum finding_code code;
	char *words; /* "no longer covers b.example", after the name of a place
		      * or certificate; NULL: the two texts say it. Owned */
};

struct chain_changes {
	ARRAY(struct chain_change) list; /* what got worse comes first */
};

void chain_changes_clear(struct chain_changes *changes);
#define chain_changes_clear_cleanup chain_changes_clear
/* Adds one; takes the texts. Lent until the next. */
struct chain_change *chain_changes_add(struct chain_changes *changes,
    const char *what, char *take_before, char *take_after);
/* Puts what got worse first, else keeps the order. */
void chain_changes_sort(struct chain_changes *changes);
