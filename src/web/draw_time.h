/*
 * What was, along a line of time: incidents as bars, in rows of their own where
 * they overlap, and what changed at a moment as marks; SVG, narrow enough for a
 * telephone. The looks are those of classes of the style sheet; the same in
 * words is a list beside it, which who draws makes.
 */
#pragma once

#include <stdint.h>

#include "base/array.h"
#include "model/severity.h"
#include "web/html.h"

#define DRAW_TIME_WIDTH 340  /* units: pixels, where there is room */
#define DRAW_TIME_ROWS_MAX 8 /* of bars; further ones share the last */

enum time_mark_kind {
	TIME_MARK_RENEWAL,
	TIME_MARK_CHANGE, /* of the chain, otherwise */
	TIME_MARK_END,	  /* the chain breaks */
};

struct time_mark {
	int64_t at; /* seconds, as all here */
	enum time_mark_kind kind;
	const char *title; /* lent; fit to be shown */
};

struct time_bar {
	int64_t from, to; /* to 0: it goes on */
	enum severity severity;
	const char *title; /* lent; fit to be shown */
};

struct time_line {
	int64_t from, to; /* what is drawn; longer than nothing */
	int64_t now;	  /* within, or beyond: then it is not marked */
	ARRAY(struct time_bar) bars;
	ARRAY(struct time_mark) marks;
};

void time_line_clear(struct time_line *line);
void draw_time(struct html *html, const struct time_line *line);
