/* Text for roff; see roff.h. */
#include "manual/roff.h"

#include <ctype.h>
#include <string.h>

#define LINE_COLUMNS 72

/* What roff would turn into something else, and what it is to be told. */
static const struct {
	char character;
	const char *written;
} escapes[] = {
    {'\\', "\\e"},
    {'-', "\\-"}, /* else a hyphen, which no shell takes for a minus */
    {'\'', "\\(aq"},
    {'`', "\\(ga"},
    {'^', "\\(ha"},
    {'~', "\\(ti"},
    {'"', "\\(dq"},
};

static const char *
written(char c)
{
	for (size_t i = 0; i < sizeof escapes / sizeof escapes[0]; i++) {
		if (escapes[i].character == c)
			return escapes[i].written;
	}
	return NULL;
}

static void
add_character(struct strbuf *buf, char c)
{
	const char *escape = written(c);

	if (escape != NULL)
		strbuf_add(buf, escape);
	else
		strbuf_add_char(buf, c);
}

static void
add_escaped(struct strbuf *buf, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		add_character(buf, text[i]);
}

/* How much of a line text takes once it is escaped. */
static size_t
written_len(const char *text, size_t len)
{
	size_t sum = len;

	for (size_t i = 0; i < len; i++) {
		const char *escape = written(text[i]);

		sum += escape == NULL ? 0 : strlen(escape) - 1;
	}
	return sum;
}

void
roff_add(struct strbuf *buf, const char *text)
{
	strbuf_add(buf, "\\&"); /* no name of a macro, whatever it is */
	add_escaped(buf, text, strlen(text));
}

static bool
ends_sentence(const char *word, size_t len)
{
	while (len > 0 && strchr("\"')`", word[len - 1]) != NULL)
		len--;
	return len > 0 && strchr(".?!", word[len - 1]) != NULL;
}

/* A name or a value, rather than a word of the language. */
static bool
is_code(const char *word, size_t len)
{
	for (size_t i = 1; i + 1 < len; i++) {
		unsigned char c = (unsigned char)word[i];

		if (isupper(c) || isdigit(c) || strchr("-_/=:", c) != NULL)
			return true;
	}
	return false;
}

/* One word; backquotes in it begin and end what is bold. */
static void
add_word(struct strbuf *buf, const char *word, size_t len, bool *is_bold)
{
	if (is_code(word, len))
		strbuf_add(buf, "\\%"); /* not to be hyphenated */
	for (size_t i = 0; i < len; i++) {
		if (word[i] != '`') {
			add_character(buf, word[i]);
			continue;
		}
		*is_bold = !*is_bold;
		strbuf_add(buf, *is_bold ? "\\fB" : "\\fR");
	}
}

void
roff_sentences(struct strbuf *buf, const char *text)
{
	size_t column = 0;
	bool is_bold = false;

	text += strspn(text, " ");
	while (*text != '\0') {
		size_t len = strcspn(text, " ");
		size_t takes = written_len(text, len);

		if (column > 0 && column + 1 + takes > LINE_COLUMNS) {
			strbuf_add_char(buf, '\n');
			column = 0;
		}
		if (column > 0)
			strbuf_add_char(buf, ' ');
		else if (*text == '.')
			strbuf_add(buf, "\\&");
		add_word(buf, text, len, &is_bold);
		column += takes + 1;
		if (ends_sentence(text, len) && !is_bold)
			column = LINE_COLUMNS; /* the next begins a line */
		text += len + strspn(text + len, " ");
	}
	strbuf_add_char(buf, '\n');
}

/* A word of the language, not what is to be typed: "user:password". */
static bool
is_plain_word(const char *text)
{
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz'");

	return len > 0 && (text[len] == '\0' || strchr(" ,;.", text[len]));
}

void
roff_sentence_of(struct strbuf *buf, const char *words)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(ROFF_MAX);

	strbuf_add(&text, words);
	if (is_plain_word(words))
		text.text[0] = (char)toupper((unsigned char)words[0]);
	if (!ends_sentence(words, strlen(words)))
		strbuf_add_char(&text, '.');
	roff_sentences(buf, strbuf_text(&text));
}

void
roff_display(struct strbuf *buf, const char *text)
{
	strbuf_add(buf, ".Bd -literal -offset indent\n");
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		if (*text == '.')
			strbuf_add(buf, "\\&");
		add_escaped(buf, text, len);
		strbuf_add_char(buf, '\n');
		text += len + (text[len] == '\n');
	}
	strbuf_add(buf, ".Ed\n");
}
