/*
 * Reads certificate files on a thread of its own, so that a disk that takes its
 * time holds nobody up: whoever waits has a deadline, and a thread that hangs
 * in the kernel is left behind at the end.
 *
 * A file that was changed within the last two seconds is being worked on
 * (certbot flips its links one after the other, others write in place): it is
 * read once it has been left alone, or for as long as that takes at most.
 */
#pragma once

#include "files/served_file.h"
#include "net/loop.h"

#define FILE_READER_QUIET_S 2
#define FILE_READER_MAX_TRIES 15 /* a second apart, until it is left alone */

struct file_reader;
struct file_read;

struct file_read_result {
	bool is_read;
	struct served_file file; /* when it is; whoever takes it sets is_read to
				  * false */
	struct error err;	 /* when it is not */
};

/* The read is gone when it is called. */
typedef void (*file_read_fn)(void *arg, struct file_read_result *result);

struct file_reader *file_reader_new(struct loop *loop);
/* Its reads have ended or were cancelled. */
void file_reader_free(struct file_reader *reader);
CLEANUP_DEFINE(struct file_reader, file_reader_free)
/* Copies the options. Never calls fn before it returns. */
struct file_read *file_read_start(struct file_reader *reader,
    const struct served_file_options *options, int64_t timeout_ms,
    file_read_fn fn, void *arg);
void file_read_cancel(struct file_read *read); /* NULL is fine */
