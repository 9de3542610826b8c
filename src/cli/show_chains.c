/* What the looks at one endpoint came to; see show_chains.h. */
#include "cli/show_chains.h"

#include <string.h>

#include "base/safe_print.h"
#include "cli/history_text.h"
#include "render/text_layout.h"

#define STEP 2
#define SHOWN_MAX 1000 /* characters of one text */
#define LINE_BYTES 16384
#define PLACES_NAMED 3 /* above a chain */

static const char *
member(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text != NULL ? text : "";
}

/* How long an escape sequence that only colours is; 0: it is none. */
static size_t
colour_len(const char *text)
{
	size_t len = 2;

	if (text[0] != '\x1b' || text[1] != '[')
		return 0;
	len += strspn(text + len, "0123456789;");
	return text[len] == 'm' ? len + 1 : 0;
}

/* Text that was made for this terminal by whoever answered: colours pass, and
 * nothing else that a terminal might obey. */
static void
add_rendered(struct strbuf *buf, const char *text)
{
	while (*text != '\0') {
		size_t len = colour_len(text);

		if (len == 0 && (*text == '\n' || *text == '\\'))
			len = 1; /* what is escaped already stays so */
		if (len > 0) {
			strbuf_add_bytes(buf, text, len);
		} else {
			len = 1 + strcspn(text + 1, "\n\\\x1b");
			safe_print(buf, text, len, len);
		}
		text += len;
	}
}

static void
add_places(struct strbuf *line, const json_t *addresses)
{
	const json_t *address;
	size_t count = json_array_size(addresses), i;

	strbuf_add(line, "At ");
	json_array_foreach(addresses, i, address)
	{
		if (i == PLACES_NAMED)
			break;
		strbuf_add(line, i == 0 ? "" : ", ");
		history_text_place(line, address);
	}
	if (count > PLACES_NAMED)
		strbuf_addf(line, " and %zu more", count - PLACES_NAMED);
}

static void
add_chain_title(
    struct strbuf *buf, const json_t *chain, const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf line = STRBUF_INIT(LINE_BYTES);

	add_places(&line, json_object_get(chain, "addresses"));
	strbuf_add(&line, ", since ");
	history_text_time(&line, json_object_get(chain, "since"));
	strbuf_add_char(buf, '\n');
	text_wrap(buf, style, 0, STEP, TEXT_BOLD, strbuf_text(&line));
}

/* What the last look found and the judge does not find in what is kept: it is
 * no part of the certificates, or the look was by another name. */
static void
add_found(
    struct strbuf *buf, const json_t *chain, const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf line = STRBUF_INIT(LINE_BYTES);
	const json_t *finding;
	const char *found = member(chain, "found");
	size_t i;

	while (*found != '\0') {
		size_t len = strcspn(found, ",");
		bool is_told = false;

		json_array_foreach(
		    json_object_get(
			json_object_get(chain, "report"), "findings"),
		    i, finding) is_told |=
		    strlen(member(finding, "code")) == len &&
		    strncmp(member(finding, "code"), found, len) == 0;
		if (!is_told) {
			strbuf_add(&line,
			    line.len == 0 ? "The last look found, too: "
					  : ", ");
			safe_print(&line, found, len, SHOWN_MAX);
		}
		found += len + strspn(found + len, ", ");
	}
	if (line.len == 0)
		return;
	text_pad(buf, STEP);
	text_wrap(buf, style, STEP, STEP, TEXT_PLAIN, strbuf_text(&line));
}

void
show_chains(
    struct strbuf *buf, const json_t *chains, const struct render_style *style)
{
	const json_t *chain;
	size_t i;

	json_array_foreach(chains, i, chain)
	{
		const char *text = member(chain, "text");

		add_chain_title(buf, chain, style);
		if (*text != '\0')
			add_rendered(buf, text);
		else
			strbuf_add(
			    buf, "  Its certificates were not all kept.\n");
		add_found(buf, chain, style);
	}
}

void
show_failures(struct strbuf *buf, const json_t *failures,
    const struct render_style *style)
{
	const json_t *failure;
	size_t i;

	json_array_foreach(failures, i, failure)
	{
		CLEANUP(strbuf_clear)
		struct strbuf line = STRBUF_INIT(LINE_BYTES);

		add_places(&line, json_object_get(failure, "addresses"));
		strbuf_add(&line, ", the last look failed");
		strbuf_add_char(buf, '\n');
		text_wrap(buf, style, 0, STEP, TEXT_BOLD, strbuf_text(&line));
		add_rendered(buf, member(failure, "text"));
	}
}
