/* How all endpoints stood at one moment; see survey.h. */
#include "web/survey.h"

#include <stdlib.h>

#include "base/mem.h"

/* Rows that are sorted at once: the runs that are merged then. */
#define RUN 512
/* What is compared: the state, then whether it works still, then the time. */
#define STATE_SHIFT 60
#define WORKS (UINT64_C(1) << 59)
#define TIME_MASK (WORKS - 1)

static const char *const state_table[] = {
    [SURVEY_CRITICAL] = "critical",
    [SURVEY_WARNING] = "warning",
    [SURVEY_NOTICE] = "notice",
    [SURVEY_UNKNOWN] = "unknown",
    [SURVEY_OK] = "ok",
};
const struct names survey_state_names = NAMES_INIT(state_table);

struct survey *
survey_new(void)
{
	struct survey *survey = MEM_NEW(struct survey);

	survey->refs = 1;
	return survey;
}

struct survey *
survey_ref(struct survey *survey)
{
	survey->refs++;
	return survey;
}

void
survey_unref(struct survey *survey)
{
	if (survey == NULL || --survey->refs > 0)
		return;
	(void)survey_shrink(survey, survey->rows.len);
	ARRAY_CLEAR(&survey->rows);
	label_index_clear(&survey->labels);
	free(survey->spare);
	free(survey);
}

enum survey_state
survey_state_of(const struct endpoint_status *status)
{
	if (!endpoint_status_is_known(status))
		return SURVEY_UNKNOWN;
	switch (status->severity) {
	case SEVERITY_CRITICAL: return SURVEY_CRITICAL;
	case SEVERITY_WARNING: return SURVEY_WARNING;
	case SEVERITY_NOTICE: return SURVEY_NOTICE;
	case SEVERITY_OK: break;
	}
	return SURVEY_OK;
}

void
survey_add(struct survey *survey, const struct endpoint_status *status)
{
	struct survey_row *row = ARRAY_ADD(&survey->rows);
	uint64_t breaks_at = TIME_MASK; /* not known: behind the others */

	if (status->breaks_at > 0 && (uint64_t)status->breaks_at < TIME_MASK)
		breaks_at = (uint64_t)status->breaks_at;
	label_index_add(&survey->labels, status->endpoint);
	*row = (struct survey_row){
	    .order = (uint64_t)survey_state_of(status) << STATE_SHIFT |
		(endpoint_status_is_broken(status) ? 0 : WORKS) | breaks_at,
	    .endpoint = endpoint_ref((struct endpoint *)status->endpoint),
	    .last_look_at = status->last_look_at,
	};
	if (row->last_look_at != 0 &&
	    (survey->oldest_look_at == 0 ||
		row->last_look_at < survey->oldest_look_at))
		survey->oldest_look_at = row->last_look_at;
}

enum survey_state
survey_row_state(const struct survey_row *row)
{
	return (enum survey_state)(row->order >> STATE_SHIFT);
}

int64_t
survey_row_breaks_at(const struct survey_row *row)
{
	uint64_t breaks_at = row->order & TIME_MASK;

	return breaks_at == TIME_MASK ? 0 : (int64_t)breaks_at;
}

/* ---- sorting, from the bottom up ------------------------------------------
 */

/* Few and mostly in order. */
static void
sort_run(struct survey_row *rows, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct survey_row row = rows[i];
		size_t from = 0, to = i;

		/* Behind all that sort alike. */
		while (from < to) {
			size_t middle = from + (to - from) / 2;

			if (rows[middle].order <= row.order)
				from = middle + 1;
			else
				to = middle;
		}
		memmove(&rows[from + 1], &rows[from], (i - from) * sizeof row);
		rows[from] = row;
	}
}

static void
merge(struct survey_row *into, const struct survey_row *from, size_t left,
    size_t all)
{
	size_t i = 0, j = left;

	for (size_t at = 0; at < all; at++) {
		bool is_left =
		    j == all || (i < left && from[i].order <= from[j].order);

		into[at] = is_left ? from[i++] : from[j++];
	}
}

static size_t
lesser(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* The next run, or the next two runs of this round. */
static size_t
sort_step(struct survey *survey)
{
	struct survey_row *rows = survey->rows.items;
	size_t at = survey->merged, left = survey->rows.len - at;

	if (survey->width == 0) {
		left = lesser(left, RUN);
		sort_run(rows + at, left);
	} else {
		left = lesser(left, 2 * survey->width);
		merge(survey->spare + at, rows + at,
		    lesser(left, survey->width), left);
	}
	survey->merged += left;
	return left;
}

static void
end_round(struct survey *survey)
{
	struct survey_row *rows = survey->rows.items;

	survey->merged = 0;
	if (survey->width == 0) {
		survey->width = RUN;
		survey->spare = mem_new(survey->rows.cap, sizeof *rows);
		return;
	}
	survey->width *= 2;
	survey->rows.items = survey->spare;
	survey->spare = rows;
}

bool
survey_sort(struct survey *survey, size_t most)
{
	size_t done = 0;

	while (done < most && !survey->is_sorted) {
		if (survey->merged < survey->rows.len)
			done += sort_step(survey);
		else if (survey->rows.len > RUN &&
		    survey->width < survey->rows.len)
			end_round(survey);
		else
			survey->is_sorted = true;
	}
	if (survey->is_sorted) {
		free(TAKE(survey->spare));
		label_index_sort(&survey->labels);
	}
	return survey->is_sorted;
}

bool
survey_shrink(struct survey *survey, size_t most)
{
	for (; most > 0 && survey->rows.len > 0; most--)
		endpoint_unref(survey->rows.items[--survey->rows.len].endpoint);
	return survey->rows.len == 0;
}
