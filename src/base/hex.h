/* Bytes to lower-case hexadecimal and back. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"

/* Writes 2 * len + 1 bytes. */
void hex_encode(const uint8_t *bytes, size_t len, char *text);
/* Exactly 2 * len digits of either case, nothing else. */
bool hex_decode(const char *text, uint8_t *ret_bytes, size_t len) MUST_CHECK;
