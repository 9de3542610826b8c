/* Drains libcrypto's error queue into a struct error, there and then. */
#pragma once

#include "base/error.h"

/* Sets err (ERROR_CRYPTO) to "words: reason" of the first queued error, empties
 * the queue and returns false. */
bool crypto_error_take(struct error *err, const char *fmt, ...)
    PRINTF_LIKE(2, 3);
