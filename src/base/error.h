/*
 * struct error: what went wrong, as a kind and a sentence. Fallible functions
 * take one last, write it only on failure and return false or NULL.
 */
#pragma once

#include <stdbool.h>

#include "base/cleanup.h"

enum error_kind {
	ERROR_NONE,
	ERROR_SYSTEM,  /* a system call; the message ends in strerror's words */
	ERROR_INVALID, /* bytes or arguments from outside that make no sense */
	ERROR_LIMIT,   /* larger, deeper or more than a named limit */
	ERROR_MISSING, /* a thing that should be there is not */
	ERROR_CRYPTO,  /* a libcrypto call failed */
};

#define ERROR_MESSAGE_MAX 512

struct error {
	enum error_kind kind;
	char message[ERROR_MESSAGE_MAX];
};

#define ERROR_INIT \
	{ \
		.kind = ERROR_NONE \
	}

/* All three return false, so that a caller can `return error_set(...)`.
 * err may be NULL. Messages are cut at ERROR_MESSAGE_MAX. */
bool error_set(struct error *err, enum error_kind kind, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
/* Appends ": " and the words for errno. */
bool error_set_errno(struct error *err, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Puts "words: " before the message there is. */
bool error_prefix(struct error *err, const char *fmt, ...) PRINTF_LIKE(2, 3);
