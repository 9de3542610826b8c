/*
 * struct host_pace: how hard single web servers may be asked: so many requests
 * at a time, and after some failures in a row none for a while, longer and
 * longer, so that one that is down is not asked by everybody who wants it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"

#define HOST_PACE_MAX_HOSTS 1000
#define HOST_PACE_FAILURES 3 /* in a row, before it is left alone */
#define HOST_PACE_FIRST_S 60
#define HOST_PACE_MOST_S 900

struct host_pace;

struct host_pace *host_pace_new(size_t max_running);
void host_pace_free(struct host_pace *pace);
CLEANUP_DEFINE(struct host_pace, host_pace_free)

/* Of the host and port of that URL. 0: it may be asked at any time. */
int64_t host_pace_not_before(
    const struct host_pace *pace, const char *url, int64_t now);
bool host_pace_has_room(const struct host_pace *pace, const char *url);
void host_pace_begin(struct host_pace *pace, const char *url);
/* is_well: it answered, whatever. retry_after_s: it asks to be left alone for
 * that time; 0: it does not. */
void host_pace_end(struct host_pace *pace, const char *url, bool is_well,
    int64_t retry_after_s, int64_t now);
