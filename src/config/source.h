/*
 * struct source: the bytes of one configuration file, and how a place in them
 * is shown to people: line, column, and the line itself with the cells that a
 * caret goes under. Owns its bytes; knows nothing of YAML.
 */
#pragma once

#include <stdint.h>

#include "base/array.h"
#include "base/error.h"

/* Lines longer than this are shown as a window around the fault. */
#define SOURCE_WINDOW_CELLS 70

struct source {
	char *name;	 /* as it stands in messages */
	unsigned number; /* in the order the files were opened */
	uint8_t *bytes;	 /* without BOM, CR LF made LF; a NUL after len */
	size_t len;
	/* where the last question of source_offset ended */
	size_t cursor_index, cursor_offset;
	bool is_ascii;
	ARRAY(uint32_t) lines; /* where each starts; made when first needed */
};

struct source_place {
	size_t line, column; /* 1-based; the column counts characters */
};

struct source_view {
	char *text;			/* safe to print; free it */
	size_t caret_column, caret_len; /* in cells; the column 0-based */
};

/* Bytes no longer than UINT32_MAX. */
struct source *source_new(
    const char *name, unsigned number, uint8_t *take_bytes, size_t len);
void source_free(struct source *source);
CLEANUP_DEFINE(struct source, source_free)
/* Is it UTF-8 without control characters? If not: where not. */
bool source_check(
    struct source *source, size_t *ret_offset, struct error *err) MUST_CHECK;
/* The byte where the index-th character starts, len at most. */
size_t source_offset(struct source *source, size_t index);
struct source_place source_place(struct source *source, size_t offset);
/* The line of start; the caret covers start to end as far as this line goes,
 * and one cell at least. */
struct source_view source_show(struct source *source, size_t start, size_t end);
