/*
 * Replaces a file as a whole: whoever reads it sees the old or the new one,
 * never half of it, whatever happens in between.
 */
#pragma once

#include <stddef.h>

#include "base/error.h"

/* Owner and mode of the file that stands there stay; a symbolic link stays,
 * and what it leads to is replaced. Refuses what is no regular file. */
bool file_replace(const char *path, const void *bytes, size_t len,
    struct error *err) MUST_CHECK;
