/*
 * The program's own log: one function pointer that daemon or command fill in.
 * Only daemon, cli, control, monitor and notify log above debug. Messages
 * start lower case, name the thing and have no full stop; never a secret,
 * never a byte of a peer that did not go through safe_print.
 */
#pragma once

#include "base/cleanup.h"

enum log_level {
	LOG_LEVEL_ERROR,   /* someone must act */
	LOG_LEVEL_WARNING, /* we go on, but worse */
	LOG_LEVEL_NOTICE,  /* incidents */
	LOG_LEVEL_INFO,	   /* life cycle */
	LOG_LEVEL_DEBUG,
};

/* subject: what it is about (a target's name), or NULL. */
typedef void (*log_fn)(
    void *arg, enum log_level level, const char *subject, const char *message);

/* The default writes "<N>message" lines (sd-daemon(3)) to stderr. */
void log_set_writer(log_fn fn, void *arg);
void log_set_level(enum log_level most);
int log_syslog_priority(enum log_level level); /* 3 to 7 */

void log_error(const char *subject, const char *fmt, ...) PRINTF_LIKE(2, 3);
void log_warning(const char *subject, const char *fmt, ...) PRINTF_LIKE(2, 3);
void log_notice(const char *subject, const char *fmt, ...) PRINTF_LIKE(2, 3);
void log_info(const char *subject, const char *fmt, ...) PRINTF_LIKE(2, 3);
void log_debug(const char *subject, const char *fmt, ...) PRINTF_LIKE(2, 3);
