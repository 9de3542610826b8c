/* Levels, subject and one writer; see log.h. */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

static void
write_stderr(UNUSED void *arg, enum log_level level, const char *subject,
    const char *message)
{
	fprintf(stderr, "<%d>%s%s%s\n", log_syslog_priority(level),
	    subject == NULL ? "" : subject, subject == NULL ? "" : ": ",
	    message);
}

static log_fn writer = write_stderr;
static void *writer_arg;
static enum log_level most_level = LOG_LEVEL_INFO;

void
log_set_writer(log_fn fn, void *arg)
{
	writer = fn == NULL ? write_stderr : fn;
	writer_arg = fn == NULL ? NULL : arg;
}

void
log_set_level(enum log_level most)
{
	most_level = most;
}

int
log_syslog_priority(enum log_level level)
{
	return 3 +
	    (int)level; /* error 3, warning 4, notice 5, info 6, debug 7 */
}

static void log_at(enum log_level level, const char *subject, const char *fmt,
    va_list ap) PRINTF_LIKE(3, 0);

static void
log_at(enum log_level level, const char *subject, const char *fmt, va_list ap)
{
	CLEANUP(free) char *message = NULL;

	if (level > most_level)
		return;
	message = mem_vprintf(fmt, ap);
	writer(writer_arg, level, subject, message);
}

#define DEFINE_LEVEL(name, level) \
	void name(const char *subject, const char *fmt, ...) \
	{ \
		va_list ap; \
\
		va_start(ap, fmt); \
		log_at(level, subject, fmt, ap); \
		va_end(ap); \
	}

DEFINE_LEVEL(log_error, LOG_LEVEL_ERROR)
DEFINE_LEVEL(log_warning, LOG_LEVEL_WARNING)
DEFINE_LEVEL(log_notice, LOG_LEVEL_NOTICE)
DEFINE_LEVEL(log_info, LOG_LEVEL_INFO)
DEFINE_LEVEL(log_debug, LOG_LEVEL_DEBUG)
