/*
 * `chainwatchd --once`: what each probe showed goes to standard output, as one
 * line for people or one JSON object a line, and in the end a summary (not
 * with JSON).
 */
#pragma once

#include "inspect/inspect.h"

struct once;

struct once *once_new(
    struct inspector *inspector, const struct clock *clock, bool is_json);
void once_free(struct once *once);
CLEANUP_DEFINE(struct once, once_free)
void once_look(struct once *once, const struct inspection *inspection);
void once_resolve_failed(struct once *once, const struct endpoint *endpoint,
    enum failure failure, const char *detail);
/* The summary; false when standard output did not take everything. */
bool once_end(struct once *once, struct error *err) MUST_CHECK;
