/*
 * How the commands end: ok and notice 0, warning 1, critical 2; 3 when nothing
 * was judged: wrong usage, no chain seen, a file that cannot be read.
 */
#pragma once

#include <stddef.h>

#include "base/strbuf.h"
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

struct exit_code_row {
	enum exit_code code;
	const char *meaning; /* for people; no full stop */
};

/* The table, in its order; NULL: no more. */
const struct exit_code_row *exit_code_at(size_t i);
/* "Exit status: 0 ok or notice, 1 warning, ..." */
void exit_code_sentence(struct strbuf *buf);
