/*
 * Lists of transparency logs out of files: the JSON that Google and Apple
 * publish, in versions 2 and 3 of the schema, with the logs that are served in
 * tiles (static-ct-api). Such a list is fetched by whoever runs this, not here.
 */
#pragma once

#include "model/ct_logs.h"

#define LOG_LIST_MAX_BYTES (4u << 20) /* one of 2026 has about 100 kB */
#define LOG_LIST_MAX_LOGS 4000
#define LOG_LIST_MAX_OPERATORS 1000
#define LOG_LIST_TEXT_MAX 120 /* characters of a name that are kept */

/* NULL with the file, the line and what is wrong there. Where the list does not
 * say when it was made, the file's own date counts. */
struct ct_logs *log_list_load(const char *path, struct error *err);
/* The same of bytes; a fuzzer feeds it. dated_at: what counts where the list
 * does not say it. */
struct ct_logs *log_list_read(const char *name, const char *bytes, size_t len,
    int64_t dated_at, struct error *err);
