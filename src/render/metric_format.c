/* Which format an Accept header asks for; see metric_format.h. */
#include "render/metric_format.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#define Q_WHOLE 1000 /* q=1; a q has three digits at most */

/* A piece of the header, without the blanks around it. */
struct piece {
	const char *text;
	size_t len;
};

struct wish {
	int open, text; /* q; 0: not wanted */
};

/* What stands before the separator; *at moves behind it. false: the end. */
static bool
next_piece(const char **at, const char *end, char separator, struct piece *ret)
{
	const char *stop;

	if (*at >= end)
		return false;
	stop = memchr(*at, separator, (size_t)(end - *at));
	if (stop == NULL)
		stop = end;
	ret->text = *at;
	ret->len = (size_t)(stop - *at);
	*at = stop + 1;
	while (ret->len > 0 && strchr(" \t", ret->text[0]) != NULL) {
		ret->text++;
		ret->len--;
	}
	while (ret->len > 0 && strchr(" \t", ret->text[ret->len - 1]) != NULL)
		ret->len--;
	return true;
}

static bool
is(const struct piece *piece, const char *word)
{
	return piece->len == strlen(word) &&
	    strncasecmp(piece->text, word, piece->len) == 0;
}

/* "1", "0.75"; what is none of these asks for nothing. */
static int
read_q(const char *text, size_t len)
{
	int q, unit = Q_WHOLE / 10;

	if (len == 0 || (text[0] != '0' && text[0] != '1'))
		return 0;
	q = (text[0] - '0') * Q_WHOLE;
	if (len > 1 && text[1] != '.')
		return 0;
	for (size_t i = 2; i < len && unit > 0; i++, unit /= 10) {
		if (text[i] < '0' || text[i] > '9')
			return 0;
		q += (text[i] - '0') * unit;
	}
	return q < Q_WHOLE ? q : Q_WHOLE;
}

/* Parameters: the version must be the one that is spoken here. */
static int
read_parameters(const char *at, const char *end, const char *version)
{
	struct piece piece;
	int q = Q_WHOLE;

	while (next_piece(&at, end, ';', &piece)) {
		if (piece.len >= 2 && strncasecmp(piece.text, "q=", 2) == 0) {
			q = read_q(piece.text + 2, piece.len - 2);
		} else if (piece.len > 8 &&
		    strncasecmp(piece.text, "version=", 8) == 0) {
			const struct piece value = {
			    piece.text + 8, piece.len - 8};

			if (!is(&value, version))
				return 0;
		}
	}
	return q;
}

static void
read_range(const struct piece *range, struct wish *wish)
{
	const char *at = range->text, *end = range->text + range->len;
	struct piece type;
	int q;

	if (!next_piece(&at, end, ';', &type))
		return;
	if (is(&type, "application/openmetrics-text")) {
		q = read_parameters(at, end, "1.0.0");
		if (q > wish->open)
			wish->open = q;
	} else if (is(&type, "text/plain") || is(&type, "text/*") ||
	    is(&type, "*/*")) {
		q = read_parameters(at, end, "0.0.4");
		if (q > wish->text)
			wish->text = q;
	}
}

enum metric_format
metric_format_of(const char *accept)
{
	struct wish wish = {0};
	struct piece range;
	const char *end;

	if (accept == NULL)
		return METRIC_FORMAT_TEXT;
	end = accept + strlen(accept);
	while (next_piece(&accept, end, ',', &range))
		read_range(&range, &wish);
	return wish.open > 0 && wish.open >= wish.text ? METRIC_FORMAT_OPEN
						       : METRIC_FORMAT_TEXT;
}

const char *
metric_format_type(enum metric_format format)
{
	switch (format) {
	case METRIC_FORMAT_TEXT:
		return "text/plain; version=0.0.4; charset=utf-8";
	case METRIC_FORMAT_OPEN: break;
	}
	return "application/openmetrics-text; version=1.0.0; charset=utf-8";
}
