/*
 * Does the kernel believe that somebody keeps its clock right? What NTP daemons
 * tell it (adjtimex), read only.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct clock_sync {
	bool is_known;	      /* the kernel, or timesyncd, says */
	bool is_synchronised; /* not STA_UNSYNC: a daemon keeps it right */
	int64_t max_error_ms; /* as it says; grows while nobody does */
};

struct clock_sync clock_sync_read(void);
