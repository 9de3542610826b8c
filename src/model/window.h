/*
 * struct window: when work is done at some endpoints, once or again and again,
 * so that what it breaks need not be told. Pure: how far the local time is from
 * UTC is said by who asks.
 */
#pragma once

#include "model/scope.h"

#define WINDOW_MAX 200 /* in a configuration */
#define WINDOW_ONCE_MAX_S (30 * 86400)
#define WINDOW_DAY_MINUTES 1440

/* Seconds east of UTC at that time. */
struct window_zone {
	int64_t (*offset)(void *arg, int64_t time);
	void *arg;
};

struct window {
	char *name;   /* lent to words */
	char *reason; /* or NULL */
	struct scope scope;
	int64_t from, to;    /* once; to 0: it recurs */
	uint8_t weekdays;    /* bit 0: Monday; recurs weekly */
	uint32_t month_days; /* bit 1: the first ...; recurs monthly */
	/* Of the day in which it begins; an end that is not later is on the
	 * next day. */
	unsigned start_minute, end_minute;
	bool is_utc; /* else local time */
};

void window_free(struct window *window);
CLEANUP_DEFINE(struct window, window_free)
struct window *window_copy(const struct window *window);
/* When the one that is open now ends; 0: none is. Where a clock is put back the
 * window is open through both of the hours that have one name. */
int64_t window_ends(
    const struct window *window, int64_t now, const struct window_zone *zone);
/* "maintenance backups until 2026-11-22 02:00 UTC: reason" */
void window_add_words(
    const struct window *window, int64_t ends_at, struct strbuf *buf);
/* "22:00-02:00"; false: it is none. */
bool window_parse_time(struct window *window, const char *text) MUST_CHECK;
/* "tue": its number from Monday, 0; -1: it is none. */
int window_weekday(const char *text);
