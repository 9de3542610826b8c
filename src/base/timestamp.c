/* RFC 3339 timestamps without the C library's calendar; see timestamp.h. */
#include "base/timestamp.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct fields {
	int year, month, day, hour, minute, second;
};

/* Howard Hinnant's days_from_civil and its inverse. */
int64_t
timestamp_days(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468;
}

static void
split(int64_t seconds, struct fields *f)
{
	int64_t days = seconds / 86400, rest = seconds % 86400;
	int64_t era, doe, yoe, doy, mp;

	if (rest < 0) {
		rest += 86400;
		days--;
	}
	days += 719468;
	era = (days >= 0 ? days : days - 146096) / 146097;
	doe = days - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	f->day = (int)(doy - (153 * mp + 2) / 5 + 1);
	f->month = (int)(mp < 10 ? mp + 3 : mp - 9);
	f->year = (int)(yoe + era * 400 + (f->month <= 2));
	f->hour = (int)(rest / 3600);
	f->minute = (int)(rest / 60 % 60);
	f->second = (int)(rest % 60);
}

/* Years 0 to 9999, which is what certificates and RFC 3339 can say. */
static bool
is_printable(int64_t seconds)
{
	return seconds >= -62167219200LL && seconds <= 253402300799LL;
}

const char *
timestamp_format(int64_t seconds, char text[TIMESTAMP_TEXT_MAX])
{
	struct fields f;

	if (!is_printable(seconds)) {
		snprintf(text, TIMESTAMP_TEXT_MAX, "%s",
		    seconds > 0 ? "never" : "always");
		return text;
	}
	split(seconds, &f);
	snprintf(text, TIMESTAMP_TEXT_MAX, "%04d-%02d-%02dT%02d:%02d:%02dZ",
	    f.year % 10000, f.month, f.day, f.hour, f.minute, f.second);
	return text;
}

const char *
timestamp_words(int64_t seconds, char text[TIMESTAMP_TEXT_MAX])
{
	struct fields f;

	if (!is_printable(seconds))
		return timestamp_format(seconds, text);
	split(seconds, &f);
	snprintf(text, TIMESTAMP_TEXT_MAX, "%04d-%02d-%02d %02d:%02d UTC",
	    f.year % 10000, f.month, f.day, f.hour, f.minute);
	return text;
}

static int
days_in_month(int year, int month)
{
	static const int days[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month == 2 && leap ? 29 : days[month - 1];
}

bool
timestamp_from_fields(int year, int month, int day, int hour, int minute,
    int second, int64_t *ret_seconds)
{
	if (year < 0 || year > 9999 || month < 1 || month > 12 || day < 1 ||
	    day > days_in_month(year, month) || hour < 0 || hour > 23 ||
	    minute < 0 || minute > 59 || second < 0 || second > 59)
		return false;
	*ret_seconds = timestamp_days(year, month, day) * 86400 + hour * 3600 +
	    minute * 60 + second;
	return true;
}

/* Reads exactly width digits; -1 when they are not there. */
static int
read_digits(const char **p, int width)
{
	int n = 0;

	for (int i = 0; i < width; i++) {
		if ((*p)[i] < '0' || (*p)[i] > '9')
			return -1;
		n = n * 10 + ((*p)[i] - '0');
	}
	*p += width;
	return n;
}

static bool
read_char(const char **p, const char *set)
{
	if (**p == '\0' || strchr(set, **p) == NULL)
		return false;
	(*p)++;
	return true;
}

/* The zone: "Z" or +hh:mm; seconds to take away. */
static bool
read_zone(const char **p, int64_t *ret_offset)
{
	int sign, hour, minute;

	*ret_offset = 0;
	if (read_char(p, "Zz"))
		return true;
	sign = **p == '-' ? -1 : 1;
	if (!read_char(p, "+-"))
		return false;
	hour = read_digits(p, 2);
	if (hour < 0 || hour > 23 || !read_char(p, ":"))
		return false;
	minute = read_digits(p, 2);
	if (minute < 0 || minute > 59)
		return false;
	*ret_offset = sign * (hour * 3600 + minute * 60);
	return true;
}

static bool
read_time(const char **p, struct fields *f, int64_t *ret_offset)
{
	f->hour = read_digits(p, 2);
	if (f->hour < 0 || !read_char(p, ":"))
		return false;
	f->minute = read_digits(p, 2);
	if (f->minute < 0 || !read_char(p, ":"))
		return false;
	f->second = read_digits(p, 2);
	if (f->second < 0)
		return false;
	if (**p == '.') {
		(*p)++;
		if (read_digits(p, 1) < 0)
			return false;
		*p += strspn(*p, "0123456789");
	}
	return read_zone(p, ret_offset);
}

bool
timestamp_parse(const char *text, int64_t *ret_seconds, struct error *err)
{
	struct fields f = {0};
	const char *p = text;
	int64_t seconds, offset = 0;
	bool ok;

	f.year = read_digits(&p, 4);
	ok = f.year >= 0 && read_char(&p, "-");
	f.month = ok ? read_digits(&p, 2) : -1;
	ok = ok && f.month >= 0 && read_char(&p, "-");
	f.day = ok ? read_digits(&p, 2) : -1;
	ok = ok && f.day >= 0;
	if (ok && *p != '\0')
		ok = read_char(&p, "Tt ") && read_time(&p, &f, &offset);
	if (!ok || *p != '\0' ||
	    !timestamp_from_fields(
		f.year, f.month, f.day, f.hour, f.minute, f.second, &seconds))
		return error_set(err, ERROR_INVALID,
		    "not a time like 2026-11-21T07:50:00Z or 2026-11-21");
	*ret_seconds = seconds - offset;
	return true;
}
