/* A silence for people, out of its JSON (render/render_silence.h). */
#pragma once

#include <jansson.h>

#include "base/strbuf.h"

/* Two lines: its number, until when, and what; by whom, and why. */
void silence_text(struct strbuf *buf, const json_t *row);
