/*
 * struct selection: what somebody wants to see of a survey: which rows fit, how
 * many of each state, what of them breaks on which day, and one page of them.
 * Made in pieces, as a survey is long.
 */
#pragma once

#include "base/array.h"
#include "web/survey.h"

#define SELECTION_PAGE 100 /* rows of a page */
#define SELECTION_DAYS 90
#define SELECTION_DAY_NAMED 3 /* rows that are named of a day */
#define SELECTION_DAY_S 86400

/* All of it must fit. */
struct selection_query {
	/* Of an id: a glob(7), as `chainwatch status` takes it, or without
	 * wildcards a part of it, in any case; NULL or "": any. Lent */
	const char *pattern;
	enum survey_state state; /* SURVEY_STATE_COUNT: any */
	/* Values are lent, keys by the survey's labels. */
	ARRAY(struct endpoint_label) labels;
	int64_t breaks_by; /* seconds: its chain breaks by then; 0: any */
	size_t page;	   /* the first is 1 */
};

struct selection_day {
	size_t count; /* that break on this day, UTC */
	const struct survey_row *named[SELECTION_DAY_NAMED];
};

struct selection {
	const struct selection_query *query; /* lent */
	struct survey *survey;		     /* a reference */
	int64_t now;
	size_t at;				   /* rows looked at */
	size_t all;				   /* that fit */
	size_t counts[SURVEY_STATE_COUNT];	   /* in any state */
	struct selection_day days[SELECTION_DAYS]; /* from today on */
	size_t later; /* that break after these days, or when is not known */
	const struct survey_row *page[SELECTION_PAGE];
	size_t page_len;
};

void selection_begin(struct selection *selection, struct survey *survey,
    const struct selection_query *query, int64_t now);
/* At most so many rows more; true: that was all. */
bool selection_step(struct selection *selection, size_t most);
/* Its reference is the caller's to give back. */
struct survey *selection_end(struct selection *selection);

size_t selection_pages(const struct selection *selection); /* at least 1 */
bool selection_query_is_narrow(const struct selection_query *query);
