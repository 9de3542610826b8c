/*
 * The lines of an answer as one JSON document, piece by piece: what is long
 * need never be in memory as a whole. Its shape is the route's (api_table.h);
 * the objects in it are those that the commands show with --json.
 */
#pragma once

#include <jansson.h>

#include "base/strbuf.h"
#include "web/api_table.h"

struct api_document {
	const struct api_route *route;
	bool is_lines; /* as they come: newline-delimited JSON */
	bool is_begun;
	size_t part, items; /* the list that is open, and what is in it */
};

/* What comes next is appended to out. */
void api_document_line(
    struct api_document *document, const json_t *line, struct strbuf *out);
/* The line that ended it well. */
void api_document_end(
    struct api_document *document, const json_t *line, struct strbuf *out);
