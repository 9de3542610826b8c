/*
 * libcrypto's global state: started without the host's openssl.cnf, its error
 * queue drained into a struct error there and then.
 */
#pragma once

#include "base/error.h"

/* First thing in main, before any other call to libcrypto or libssl: keeps
 * openssl.cnf (security level, default properties, providers) from changing
 * a verdict from host to host. More calls do nothing. */
void crypto_start(void);
/* Sets err (ERROR_CRYPTO) to "words: reason" of the first queued error, empties
 * the queue and returns false. */
bool crypto_error_take(struct error *err, const char *fmt, ...)
    PRINTF_LIKE(2, 3);
/* Empties the queue where the failure itself is the answer. */
void crypto_error_drop(void);
