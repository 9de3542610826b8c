/*
 * Standard output: text as the terminal there wants it, or JSON.
 */
#pragma once

#include <jansson.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "cli/exit_code.h"
#include "render/render_text.h"

#define OUTPUT_MAX_BYTES (64u << 20)
#define OUTPUT_WIDTH 80 /* where nothing says how wide it is */

/* What standard output can show now. */
struct render_style output_style(void);
/* Both: EXIT_CODE_UNKNOWN instead of code when not everything was written. */
enum exit_code output_text(const struct strbuf *text, enum exit_code code);
enum exit_code output_json(json_t *take_value, enum exit_code code);
