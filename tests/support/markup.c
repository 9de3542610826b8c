/* Reads markup, strictly; see markup.h. */
#include "support/markup.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/strbuf.h"

#define DEPTH_MAX 64
#define NAME_MAX_LEN 32
#define TEXT_MAX (8u << 20)

struct reader {
	const char *start, *at;
	char open[DEPTH_MAX][NAME_MAX_LEN];
	size_t depth;
	struct strbuf text;
	/* what is counted */
	const char *name, *attribute, *word;
	size_t count;
};

static void
refuse(const struct reader *reader, const char *why)
{
	size_t from = reader->at - reader->start > 60
	    ? (size_t)(reader->at - reader->start) - 60
	    : 0;

	fail_msg("%s at byte %zu: ...%.120s", why,
	    (size_t)(reader->at - reader->start), reader->start + from);
}

static void
read_name(struct reader *reader, char name[NAME_MAX_LEN])
{
	size_t len = strspn(reader->at,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

	if (len == 0 || len >= NAME_MAX_LEN)
		refuse(reader, "no name");
	memcpy(name, reader->at, len);
	name[len] = '\0';
	reader->at += len;
}

static void
read_entity(struct reader *reader, struct strbuf *to)
{
	static const struct {
		const char *entity, *text;
	} rows[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"},
	    {"&quot;", "\""}, {"&#39;", "'"}};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		size_t len = strlen(rows[i].entity);

		if (strncmp(reader->at, rows[i].entity, len) != 0)
			continue;
		strbuf_add(to, rows[i].text);
		reader->at += len;
		return;
	}
	refuse(reader, "an '&' that begins no entity");
}

/* Up to that character. */
static void
read_text(struct reader *reader, struct strbuf *to, char end)
{
	while (*reader->at != end && *reader->at != '\0') {
		unsigned char c = (unsigned char)*reader->at;

		if (c == '<')
			refuse(reader, "a '<' in a text");
		if (c < 0x20 && c != '\n' && c != '\t')
			refuse(reader, "a control character");
		if (c == '&') {
			read_entity(reader, to);
			continue;
		}
		strbuf_add_char(to, *reader->at++);
	}
}

static bool
has_word(const char *words, const char *wanted)
{
	size_t len = strlen(wanted);

	for (const char *at = strstr(words, wanted); at != NULL;
	     at = strstr(at + 1, wanted)) {
		if ((at == words || at[-1] == ' ') &&
		    (at[len] == ' ' || at[len] == '\0'))
			return true;
	}
	return strcmp(words, wanted) == 0;
}

/* Of an element whose name has been read. */
static void
read_attributes(struct reader *reader, const char *name)
{
	bool is_wanted =
	    reader->name != NULL && strcmp(reader->name, name) == 0;

	if (is_wanted && reader->attribute == NULL)
		reader->count++;
	while (isspace((unsigned char)*reader->at)) {
		CLEANUP(strbuf_clear)
		struct strbuf value = STRBUF_INIT(TEXT_MAX);
		char key[NAME_MAX_LEN];

		reader->at += strspn(reader->at, " \n\t");
		read_name(reader, key);
		if (strncmp(reader->at, "=\"", 2) != 0)
			refuse(reader, "an attribute without a quoted value");
		reader->at += 2;
		read_text(reader, &value, '"');
		if (*reader->at++ != '"')
			refuse(reader, "a value without an end");
		if (is_wanted && reader->attribute != NULL &&
		    strcmp(key, reader->attribute) == 0 &&
		    has_word(strbuf_text(&value), reader->word))
			reader->count++;
	}
	if (*reader->at++ != '>')
		refuse(reader, "an element without an end");
}

static bool
is_void(const char *name)
{
	static const char *const names[] = {
	    "meta", "link", "input", "br", "hr", "img"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

static void
read_element(struct reader *reader)
{
	char name[NAME_MAX_LEN];

	strbuf_add_char(&reader->text, ' ');
	reader->at++;
	if (*reader->at == '/') {
		reader->at++;
		read_name(reader, name);
		if (*reader->at++ != '>' || reader->depth == 0 ||
		    strcmp(reader->open[--reader->depth], name) != 0)
			refuse(reader, "another element is open");
		return;
	}
	read_name(reader, name);
	read_attributes(reader, name);
	if (is_void(name))
		return;
	if (reader->depth == DEPTH_MAX)
		refuse(reader, "too deep");
	memcpy(reader->open[reader->depth++], name, sizeof name);
}

static void
read_all(struct reader *reader, const char *markup)
{
	static const char doctype[] = "<!doctype html>";

	reader->start = reader->at = markup;
	reader->text = (struct strbuf)STRBUF_INIT(TEXT_MAX);
	if (strncmp(markup, doctype, strlen(doctype)) == 0)
		reader->at += strlen(doctype);
	while (*reader->at != '\0') {
		if (*reader->at == '<')
			read_element(reader);
		else
			read_text(reader, &reader->text, '<');
	}
	if (reader->depth > 0)
		refuse(reader, "an element is not closed");
}

void
markup_check(const char *markup)
{
	struct reader reader = {.depth = 0};

	read_all(&reader, markup);
	strbuf_clear(&reader.text);
}

char *
markup_text(const char *markup)
{
	struct reader reader = {.depth = 0};

	read_all(&reader, markup);
	strbuf_add(&reader.text, "");
	return strbuf_take(&reader.text);
}

size_t
markup_count(const char *markup, const char *name, const char *attribute,
    const char *word)
{
	struct reader reader = {
	    .name = name, .attribute = attribute, .word = word};

	read_all(&reader, markup);
	strbuf_clear(&reader.text);
	return reader.count;
}
