/* What somebody wants to see of a survey; see selection.h. */
#include "web/selection.h"

#include <string.h>

#include "model/pattern.h"

void
selection_begin(struct selection *selection, struct survey *survey,
    const struct selection_query *query, int64_t now)
{
	*selection = (struct selection){
	    .query = query,
	    .survey = survey_ref(survey),
	    .now = now,
	};
}

struct survey *
selection_end(struct selection *selection)
{
	return TAKE(selection->survey);
}

/* ---- what fits ------------------------------------------------------------
 */

static bool
fits_pattern(const char *pattern, const char *id)
{
	if (pattern == NULL || *pattern == '\0')
		return true;
	if (strpbrk(pattern, "*?") == NULL)
		return strcasestr(id, pattern) != NULL;
	return pattern_fits(pattern, id);
}

static bool
has_label(const struct endpoint *endpoint, const struct endpoint_label *wanted)
{
	ARRAY_EACH (label, &endpoint->settings->labels) {
		if (strcmp(label->key, wanted->key) == 0)
			return strcmp(label->value, wanted->value) == 0;
	}
	return false;
}

static bool
fits_but_for_state(
    const struct selection_query *query, const struct survey_row *row)
{
	int64_t breaks_at = survey_row_breaks_at(row);

	if (query->breaks_by != 0 &&
	    (breaks_at == 0 || breaks_at > query->breaks_by))
		return false;
	ARRAY_EACH (label, &query->labels) {
		if (!has_label(row->endpoint, label))
			return false;
	}
	return fits_pattern(query->pattern, row->endpoint->id);
}

/* ---- counting -------------------------------------------------------------
 */

static int64_t
day_of(int64_t seconds)
{
	return seconds / SELECTION_DAY_S;
}

static void
count_day(struct selection *selection, const struct survey_row *row)
{
	int64_t breaks_at = survey_row_breaks_at(row);
	int64_t day = day_of(breaks_at) - day_of(selection->now);
	struct selection_day *slot;

	if (breaks_at != 0 && breaks_at < selection->now)
		return;
	if (breaks_at == 0 || day >= SELECTION_DAYS) {
		selection->later++;
		return;
	}
	slot = &selection->days[day];
	if (slot->count < SELECTION_DAY_NAMED)
		slot->named[slot->count] = row;
	slot->count++;
}

static void
take(struct selection *selection, const struct survey_row *row)
{
	const struct selection_query *query = selection->query;
	enum survey_state state = survey_row_state(row);
	size_t first = (query->page - 1) * SELECTION_PAGE;

	if (!fits_but_for_state(query, row))
		return;
	selection->counts[state]++;
	if (query->state != SURVEY_STATE_COUNT && query->state != state)
		return;
	count_day(selection, row);
	if (selection->all >= first && selection->page_len < SELECTION_PAGE)
		selection->page[selection->page_len++] = row;
	selection->all++;
}

bool
selection_step(struct selection *selection, size_t most)
{
	const struct survey *survey = selection->survey;

	for (; most > 0 && selection->at < survey->rows.len; most--)
		take(selection, &survey->rows.items[selection->at++]);
	return selection->at == survey->rows.len;
}

size_t
selection_pages(const struct selection *selection)
{
	size_t pages = (selection->all + SELECTION_PAGE - 1) / SELECTION_PAGE;

	return pages > 0 ? pages : 1;
}

bool
selection_query_is_narrow(const struct selection_query *query)
{
	return (query->pattern != NULL && *query->pattern != '\0') ||
	    query->state != SURVEY_STATE_COUNT || query->labels.len > 0 ||
	    query->breaks_by != 0;
}
