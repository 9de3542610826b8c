/*
 * Scope cleanup: CLEANUP(x_free) frees a local when it leaves its scope,
 * TAKE(p) hands its value over so that the scope does not free it.
 */
#pragma once

#include <stddef.h>

#define CLEANUP(fn) __attribute__((cleanup(fn##_cleanup)))

/* Defines the cleanup companion of a pointer destructor fn(type *). */
#define CLEANUP_DEFINE(type, fn) \
	static inline __attribute__((unused)) void fn##_cleanup(type **p) \
	{ \
		if (*p != NULL) \
			fn(*p); \
	}

#define TAKE(p) \
	__extension__({ \
		__typeof__(p) take_ = (p); \
		(p) = NULL; \
		take_; \
	})

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, first) __attribute__((format(printf, fmt, first)))
#define UNUSED __attribute__((unused))
