/* What stands in the place of a line of a frame; a table each. Private to this
 * folder; see manual.h. */
#pragma once

#include "base/strbuf.h"
#include "cli/options.h"

/* chainwatch(1) */
void manual_synopsis(struct strbuf *buf);
void manual_commands(struct strbuf *buf);
void manual_exit_codes(struct strbuf *buf);
/* chainwatchd(8) */
void manual_daemon_options(struct strbuf *buf);
void manual_daemon_exit_codes(struct strbuf *buf);
void manual_metrics(struct strbuf *buf);
/* chainwatchd.yaml(5) */
void manual_keys(struct strbuf *buf);
/* chainwatch-findings(7) */
void manual_findings(struct strbuf *buf);
void manual_own_findings(struct strbuf *buf);
void manual_remedies(struct strbuf *buf);
void manual_events(struct strbuf *buf);
