/*
 * The text of a policy as rows of words: the lowest layer of its language, used
 * by policy_text.c only.
 *
 *	# a comment
 *	lifetime  name=398-days  from=2020-09-01  days=398
 *		source="Baseline Requirements 6.3.2"
 *
 * A row begins at the start of a line with a keyword; lines that begin with a
 * blank go on with it. Words are key=value, the value in quotes where it has
 * blanks; a word without "=" is a plain one.
 */
#pragma once

#include <stddef.h>

#include "base/error.h"

#define POLICY_MAX_BYTES (1 << 20) /* of one text */
#define POLICY_ROW_MAX_WORDS 24
#define POLICY_VALUE_MAX 500

struct policy_word {
	const char *key; /* NULL: a plain word */
	const char *value;
	size_t line;
};

struct policy_row {
	const char *keyword;
	size_t line;
	struct policy_word words[POLICY_ROW_MAX_WORDS];
	size_t len;
};

struct policy_lines {
	const char *name; /* of the file, for messages */
	char *text;	  /* own copy, cut up; rows point into it */
	char *at;
	size_t line;
};

/* Refuses what is too long or has control characters. name is lent. */
bool policy_lines_open(struct policy_lines *lines, const char *name,
    const char *text, size_t len, struct error *err) MUST_CHECK;
void policy_lines_close(struct policy_lines *lines);
/* The next row; *ret_has_row is false at the end. */
bool policy_lines_next(struct policy_lines *lines, struct policy_row *ret_row,
    bool *ret_has_row, struct error *err) MUST_CHECK;
/* "FILE:LINE: ..." */
bool policy_lines_fault(const struct policy_lines *lines, size_t line,
    struct error *err, enum error_kind kind, const char *fmt, ...)
    PRINTF_LIKE(5, 6);
