/* "90s", "6h", "30d", "1h30m" to seconds and back. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/* Units s, m, h, d, w, also several in a row; a bare number is refused, as it
 * does not say what it means. At most 100 years. */
bool duration_parse(
    const char *text, int64_t *ret_seconds, struct error *err) MUST_CHECK;

#define DURATION_TEXT_MAX 32
/* Exact: "1h30m"; "-5m" when negative. */
const char *duration_format(int64_t seconds, char text[DURATION_TEXT_MAX]);
/* For people: "3 days", "2 hours", "45 s"; rounded down to one unit. */
const char *duration_words(int64_t seconds, char text[DURATION_TEXT_MAX]);
