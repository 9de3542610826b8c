/* An answer as a document; see api_document.h. */
#include "web/api_document.h"

#include <string.h>

#include "base/mem.h"
#include "control/answer.h"
#include "render/json_value.h"

/* ASCII: a mark that turns the reading direction stays an escape. */
static void
add_json(struct strbuf *out, const json_t *value)
{
	CLEANUP(free)
	char *text = json_dumps(
	    value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_ENSURE_ASCII);

	strbuf_add(out, text);
}

static void
add_line(struct strbuf *out, const json_t *line)
{
	add_json(out, line);
	strbuf_add_char(out, '\n');
}

/* Without what makes it a line of an answer. */
static json_t *
bare(const json_t *line)
{
	json_t *object = json_copy((json_t *)line);

	json_object_del(object, "version");
	json_object_del(object, "type");
	return object;
}

static void
add_item(struct api_document *document, struct strbuf *out, const json_t *line,
    const char *member)
{
	json_t *item = member == NULL
	    ? bare(line)
	    : json_incref(json_object_get(line, member));

	if (document->items++ > 0)
		strbuf_add(out, ",\n");
	if (item != NULL)
		add_json(out, item);
	else
		strbuf_add(out, "null");
	json_decref(item);
}

/* ---- lists --------------------------------------------------------------- */

static void
begin_list(struct api_document *document, struct strbuf *out)
{
	if (!document->is_begun)
		strbuf_addf(
		    out, "{\"version\":%d,\"items\":[\n", ANSWER_VERSION);
	document->is_begun = true;
}

static void
add_stale(const json_t *line, struct strbuf *out)
{
	const json_t *stale = json_object_get(line, "stale_s");

	if (stale == NULL)
		return;
	strbuf_add(out, ",\"stale_s\":");
	add_json(out, stale);
}

static void
end_list(struct api_document *document, const json_t *line, struct strbuf *out)
{
	const json_t *next = json_object_get(line, "next");

	begin_list(document, out);
	strbuf_add(out, "\n],\"next\":");
	if (next != NULL)
		add_json(out, next);
	else
		strbuf_add(out, "null");
	add_stale(line, out);
	strbuf_add(out, "}\n");
}

/* ---- an object with lists ------------------------------------------------ */

/* All but its last brace, and what comes in full as a list of its own. */
static void
begin_whole(
    struct api_document *document, const json_t *line, struct strbuf *out)
{
	json_t *object = bare(line);

	document->is_begun = true;
	for (size_t i = 0;
	     i < API_MAX_PARTS && document->route->parts[i].name != NULL; i++)
		json_object_del(object, document->route->parts[i].name);
	json_value_set(object, "version", json_value_number(ANSWER_VERSION));
	add_json(out, object);
	json_decref(object);
	out->text[--out->len] = '\0';
}

static bool
has_part(const struct api_document *document)
{
	return document->part < API_MAX_PARTS &&
	    document->route->parts[document->part].type != NULL;
}

static void
open_part(struct api_document *document, struct strbuf *out)
{
	if (has_part(document))
		strbuf_addf(out, ",\n\"%s\":[",
		    document->route->parts[document->part].name);
	document->items = 0;
}

static void
next_part(struct api_document *document, struct strbuf *out)
{
	strbuf_add(out, "]");
	document->part++;
	open_part(document, out);
}

/* Parts come in the order of the table; what is none of them is left out. */
static void
add_to_part(
    struct api_document *document, const json_t *line, struct strbuf *out)
{
	const struct api_part *parts = document->route->parts;
	const char *type = json_string_value(json_object_get(line, "type"));
	size_t i = document->part;

	while (i < API_MAX_PARTS && parts[i].type != NULL &&
	    (type == NULL || strcmp(parts[i].type, type) != 0))
		i++;
	if (i == API_MAX_PARTS || parts[i].type == NULL)
		return;
	while (document->part < i)
		next_part(document, out);
	add_item(document, out, line, parts[i].is_entry ? "entry" : NULL);
}

/* -------------------------------------------------------------------------- */

void
api_document_line(
    struct api_document *document, const json_t *line, struct strbuf *out)
{
	if (document->is_lines) {
		add_line(out, line);
		return;
	}
	switch (document->route->shape) {
	case API_LIST:
		begin_list(document, out);
		add_item(document, out, line, document->route->item);
		break;
	case API_WHOLE:
		if (document->is_begun) {
			add_to_part(document, line, out);
		} else {
			begin_whole(document, line, out);
			open_part(document, out);
		}
		break;
	}
}

void
api_document_end(
    struct api_document *document, const json_t *line, struct strbuf *out)
{
	if (document->is_lines) {
		add_line(out, line);
		return;
	}
	switch (document->route->shape) {
	case API_LIST: end_list(document, line, out); break;
	case API_WHOLE:
		if (!document->is_begun)
			strbuf_add(out, "{");
		while (has_part(document))
			next_part(document, out);
		if (document->is_begun)
			add_stale(line, out);
		strbuf_add(out, "}\n");
		break;
	}
}
