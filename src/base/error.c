/* Errors as values; see error.h. */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

/* A message that just fits may have been cut within a character. */
static bool
finish(struct error *err)
{
	size_t len = strlen(err->message);

	if (len == sizeof err->message - 1)
		err->message[utf8_cut(err->message, len)] = '\0';
	return false;
}

bool
error_set(struct error *err, enum error_kind kind, const char *fmt, ...)
{
	va_list ap;

	if (err == NULL)
		return false;
	err->kind = kind;
	va_start(ap, fmt);
	vsnprintf(err->message, sizeof err->message, fmt, ap);
	va_end(ap);
	return finish(err);
}

bool
error_set_errno(struct error *err, const char *fmt, ...)
{
	int saved = errno;
	size_t len;
	va_list ap;

	if (err == NULL)
		return false;
	err->kind = ERROR_SYSTEM;
	va_start(ap, fmt);
	vsnprintf(err->message, sizeof err->message, fmt, ap);
	va_end(ap);
	len = strlen(err->message);
	snprintf(err->message + len, sizeof err->message - len, ": %s",
	    strerror(saved));
	return finish(err);
}

bool
error_prefix(struct error *err, const char *fmt, ...)
{
	char old[ERROR_MESSAGE_MAX];
	size_t len;
	va_list ap;

	if (err == NULL)
		return false;
	memcpy(old, err->message, sizeof old);
	va_start(ap, fmt);
	vsnprintf(err->message, sizeof err->message, fmt, ap);
	va_end(ap);
	len = strlen(err->message);
	snprintf(err->message + len, sizeof err->message - len, ": %s", old);
	return finish(err);
}
