/*
 * An event as a Slack message (Block Kit), from its JSON (render_json.h), so
 * that one that was kept can be told after a restart. Foreign text is escaped,
 * and what is longer than Slack takes is cut.
 */
#pragma once

#include <jansson.h>

#define SLACK_SECTION_MAX 2900 /* bytes; Slack takes 3000 characters */

/* The message as JSON text; free it. */
char *render_slack_event(const json_t *event);
