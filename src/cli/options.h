/*
 * Command lines by tables: a row an option, with its kind, where its value
 * goes and the words of the help. getopt_long(3) reads, the rows decide.
 */
#pragma once

#include "base/array.h"
#include "base/error.h"
#include "base/strbuf.h"

enum option_kind {
	OPTION_FLAG,	 /* bool */
	OPTION_TEXT,	 /* const char * */
	OPTION_LIST,	 /* struct option_list: may be given several times */
	OPTION_TIME,	 /* int64_t: RFC 3339 to seconds */
	OPTION_DURATION, /* int64_t: seconds; at least one */
	OPTION_NUMBER,	 /* unsigned; at most OPTION_NUMBER_MAX */
	OPTION_LATER,	 /* refused: not in this version. No offset */
};

#define OPTION_NUMBER_MAX 1000
#define OPTION_LIST_MAX 256

struct option_list {
	ARRAY(const char *) items; /* lent by argv */
};

struct option_row {
	const char *name;
	enum option_kind kind;
	size_t offset;	   /* in the command's struct */
	const char *value; /* "FILE"; NULL: takes none */
	/* The value where "=VALUE" is left out; NULL: one must be given */
	const char *implied;
	const char *help; /* NULL: not listed */
	char letter;	  /* "-c" for it as well; 0: none */
};

/* Fills *into, which has the defaults, and operands in their order. Options
 * may stand after operands; "--" ends them. One value that is given a second
 * time is refused: neither of two can be dropped unsaid. */
bool options_parse(int argc, char **argv, const struct option_row *rows,
    size_t row_count, void *into, struct option_list *operands,
    struct error *err) MUST_CHECK;
void option_list_clear(struct option_list *list);
/* The rows as they stand in a help text, wrapped at width (0: 80). */
void options_help(struct strbuf *buf, const struct option_row *rows,
    size_t row_count, unsigned width);
