/* Durations as people write them; see duration.h. */
#include "base/duration.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DURATION_MAX_S (100LL * 366 * 86400)

static const struct unit {
	char letter;
	int64_t seconds;
} units[] = {
    {'w', 7 * 86400},
    {'d', 86400},
    {'h', 3600},
    {'m', 60},
    {'s', 1},
};

static const struct unit *
find_unit(char letter)
{
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
		if (units[i].letter == letter)
			return &units[i];
	}
	return NULL;
}

bool
duration_parse(const char *text, int64_t *ret_seconds, struct error *err)
{
	const struct unit *unit;
	const char *p = text;
	int64_t total = 0;

	if (*p == '\0')
		return error_set(err, ERROR_INVALID, "empty duration");
	while (*p != '\0') {
		int64_t n = 0;
		size_t digits = strspn(p, "0123456789");

		if (digits == 0 || digits > 12)
			return error_set(err, ERROR_INVALID,
			    "not a duration like 90s, 15m, 6h or 30d");
		for (size_t i = 0; i < digits; i++)
			n = n * 10 + (p[i] - '0');
		p += digits;
		if (*p == '\0')
			return error_set(err, ERROR_INVALID,
			    "a duration needs a unit: s, m, h, d or w");
		unit = find_unit(*p++);
		if (unit == NULL)
			return error_set(err, ERROR_INVALID,
			    "unknown unit; use s, m, h, d or w");
		if (n > DURATION_MAX_S / unit->seconds)
			return error_set(
			    err, ERROR_LIMIT, "longer than 100 years");
		total += n * unit->seconds;
		if (total > DURATION_MAX_S)
			return error_set(
			    err, ERROR_LIMIT, "longer than 100 years");
	}
	*ret_seconds = total;
	return true;
}

/* Without the overflow that -INT64_MIN would be. */
static uint64_t
magnitude(int64_t seconds)
{
	return seconds < 0 ? 0 - (uint64_t)seconds : (uint64_t)seconds;
}

const char *
duration_format(int64_t seconds, char text[DURATION_TEXT_MAX])
{
	uint64_t rest = magnitude(seconds);
	size_t len = 0;

	snprintf(text, DURATION_TEXT_MAX, "0s");
	if (seconds < 0)
		text[len++] = '-';
	for (size_t i = 1; i < sizeof units / sizeof units[0]; i++) {
		uint64_t unit = (uint64_t)units[i].seconds;
		uint64_t n = rest / unit;

		if (n == 0)
			continue;
		rest -= n * unit;
		len += (size_t)snprintf(text + len, DURATION_TEXT_MAX - len,
		    "%" PRIu64 "%c", n, units[i].letter);
	}
	return text;
}

const char *
duration_words(int64_t seconds, char text[DURATION_TEXT_MAX])
{
	static const struct {
		uint64_t seconds;
		const char *one, *many;
	} rows[] = {
	    {86400, "day", "days"},
	    {3600, "hour", "hours"},
	    {60, "minute", "minutes"},
	    {1, "second", "seconds"},
	};
	uint64_t n = magnitude(seconds);
	size_t i = 0;

	while (i < 3 && n < rows[i].seconds)
		i++;
	n /= rows[i].seconds;
	snprintf(text, DURATION_TEXT_MAX, "%" PRIu64 " %s", n,
	    n == 1 ? rows[i].one : rows[i].many);
	return text;
}
