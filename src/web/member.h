/* What is read of the JSON that pages are made of: it is our own, but a page
 * that misses something shows the rest. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* "" where it is not there, or no text. */
const char *member_text(const json_t *object, const char *key);
/* 0 where it is not there. */
int64_t member_number(const json_t *object, const char *key);
bool member_is_true(const json_t *object, const char *key);
/* RFC 3339 to seconds; false: it is not there, or never. */
bool member_time(const json_t *object, const char *key, int64_t *ret_time);
