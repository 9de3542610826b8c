/*
 * Rows of how endpoints stand (render/render_status.h) as the output of a
 * monitoring plugin: one service for a whole fleet, or for what a pattern fits.
 */
#pragma once

#include <jansson.h>

#include "base/strbuf.h"
#include "cli/exit_code.h"

/* rows: worst first. Where all that is open was acknowledged, or silenced when
 * it began, an endpoint counts as quiet, and alarms nobody here either. The
 * exit code is that of the plugin: EXIT_CODE_UNKNOWN where there is no row, or
 * none was looked at yet. */
enum exit_code status_nagios(struct strbuf *buf, const json_t *rows,
    const char *pattern, int64_t now) MUST_CHECK;
