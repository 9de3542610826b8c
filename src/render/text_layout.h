/*
 * What all text for people is made of: colours, marks, columns, wrapping. The
 * style decides; nothing here looks at a terminal.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "model/severity.h"
#include "render/render_text.h"

enum text_colour {
	TEXT_PLAIN,
	TEXT_BOLD,
	TEXT_DIM,
	TEXT_RED,
	TEXT_YELLOW,
	TEXT_GREEN,
	TEXT_BLUE,
	TEXT_COLOUR_COUNT,
};

#define TEXT_LEAST_WIDTH 40 /* narrower terminals are treated as this wide */

enum text_colour text_severity_colour(enum severity severity);
/* Adds text between the colour's escape sequences, when there is colour. */
void text_add(struct strbuf *buf, const struct render_style *style,
    enum text_colour colour, const char *text);
/* "x critical" with its mark, bold and coloured. */
void text_add_severity(struct strbuf *buf, const struct render_style *style,
    enum severity severity);
void text_pad(struct strbuf *buf, size_t columns);
/* Columns that UTF-8 text takes on a terminal. */
size_t text_columns(const char *text);
/* Adds text word by word. The line stands at `column` already; further lines
 * begin with `indent` spaces. Ends with a newline. */
void text_wrap(struct strbuf *buf, const struct render_style *style,
    size_t column, size_t indent, enum text_colour colour, const char *text);
/* Adds lines to be pasted: commands and settings stay whole, whatever the
 * width; comments ("# ") are wrapped as comments. */
void text_paste(struct strbuf *buf, const struct render_style *style,
    size_t indent, const char *text);
/* "2027-01-30 (70 days)", "2026-11-20 (3 hours ago)": a date beside now. */
void text_add_date(struct strbuf *buf, int64_t when, int64_t now);
