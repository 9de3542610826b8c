/*
 * A look at a certificate file in place of a server: what it holds as an
 * observation, as if a server had sent it, and what is wrong with it as a file
 * beside the judge's findings.
 */
#pragma once

#include "files/file_reader.h"
#include "model/endpoint.h"
#include "model/observation.h"
#include "model/report.h"

/* Reads the file of that endpoint, within its timeout. */
struct file_read *file_look_start(struct file_reader *reader,
    const struct endpoint *endpoint, file_read_fn fn, void *arg);
/* What was read, or how that failed. started_at: wall seconds. */
struct observation *file_look_observation(
    const struct file_read_result *result, int64_t started_at);
/* Takes the file out of the result, if it was read. */
void file_look_take(
    struct file_read_result *result, struct served_file *ret_file);
/* Adds to the judge's report, which nobody else has yet: faults of the file,
 * and the further names that it does not cover. */
void file_look_add(struct report *report, const struct served_file *file,
    const struct endpoint *endpoint);
/* Makes the key of what the memo would know the chain by one of this file: all
 * that was found goes into it. */
void file_look_key(
    const struct report *report, uint8_t *key_bytes, size_t key_len);
