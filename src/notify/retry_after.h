/* The Retry-After header (RFC 9110 10.2.3): seconds, or a date. Pure. */
#pragma once

#include <stdint.h>

/* Seconds from now; 0 for a date that is over; -1: nothing that makes sense. */
int64_t retry_after_parse(const char *text, int64_t now);
