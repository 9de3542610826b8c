/*
 * Points in time as text (RFC 3339, always UTC) and as seconds since 1970.
 * Reads no clock.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

#define TIMESTAMP_TEXT_MAX 32
#define TIMESTAMP_NEVER INT64_MAX

/* "2026-11-21T07:50:00Z"; "never" for TIMESTAMP_NEVER. */
const char *timestamp_format(int64_t seconds, char text[TIMESTAMP_TEXT_MAX]);
/* "2026-11-21 07:50 UTC", for people. */
const char *timestamp_words(int64_t seconds, char text[TIMESTAMP_TEXT_MAX]);
/* RFC 3339 with Z or an offset, or a bare date (its midnight UTC).
 * Fractions of a second are dropped. */
bool timestamp_parse(
    const char *text, int64_t *ret_seconds, struct error *err) MUST_CHECK;
/* Days since 1970-01-01 of a proleptic Gregorian date. */
int64_t timestamp_days(int year, int month, int day);
/* false when a field is out of range or the day is not in the month. */
bool timestamp_from_fields(int year, int month, int day, int hour, int minute,
    int second, int64_t *ret_seconds) MUST_CHECK;
