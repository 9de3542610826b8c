/* Maintenance windows; see window.h. */
#include "model/window.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/safe_print.h"
#include "base/timestamp.h"

#define DAY_S INT64_C(86400)
#define SHOWN_MAX 500

void
window_free(struct window *window)
{
	if (window == NULL)
		return;
	free(window->name);
	free(window->reason);
	scope_clear(&window->scope);
	free(window);
}

struct window *
window_copy(const struct window *window)
{
	struct window *copy = MEM_NEW(struct window);

	*copy = *window;
	copy->name = mem_strdup(window->name);
	copy->reason = mem_strdup(window->reason);
	scope_copy(&copy->scope, &window->scope);
	return copy;
}

static int64_t
offset_at(
    const struct window *window, int64_t time, const struct window_zone *zone)
{
	if (window->is_utc || zone == NULL || zone->offset == NULL)
		return 0;
	return zone->offset(zone->arg, time);
}

static int64_t
day_of(int64_t local)
{
	return local >= 0 ? local / DAY_S : -((DAY_S - 1 - local) / DAY_S);
}

/* 1970-01-01 was a Thursday. */
static unsigned
weekday_of(int64_t day)
{
	return (unsigned)(((day + 3) % 7 + 7) % 7);
}

/* Howard Hinnant's civil_from_days, of which the day alone is wanted. */
static unsigned
month_day_of(int64_t day)
{
	int64_t z = day + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	return (unsigned)(doy - (153 * mp + 2) / 5 + 1);
}

static bool
is_day(const struct window *window, int64_t day)
{
	return (window->weekdays >> weekday_of(day) & 1) != 0 ||
	    (window->month_days >> month_day_of(day) & 1) != 0;
}

/* What a clock on the wall shows at one or two times, or at none: the earliest
 * or the latest of them. In a gap, as if the clock had not been put on. */
static int64_t
time_of(const struct window *window, int64_t local, bool is_latest,
    const struct window_zone *zone)
{
	int64_t before = offset_at(window, local - DAY_S, zone);
	int64_t after = offset_at(window, local + DAY_S, zone);
	bool is_before = offset_at(window, local - before, zone) == before;
	bool is_after = offset_at(window, local - after, zone) == after;

	if (is_before && is_after) {
		int64_t a = local - before, b = local - after;

		return (a > b) == is_latest ? a : b;
	}
	return is_after ? local - after : local - before;
}

static int64_t
ends_of_day(const struct window *window, int64_t day, int64_t now,
    const struct window_zone *zone)
{
	int64_t from = day * DAY_S + window->start_minute * 60;
	int64_t to = day * DAY_S + window->end_minute * 60;
	int64_t ends;

	if (!is_day(window, day))
		return 0;
	if (window->end_minute <= window->start_minute)
		to += DAY_S;
	ends = time_of(window, to, true, zone);
	return time_of(window, from, false, zone) <= now && now < ends ? ends
								       : 0;
}

int64_t
window_ends(
    const struct window *window, int64_t now, const struct window_zone *zone)
{
	int64_t day, ends, latest = 0;

	if (window->to != 0)
		return window->from <= now && now < window->to ? window->to : 0;
	day = day_of(now + offset_at(window, now, zone));
	for (int64_t at = day - 1; at <= day + 1; at++) {
		ends = ends_of_day(window, at, now, zone);
		if (ends > latest)
			latest = ends;
	}
	return latest;
}

void
window_add_words(
    const struct window *window, int64_t ends_at, struct strbuf *buf)
{
	char until[TIMESTAMP_TEXT_MAX];

	strbuf_add(buf, "maintenance ");
	safe_print(buf, window->name, strlen(window->name), SHOWN_MAX);
	strbuf_addf(buf, " until %s", timestamp_words(ends_at, until));
	if (window->reason != NULL) {
		strbuf_add(buf, ": ");
		safe_print(
		    buf, window->reason, strlen(window->reason), SHOWN_MAX);
	}
}

static bool
take_minute(const char **text, unsigned *ret_minute)
{
	const char *p = *text;
	unsigned hour, minute;

	for (int i = 0; i < 5; i++) {
		if (i == 2 ? p[i] != ':' : !isdigit((unsigned char)p[i]))
			return false;
	}
	hour = (unsigned)(p[0] - '0') * 10 + (unsigned)(p[1] - '0');
	minute = (unsigned)(p[3] - '0') * 10 + (unsigned)(p[4] - '0');
	*ret_minute = hour * 60 + minute;
	*text = p + 5;
	return minute < 60 && *ret_minute <= WINDOW_DAY_MINUTES;
}

bool
window_parse_time(struct window *window, const char *text)
{
	return take_minute(&text, &window->start_minute) && *text++ == '-' &&
	    take_minute(&text, &window->end_minute) && *text == '\0' &&
	    window->start_minute < WINDOW_DAY_MINUTES &&
	    window->start_minute != window->end_minute;
}

int
window_weekday(const char *text)
{
	static const char *const days[] = {"monday", "tuesday", "wednesday",
	    "thursday", "friday", "saturday", "sunday"};
	size_t len = strlen(text);

	for (int i = 0; i < 7; i++) {
		if ((len == 3 || len == strlen(days[i])) &&
		    strncasecmp(text, days[i], len) == 0)
			return i;
	}
	return -1;
}
