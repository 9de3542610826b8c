/* Events for Slack; see render_slack.h. */
#include "render/render_slack.h"

#include <string.h>

#include "base/mem.h"
#include "render/json_value.h"

#define TITLE_MAX 300

static const char *
text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text == NULL ? "" : text;
}

/* Slack's three characters; the rest is data to it. */
static void
add_escaped(struct strbuf *buf, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '&')
			strbuf_add(buf, "&amp;");
		else if (*text == '<')
			strbuf_add(buf, "&lt;");
		else if (*text == '>')
			strbuf_add(buf, "&gt;");
		else
			strbuf_add_char(buf, *text);
	}
}

static const char *
sign_of(const json_t *event)
{
	const char *severity = text_of(event, "severity");

	if (strcmp(text_of(event, "event"), "incident-resolved") == 0)
		return ":white_check_mark:";
	if (strcmp(severity, "critical") == 0)
		return ":red_circle:";
	if (strcmp(severity, "warning") == 0)
		return ":large_orange_circle:";
	return ":information_source:";
}

/* Verbatim: links are those that are written as such here; "@channel", an
 * address or the name of a room in what a peer says calls nobody. */
static void
add_block(json_t *blocks, const char *type, const struct strbuf *text)
{
	json_t *block = json_value_object(), *words = json_value_object();

	json_value_set(words, "type", json_value_text("mrkdwn"));
	json_value_set(words, "text", json_value_strbuf(text));
	json_value_set(words, "verbatim", json_value_bool(true));
	json_value_set(block, "type", json_value_text(type));
	if (strcmp(type, "context") == 0) {
		json_t *elements = json_value_array();

		json_value_append(elements, words);
		json_value_set(block, "elements", elements);
	} else {
		json_value_set(block, "text", words);
	}
	json_value_append(blocks, block);
}

static void
add_headline(json_t *blocks, const json_t *event)
{
	struct strbuf text = STRBUF_INIT(SLACK_SECTION_MAX);

	strbuf_addf(&text, "%s *", sign_of(event));
	add_escaped(&text, text_of(event, "severity"));
	strbuf_add(&text, "* ");
	add_escaped(&text, text_of(event, "text"));
	if (json_is_true(json_object_get(event, "first_here")))
		strbuf_addf(&text,
		    "\n_Open since %s; the first that is said "
		    "of it here._",
		    text_of(json_object_get(event, "incident"), "opened_at"));
	if (*text_of(event, "detail") != '\0') {
		strbuf_add_char(&text, '\n');
		add_escaped(&text, text_of(event, "detail"));
	}
	add_block(blocks, "section", &text);
	strbuf_clear(&text);
}

static void
add_remedy(json_t *blocks, const json_t *event)
{
	const char *cure = text_of(json_object_get(event, "remedy"), "cure");
	struct strbuf text = STRBUF_INIT(SLACK_SECTION_MAX);

	if (*cure == '\0')
		return;
	strbuf_add(&text, "*What to do:* ");
	add_escaped(&text, cure);
	add_block(blocks, "section", &text);
	strbuf_clear(&text);
}

/* Where more of it is to be seen. */
static void
add_page(json_t *blocks, const json_t *event)
{
	struct strbuf text = STRBUF_INIT(SLACK_SECTION_MAX);

	if (*text_of(event, "page") == '\0')
		return;
	strbuf_add(&text, "<");
	add_escaped(&text, text_of(event, "page"));
	strbuf_add(&text, "|The incident: whom it meets, what to paste>");
	add_block(blocks, "section", &text);
	strbuf_clear(&text);
}

static void
add_item(struct strbuf *text, const char *key, const char *value)
{
	if (*value == '\0')
		return;
	strbuf_addf(text, "%s%s ", text->len > 0 ? " | " : "", key);
	add_escaped(text, value);
}

static void
add_context(json_t *blocks, const json_t *event)
{
	const json_t *endpoint = json_object_get(event, "endpoint");
	const json_t *labels = json_object_get(endpoint, "labels");
	const json_t *incident = json_object_get(event, "incident");
	struct strbuf text = STRBUF_INIT(SLACK_SECTION_MAX);
	const char *key;
	json_t *value;

	add_item(&text, "event", text_of(event, "event"));
	add_item(&text, "finding", text_of(event, "finding"));
	add_item(&text, "host", text_of(endpoint, "host"));
	add_item(&text, "incident", text_of(incident, "id"));
	json_object_foreach((json_t *)(uintptr_t)labels, key, value)
	{
		add_escaped(&text, text.len > 0 ? " | " : "");
		add_escaped(&text, key);
		strbuf_add_char(&text, ' ');
		add_escaped(&text, json_string_value(value));
	}
	add_item(&text, "at", text_of(event, "time"));
	add_block(blocks, "context", &text);
	strbuf_clear(&text);
}

char *
render_slack_event(const json_t *event)
{
	json_t *message = json_value_object(), *blocks = json_value_array();
	struct strbuf title = STRBUF_INIT(TITLE_MAX);
	char *text;

	/* What a notification shows, without blocks. */
	add_escaped(&title, text_of(event, "severity"));
	strbuf_add(&title, ": ");
	add_escaped(&title, text_of(event, "text"));
	json_value_set(message, "text", json_value_strbuf(&title));
	strbuf_clear(&title);
	add_headline(blocks, event);
	add_remedy(blocks, event);
	add_page(blocks, event);
	add_context(blocks, event);
	json_value_set(message, "blocks", blocks);
	text = json_dumps(message, JSON_COMPACT);
	if (text == NULL)
		abort(); /* memory, as in mem.h */
	json_decref(message);
	return text;
}
