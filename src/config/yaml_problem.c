/*
 * What libyaml complains about, said so that the operator knows what to do.
 * libyaml names its own grammar ("did not find expected key"), and where a
 * bracket or quote is not closed it points at the end of the file.
 */
#include "config/yaml_problem.h"

#include <yaml.h>

static const struct {
	const char *problem;
	const char *context; /* NULL: any */
	const char *words;
	bool at_context; /* shown where the thing began */
} rows[] = {
    {
	.problem = "found unexpected end of stream",
	.context = "while scanning a quoted scalar",
	.words = "this quote is never closed; close it on the same line",
	.at_context = true,
    },
    {
	.problem = "found unexpected document indicator",
	.context = "while scanning a quoted scalar",
	.words = "this quote is never closed; close it on the same line",
	.at_context = true,
    },
    {
	.problem = "found unknown escape character",
	.words = "this is no escape of double-quoted text; write the text in "
		 "single quotes, or \\\\ for a backslash",
    },
    {
	.problem = "did not find expected hexdecimal number",
	.words = "an escape with too few digits; \\x takes two, \\u four and "
		 "\\U eight",
    },
    {
	.problem = "found invalid Unicode character escape code",
	.words = "no character has this number",
    },
    {
	.problem = "did not find expected ',' or ']'",
	.words = "the list that this '[' begins is not closed; close it with "
		 "']', with ',' between its items",
	.at_context = true,
    },
    {
	.problem = "did not find expected ',' or '}'",
	.words = "the map that this '{' begins is not closed; close it with "
		 "'}', with ',' between its keys",
	.at_context = true,
    },
    {
	.problem = "did not find expected node content",
	.words = "a value is missing here, or it must be quoted; IPv6 "
		 "addresses and text that begins with : , ] or } need quotes "
		 "inside [ ] and { }",
    },
    {
	.problem = "mapping values are not allowed in this context",
	.words = "a ':' that makes no key here; indent keys of one map "
		 "alike, and quote text that holds ': '",
    },
    {
	.problem = "block sequence entries are not allowed in this context",
	.words = "a list item cannot begin here; put '- ' on a line of its "
		 "own below the key",
    },
    {
	.problem = "could not find expected ':'",
	.words = "a key without ':'; write 'key: value', with a space after "
		 "the colon",
	.at_context = true,
    },
    {
	.problem = "did not find expected key",
	.words = "this is no key of the map before it; indent keys of one map "
		 "alike, and quote text that holds quotes, ',' or ': '",
    },
    {
	.problem = "did not find expected '-' indicator",
	.words = "this is no item of the list before it; begin it with '- ', "
		 "or indent it as its key",
    },
    {
	.problem = "did not find expected <document start>",
	.words = "this belongs to nothing before it; indent the keys of one "
		 "map alike",
    },
    {
	.problem = "found a tab character that violates indentation",
	.words = "a tab in the indentation; use spaces",
    },
    {
	.problem = "found a tab character where an indentation space is "
		   "expected",
	.words = "a tab in the indentation; use spaces",
    },
    {
	.problem = "found incompatible YAML document",
	.words = "this version of YAML is not known; leave the %YAML line out",
    },
    {
	.problem = "found undefined tag handle",
	.words = "tags ('!...') are not taken; remove it, or quote text that "
		 "begins with '!'",
    },
    {
	.problem = "did not find expected alphabetic or numeric character",
	.context = "while scanning an alias",
	.words = "text that begins with '*' must be quoted",
    },
    {
	.problem = "did not find expected alphabetic or numeric character",
	.context = "while scanning an anchor",
	.words = "text that begins with '&' must be quoted",
    },
};

static bool
is_text(const char *a, const char *b)
{
	return a != NULL && strcmp(a, b) == 0;
}

static void
add_known(const yaml_parser_t *parser, size_t row, struct source *source,
    struct faults *faults)
{
	size_t index = rows[row].at_context ? parser->context_mark.index
					    : parser->problem_mark.index;
	size_t start = source_offset(source, index);

	faults_add(faults, source, start, start + 1, "%s", rows[row].words);
}

/* "found character that cannot start any token": which one decides. */
static void
add_bad_start(
    const yaml_parser_t *parser, struct source *source, struct faults *faults)
{
	size_t start = source_offset(source, parser->problem_mark.index);
	char c = (char)source->bytes[start];

	if (c == '\t')
		faults_add(faults, source, start, start + 1,
		    "a tab in the indentation; use spaces");
	else
		faults_add(faults, source, start, start + 1,
		    "no value can begin with '%c'; quote the text", c);
}

/* "interval:30s" is text that the next line goes on with; libyaml complains of
 * that one's ':'. Finds a key with its value glued to it in the line before. */
static bool
add_glued_key(
    const yaml_parser_t *parser, struct source *source, struct faults *faults)
{
	const char *bytes = (const char *)source->bytes;
	size_t end = source_offset(source, parser->problem_mark.index);
	size_t start, key;

	while (end > 0 && bytes[end - 1] != '\n')
		end--;
	if (end == 0)
		return false;
	for (start = --end; start > 0 && bytes[start - 1] != '\n';)
		start--;
	start += strspn(bytes + start, " -");
	key = strspn(bytes + start, "abcdefghijklmnopqrstuvwxyz_");
	if (key == 0 || start + key + 1 >= end || bytes[start + key] != ':' ||
	    strchr(" \t\r\n", bytes[start + key + 1]) != NULL)
		return false;
	faults_add(faults, source, start, end,
	    "a key without a space after its ':'; write 'key: value'");
	return true;
}

void
yaml_problem_add(
    const yaml_parser_t *parser, struct source *source, struct faults *faults)
{
	const char *problem = parser->problem;
	size_t start;

	if (parser->error == YAML_READER_ERROR) {
		start = parser->problem_offset < source->len
		    ? parser->problem_offset
		    : source->len;
		faults_add(faults, source, start, start + 1,
		    "a character that YAML does not allow (%s); remove it",
		    problem == NULL ? "unknown" : problem);
		return;
	}
	if (is_text(
		problem, "mapping values are not allowed in this context") &&
	    add_glued_key(parser, source, faults))
		return;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (is_text(problem, rows[i].problem) &&
		    (rows[i].context == NULL ||
			is_text(parser->context, rows[i].context))) {
			add_known(parser, i, source, faults);
			return;
		}
	}
	if (is_text(problem, "found character that cannot start any token")) {
		add_bad_start(parser, source, faults);
		return;
	}
	start = source_offset(source, parser->problem_mark.index);
	faults_add(faults, source, start, start + 1,
	    "not well-formed YAML (%s%s%s)",
	    problem == NULL ? "no memory" : problem,
	    parser->context == NULL ? "" : " ",
	    parser->context == NULL ? "" : parser->context);
}
