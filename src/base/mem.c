/* Allocators that abort when memory is gone; see mem.h. */
#include "base/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define SMALL_MAX 1024 /* bytes */

static void
out_of_memory(void)
{
	static const char text[] = "<2>chainwatch: out of memory\n";

	fwrite(text, 1, sizeof text - 1, stderr);
	abort();
}

static void *
allocate(size_t size)
{
	void *p = malloc(size == 0 ? 1 : size);

	if (p == NULL)
		out_of_memory();
	return p;
}

void *
mem_new(size_t count, size_t size)
{
	void *p;

	/* glibc's calloc has no use for the blocks that its threads keep, which
	 * malloc gives out at once. Large ones come zeroed from the system. */
	if (count <= SMALL_MAX && size <= SMALL_MAX / (count == 0 ? 1 : count))
		return memset(allocate(count * size), 0, count * size);
	p = calloc(count == 0 ? 1 : count, size == 0 ? 1 : size);
	if (p == NULL)
		out_of_memory();
	return p;
}

void *
mem_resize(void *old, size_t count, size_t size)
{
	void *p;

	if (size != 0 && count > SIZE_MAX / size)
		out_of_memory();
	p = realloc(old, count * size == 0 ? 1 : count * size);
	if (p == NULL)
		out_of_memory();
	return p;
}

void *
mem_dup(const void *p, size_t len)
{
	void *copy = allocate(len);

	if (len > 0)
		memcpy(copy, p, len);
	return copy;
}

char *
mem_strdup(const char *s)
{
	return s == NULL ? NULL : mem_strndup(s, strlen(s));
}

char *
mem_strndup(const char *s, size_t len)
{
	char *copy;

	len = strnlen(s, len);
	copy = allocate(len + 1);
	memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

char *
mem_vprintf(const char *fmt, va_list ap)
{
	char *s = NULL;

	if (vasprintf(&s, fmt, ap) < 0)
		out_of_memory();
	return s;
}

char *
mem_printf(const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = mem_vprintf(fmt, ap);
	va_end(ap);
	return s;
}
