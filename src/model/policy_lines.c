/* Rows of words; see policy_lines.h. */
#include "model/policy_lines.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/safe_print.h"

#define BLANKS " \t\r"
#define MESSAGE_SHOWN_MAX 300
#define SHOWN_MAX 40

bool
policy_lines_fault(const struct policy_lines *lines, size_t line,
    struct error *err, enum error_kind kind, const char *fmt, ...)
{
	CLEANUP(free) char *message = NULL;
	CLEANUP(free) char *shown = NULL;
	va_list ap;

	va_start(ap, fmt);
	message = mem_vprintf(fmt, ap);
	va_end(ap);
	shown = safe_print_dup(message, strlen(message), MESSAGE_SHOWN_MAX);
	return error_set(err, kind, "%s:%zu: %s", lines->name, line, shown);
}

static bool
has_control(const char *text, size_t len, size_t *ret_line)
{
	*ret_line = 1;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c == '\n')
			++*ret_line;
		else if ((c < 0x20 && c != '\t' && c != '\r') || c == 0x7f)
			return true;
	}
	return false;
}

bool
policy_lines_open(struct policy_lines *lines, const char *name,
    const char *text, size_t len, struct error *err)
{
	size_t line;

	*lines = (struct policy_lines){.name = name};
	if (len > POLICY_MAX_BYTES)
		return error_set(err, ERROR_LIMIT,
		    "%s: larger than %d bytes, which no policy is", name,
		    POLICY_MAX_BYTES);
	if (has_control(text, len, &line))
		return policy_lines_fault(lines, line, err, ERROR_INVALID,
		    "a control character: this is no text");
	lines->text = mem_strndup(text, len);
	lines->at = lines->text;
	return true;
}

void
policy_lines_close(struct policy_lines *lines)
{
	free(lines->text);
	lines->text = NULL;
}

/* Past blanks, comments and ends of lines, but not past the start of the next
 * row: false when the row at hand, or the text, ends here. */
static bool
skip_to_word(struct policy_lines *lines, bool is_in_row)
{
	for (;;) {
		lines->at += strspn(lines->at, BLANKS);
		if (*lines->at == '#')
			lines->at += strcspn(lines->at, "\n");
		if (*lines->at == '\0')
			return false;
		if (*lines->at != '\n')
			return true;
		lines->at++;
		lines->line++;
		if (is_in_row && *lines->at != '\0' &&
		    strchr(BLANKS "\n#", *lines->at) == NULL)
			return false;
	}
}

/* A word in place: its quotes are taken out. at ends behind it. */
static bool
read_value(struct policy_lines *lines, char *start, struct error *err)
{
	char *end;

	if (*start == '"') {
		end = start + 1 + strcspn(start + 1, "\"\n");
		if (*end != '"')
			return policy_lines_fault(lines, lines->line, err,
			    ERROR_INVALID,
			    "a quote is opened and not closed in its line");
		if (end[1] != '\0' && strchr(BLANKS "\n", end[1]) == NULL)
			return policy_lines_fault(lines, lines->line, err,
			    ERROR_INVALID, "a closing quote must end its word");
		memmove(start, start + 1, (size_t)(end - start - 1));
		end[-1] = '\0';
		lines->at = end + 1;
	} else {
		end = start + strcspn(start, BLANKS "\n");
		lines->at = end;
	}
	if (end - start > POLICY_VALUE_MAX)
		return policy_lines_fault(lines, lines->line, err, ERROR_LIMIT,
		    "a value longer than %d characters", POLICY_VALUE_MAX);
	return true;
}

static bool
read_word(struct policy_lines *lines, struct policy_word *ret_word,
    char **ret_end, struct error *err)
{
	char *start = lines->at;
	size_t key_len = strcspn(start, "=\"" BLANKS "\n");
	bool has_key = start[key_len] == '=';
	char *value = has_key ? start + key_len + 1 : start;

	*ret_word = (struct policy_word){.line = lines->line, .value = value};
	if (key_len == 0)
		return policy_lines_fault(lines, lines->line, err,
		    ERROR_INVALID, "a word must begin with the name of a key");
	if (has_key) {
		start[key_len] = '\0';
		ret_word->key = start;
	}
	if (!read_value(lines, value, err))
		return false;
	*ret_end = lines->at;
	return true;
}

static bool
add_word(struct policy_lines *lines, struct policy_row *row,
    const struct policy_word *word, struct error *err)
{
	if (row->len == POLICY_ROW_MAX_WORDS)
		return policy_lines_fault(lines, word->line, err, ERROR_LIMIT,
		    "a row of more than %d words", POLICY_ROW_MAX_WORDS);
	row->words[row->len++] = *word;
	return true;
}

/* A word gets its NUL when the byte behind it, which may end the line, has been
 * looked at. */
bool
policy_lines_next(struct policy_lines *lines, struct policy_row *ret_row,
    bool *ret_has_row, struct error *err)
{
	struct policy_word word;
	char *end = NULL;

	*ret_row = (struct policy_row){.keyword = NULL};
	*ret_has_row = false;
	if (lines->line == 0)
		lines->line = 1;
	while (skip_to_word(lines, ret_row->keyword != NULL)) {
		bool is_first = ret_row->keyword == NULL;

		if (is_first && lines->at > lines->text &&
		    lines->at[-1] != '\n' && lines->at[-1] != '\0')
			return policy_lines_fault(lines, lines->line, err,
			    ERROR_INVALID,
			    "a row must begin at the start of its line");
		if (end != NULL)
			*end = '\0';
		if (!read_word(lines, &word, &end, err))
			return false;
		if (is_first) {
			if (word.key != NULL)
				return policy_lines_fault(lines, word.line, err,
				    ERROR_INVALID,
				    "a row must begin with a keyword, not "
				    "with '%.*s='",
				    SHOWN_MAX, word.key);
			ret_row->keyword = word.value;
			ret_row->line = word.line;
		} else if (!add_word(lines, ret_row, &word, err)) {
			return false;
		}
	}
	if (end != NULL)
		*end = '\0';
	*ret_has_row = ret_row->keyword != NULL;
	return true;
}
