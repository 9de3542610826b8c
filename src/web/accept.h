/* Which of two kinds of JSON is wanted: content negotiation, RFC 9110 12.5.1.
 */
#pragma once

#include <stdbool.h>

#include "base/cleanup.h"

/* accept: the header, or NULL. *ret_is_lines: newline-delimited JSON rather
 * than a document, which is what is meant where both are as welcome. false:
 * neither is taken. */
bool accept_read(const char *accept, bool *ret_is_lines) MUST_CHECK;
