/* Reads whole files, bounded. Regular files and pipes alike. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* How long a pipe may stay silent. */
#define FILE_PIPE_WAIT_MS 10000

/* path "-" reads standard input. *ret_bytes has a NUL after len bytes; free
 * it. Refuses what is larger than max_bytes and what is a folder. */
bool file_read(const char *path, size_t max_bytes, uint8_t **ret_bytes,
    size_t *ret_len, struct error *err) MUST_CHECK;
