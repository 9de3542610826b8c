/*
 * A bounded queue of bytes and a thread that writes them: for sockets,
 * terminals and pipes that can block, so that the loop never does. Only plain
 * bytes cross to the thread; events and certificates are not thread-safe.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"

#define WRITER_MAX_ITEMS 4096
#define WRITER_MAX_BYTES (16u << 20)

struct writer;

struct writer_options {
	/* Writes one item, whole; may block. On the writer's thread. */
	void (*write)(void *arg, const uint8_t *bytes, size_t len);
	void (*free_arg)(void *arg); /* or NULL; once the thread has ended */
	void *arg;
	size_t max_items, max_bytes; /* 0: the limits above */
};

struct writer *writer_new(const struct writer_options *options);
/* Copies the bytes. false at once when the queue is full. mark: see below; 0:
 * none. */
bool writer_put(struct writer *writer, const void *bytes, size_t len,
    uint64_t mark) MUST_CHECK;
/* The last mark that was written; marks are put in rising order. */
uint64_t writer_mark(struct writer *writer);
/* Waits until all that was put is written; false: not within timeout_ms. */
bool writer_flush(struct writer *writer, int64_t timeout_ms);
/* Waits like flush, then ends the thread and frees. A thread that hangs in a
 * write is left behind and frees what is left when it comes back. */
void writer_close(struct writer *writer, int64_t timeout_ms);
