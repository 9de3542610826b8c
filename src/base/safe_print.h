/*
 * Foreign bytes made fit for logs, terminals and pages: control characters,
 * escape sequences, invalid UTF-8 and characters that change the reading
 * direction or cannot be seen come out as \xNN or \u{NNNN}. A backslash is
 * doubled, so that what is shown can be told from what was escaped.
 */
#pragma once

#include <stddef.h>

#include "base/strbuf.h"

/* Cut, with "..." in the end, at max_chars characters shown. */
void safe_print(
    struct strbuf *buf, const void *bytes, size_t len, size_t max_chars);
/* The same as a fresh string (free). */
char *safe_print_dup(const void *bytes, size_t len, size_t max_chars);
