/*
 * UTF-8, strictly (RFC 3629): no overlong forms, no surrogates, nothing above
 * U+10FFFF. Used where foreign bytes are shown and where text is cut.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Length of the character that p begins with (len > 0), 0 when invalid. */
size_t utf8_decode(const void *p, size_t len, uint32_t *ret_char);
/* How much of the first len bytes to keep, so that a cut behind them does not
 * leave a piece of a character. */
size_t utf8_cut(const void *p, size_t len);
/* Cells of a terminal: 0 for combining marks, 2 for East Asian wide characters
 * and emoji, else 1. Knows no locale. */
unsigned utf8_cells(uint32_t c);
