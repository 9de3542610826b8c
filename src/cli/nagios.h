/*
 * Output of a monitoring plugin (Nagios, Icinga, Checkmk, Naemon): one line
 * with the state, a sentence and performance data, then the findings, a line
 * each. The exit codes of the commands are those of plugins already.
 */
#pragma once

#include "base/error.h"
#include "base/strbuf.h"
#include "cli/exit_code.h"
#include "model/finding.h"
#include "model/report.h"

/* One look, or one file. All is lent. */
struct nagios_item {
	const char *subject;	     /* "192.0.2.1:443"; safe to print */
	const struct report *report; /* NULL: nothing was judged */
	enum finding_code failure;   /* FINDING_COUNT: none */
	const char *failure_detail;
	int64_t total_ms; /* -1: not known */
};

/* items may be none: then words say why. */
void nagios_text(struct strbuf *buf, enum exit_code code, const char *subject,
    const struct nagios_item *items, size_t count, const char *words);

/* For who writes other output of a plugin: the beginning with the state; and
 * text that is safe to print, with nothing in it that a plugin means. */
void nagios_begin(struct strbuf *buf, enum exit_code code);
void nagios_add(struct strbuf *buf, const char *text);

/* Standard output of a plugin that could not look at all: words for err. Always
 * EXIT_CODE_UNKNOWN. */
enum exit_code nagios_fail(const char *subject, const struct error *err);
