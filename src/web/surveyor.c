/* Makes surveys when somebody asks for one; see surveyor.h. */
#include "web/surveyor.h"

#include <stdlib.h>

#include "base/mem.h"

struct asker {
	surveyor_fn fn;
	void *arg;
};

struct surveyor {
	struct surveyor_parts parts;
	struct loop_timer *idle;
	bool is_busy;	       /* the slicer has it */
	struct survey *latest; /* NULL: none */
	int64_t latest_ms;
	struct survey *making; /* NULL: nothing is being made */
	bool is_walked;
	char *last;			/* id that was looked at last; NULL */
	ARRAY(struct survey *) leaving; /* ours alone; given up by slices */
	ARRAY(struct asker) askers;
};

/* ---- making ---------------------------------------------------------------
 */

/* By ids, as a reload changes the numbers. */
static void
walk(struct surveyor *surveyor)
{
	const struct monitor *monitor = surveyor->parts.monitor;
	size_t count = monitor == NULL ? 0 : monitor_endpoint_count(monitor);
	size_t i =
	    count == 0 ? 0 : monitor_endpoint_after(monitor, surveyor->last);
	size_t end = i + SURVEYOR_SLICE < count ? i + SURVEYOR_SLICE : count;

	ARRAY_RESERVE(&surveyor->making->rows, count);
	for (; i < end; i++) {
		struct endpoint_status status;

		if (!monitor_status_at(monitor, i, &status))
			continue;
		survey_add(surveyor->making, &status);
		endpoint_status_clear(&status);
	}
	free(TAKE(surveyor->last));
	surveyor->is_walked = end == count;
	if (!surveyor->is_walked)
		surveyor->last =
		    mem_strdup(monitor_endpoint_at(monitor, end - 1)->id);
}

static void
answer(struct surveyor *surveyor)
{
	/* Who is called may ask again, or cancel others. */
	while (surveyor->askers.len > 0) {
		struct asker asker = surveyor->askers.items[0];

		ARRAY_REMOVE(&surveyor->askers, 0);
		asker.fn(asker.arg, surveyor->latest);
	}
}

static void
finish(struct surveyor *surveyor)
{
	surveyor_give_back(surveyor, TAKE(surveyor->latest));
	surveyor->latest = TAKE(surveyor->making);
	surveyor->latest->at = clock_wall_s(surveyor->parts.clock);
	surveyor->latest_ms = loop_now_ms(surveyor->parts.loop);
	answer(surveyor);
}

static void
shrink(struct surveyor *surveyor)
{
	struct survey *survey = surveyor->leaving.items[0];

	if (!survey_shrink(survey, SURVEYOR_FREE_SLICE))
		return;
	ARRAY_REMOVE(&surveyor->leaving, 0);
	survey_unref(survey);
}

static bool
on_slice(void *arg)
{
	struct surveyor *surveyor = arg;

	if (surveyor->making == NULL)
		shrink(surveyor);
	else if (!surveyor->is_walked)
		walk(surveyor);
	else if (survey_sort(surveyor->making, SURVEYOR_SORT_SLICE))
		finish(surveyor);
	surveyor->is_busy =
	    surveyor->making != NULL || surveyor->leaving.len > 0;
	return surveyor->is_busy;
}

static void
set_busy(struct surveyor *surveyor)
{
	if (surveyor->is_busy)
		return;
	surveyor->is_busy = true;
	slicer_add(surveyor->parts.slicer, on_slice, surveyor);
}

void
surveyor_give_back(struct surveyor *surveyor, struct survey *survey)
{
	if (survey == NULL)
		return;
	if (survey->refs > 1) {
		survey_unref(survey);
		return;
	}
	*ARRAY_ADD(&surveyor->leaving) = survey;
	set_busy(surveyor);
}

/* ---- who asks -------------------------------------------------------------
 */

static void
on_idle(void *arg)
{
	struct surveyor *surveyor = arg;

	surveyor_give_back(surveyor, TAKE(surveyor->latest));
}

static bool
is_fresh(const struct surveyor *surveyor)
{
	const struct survey *latest = surveyor->latest;
	int64_t rows, age_ms;

	if (latest == NULL)
		return false;
	rows = latest->rows.len < SURVEYOR_FRESH_ROWS
	    ? (int64_t)latest->rows.len
	    : SURVEYOR_FRESH_ROWS;
	age_ms = loop_now_ms(surveyor->parts.loop) - surveyor->latest_ms;
	return age_ms < SURVEYOR_FRESH_MS * rows / SURVEYOR_FRESH_ROWS;
}

void
surveyor_ask(struct surveyor *surveyor, surveyor_fn fn, void *arg)
{
	loop_timer_set(surveyor->idle, SURVEYOR_IDLE_MS);
	if (is_fresh(surveyor)) {
		fn(arg, surveyor->latest);
		return;
	}
	*ARRAY_ADD(&surveyor->askers) = (struct asker){fn, arg};
	if (surveyor->making != NULL)
		return;
	surveyor->making = survey_new();
	surveyor->is_walked = false;
	set_busy(surveyor);
}

void
surveyor_cancel(struct surveyor *surveyor, const void *arg)
{
	for (size_t i = surveyor->askers.len; i-- > 0;) {
		if (surveyor->askers.items[i].arg == arg)
			ARRAY_REMOVE(&surveyor->askers, i);
	}
}

struct surveyor *
surveyor_new(const struct surveyor_parts *parts)
{
	struct surveyor *surveyor = MEM_NEW(struct surveyor);

	surveyor->parts = *parts;
	surveyor->idle = loop_timer_new(parts->loop, on_idle, surveyor);
	return surveyor;
}

void
surveyor_free(struct surveyor *surveyor)
{
	if (surveyor == NULL)
		return;
	slicer_drop(surveyor->parts.slicer, surveyor);
	loop_timer_free(surveyor->idle);
	survey_unref(surveyor->latest);
	survey_unref(surveyor->making);
	ARRAY_EACH (survey, &surveyor->leaving)
		survey_unref(*survey);
	ARRAY_CLEAR(&surveyor->leaving);
	ARRAY_CLEAR(&surveyor->askers);
	free(surveyor->last);
	free(surveyor);
}
