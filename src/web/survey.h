/*
 * struct survey: how all endpoints stood at one moment, a small row each, worst
 * first: what the overview counts, filters and turns the pages of. Made in
 * pieces (surveyor.h), does not change any more, and is shared by reference by
 * all who look at it.
 */
#pragma once

#include "base/array.h"
#include "model/endpoint_status.h"
#include "web/label_index.h"

/* What an endpoint's row is called and sorted by: worst first. */
enum survey_state {
	SURVEY_CRITICAL,
	SURVEY_WARNING,
	SURVEY_NOTICE,
	SURVEY_UNKNOWN, /* never looked at */
	SURVEY_OK,
	SURVEY_STATE_COUNT,
};

extern const struct names survey_state_names; /* as the commands say it */

/* There are 100,000 of them for some: keep it small. */
struct survey_row {
	uint64_t order;		   /* the lower the sooner it is shown */
	struct endpoint *endpoint; /* a reference is held */
	int64_t last_look_at;	   /* seconds; 0: never */
};

struct survey {
	ARRAY(struct survey_row) rows;
	struct label_index labels; /* that these have */
	int64_t at;		   /* wall seconds when it was finished */
	int64_t oldest_look_at; /* of those that were looked at; 0: none was */
	bool is_sorted;
	struct survey_row *spare; /* while it is sorted */
	size_t width, merged; /* likewise: of the runs; rows of this round */
	unsigned refs;
};

struct survey *survey_new(void); /* one reference, empty */
struct survey *survey_ref(struct survey *survey);
/* The last one frees what is left of it: survey_shrink first, if that is
 * much. */
void survey_unref(struct survey *survey);
CLEANUP_DEFINE(struct survey, survey_unref)

/* Before it is sorted; in the order of ids. */
void survey_add(struct survey *survey, const struct endpoint_status *status);
/* Goes on sorting, for about `most` rows; true: it is sorted. Those that sort
 * alike stay in the order in which they were added. */
bool survey_sort(struct survey *survey, size_t most);
/* Gives up rows from its end, at most so many; true: none are left. */
bool survey_shrink(struct survey *survey, size_t most);

enum survey_state survey_row_state(const struct survey_row *row);
/* When its first chain breaks; 0: not known. */
int64_t survey_row_breaks_at(const struct survey_row *row);
/* What an endpoint's row says. */
enum survey_state survey_state_of(const struct endpoint_status *status);
