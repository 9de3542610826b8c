/*
 * Texts that were made fit to be shown once already (labels of certificates,
 * details of findings, names out of the store), so that a backslash in them is
 * an escape and not to be doubled. All else is escaped as ever, for who doubts.
 */
#pragma once

#include "web/html.h"

void plain_text(struct html *html, const char *text);
void plain_textf(struct html *html, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* An element with nothing but such a text in it; class may be NULL. */
void plain_element(struct html *html, const char *name, const char *class_name,
    const char *text);

/* Up to `len` bytes of text. */
void plain_bytes(struct html *html, const char *text, size_t len);
/* Of several lines: to paste, with its line breaks and tabs. */
void plain_lines(struct html *html, const char *text);
/* How many bytes of text stand on a line of so many characters: up to a space,
 * a dot or a comma where one is not too far back, and all of it where it
 * fits. At least one character. */
size_t plain_line(const char *text, size_t columns);
