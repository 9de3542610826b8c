/*
 * Allocators that never return NULL: they abort on exhaustion. Sizes that
 * come from outside are capped by a named limit before they get here.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include "base/cleanup.h"

/* Zeroed memory; count * size is checked for overflow. Free with free(). */
void *mem_new(size_t count, size_t size);
void *mem_resize(void *p, size_t count, size_t size);
void *mem_dup(const void *p, size_t len);
char *mem_strdup(const char *s); /* NULL gives NULL */
char *mem_strndup(const char *s, size_t len);
char *mem_printf(const char *fmt, ...) PRINTF_LIKE(1, 2);
char *mem_vprintf(const char *fmt, va_list ap) PRINTF_LIKE(1, 0);

#define MEM_NEW(type) ((type *)mem_new(1, sizeof(type)))

static inline UNUSED void
free_cleanup(void *p)
{
	free(*(void **)p);
}
