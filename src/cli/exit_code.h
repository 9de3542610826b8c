/*
 * How the commands end: ok and notice 0, warning 1, critical 2; 3 when nothing
 * was judged: wrong usage, no chain seen, a file that cannot be read.
 */
#pragma once

#include "model/severity.h"

enum exit_code {
	EXIT_CODE_OK = 0,
	EXIT_CODE_WARNING = 1,
	EXIT_CODE_CRITICAL = 2,
	EXIT_CODE_UNKNOWN = 3,
};

static inline enum exit_code
exit_code_of(enum severity severity)
{
	switch (severity) {
	case SEVERITY_OK:
	case SEVERITY_NOTICE: return EXIT_CODE_OK;
	case SEVERITY_WARNING: return EXIT_CODE_WARNING;
	case SEVERITY_CRITICAL: break;
	}
	return EXIT_CODE_CRITICAL;
}
