/* Lines and boundaries of PEM text; see pem_scan.h. */
#include "pki/pem_scan.h"

#include <string.h>

#define BEGIN_MARK "-----BEGIN "
#define END_MARK "-----END "
#define TAIL_MARK "-----"

static const char *
find(const char *text, size_t len, const char *mark)
{
	return memmem(text, len, mark, strlen(mark));
}

static bool
starts_with(const char *text, size_t len, const char *mark)
{
	size_t n = strlen(mark);

	return len >= n && memcmp(text, mark, n) == 0;
}

static bool
is_space(char c)
{
	return (unsigned char)c <= ' ';
}

/* Text that a lost newline or an editor's mark left before a boundary, and not
 * prose that quotes one. */
static bool
may_precede(const char *text, size_t len)
{
	while (len > 0 && is_space(text[0])) {
		text++;
		len--;
	}
	while (len > 0 && is_space(text[len - 1]))
		len--;
	return len == 0 ||
	    (text[0] != '#' && memchr(text, ' ', len) == NULL &&
		memchr(text, '\t', len) == NULL);
}

/* Where the first boundary of this line begins; NULL: there is none. One pass,
 * as a line can be as long as the file. */
static const char *
find_boundary(const char *line, size_t len, enum pem_piece_kind *ret_kind)
{
	const char *p = line, *end = line + len;

	while ((p = find(p, (size_t)(end - p), TAIL_MARK)) != NULL) {
		size_t rest = (size_t)(end - p);

		*ret_kind = PEM_PIECE_BEGIN;
		if (starts_with(p, rest, BEGIN_MARK))
			break;
		*ret_kind = PEM_PIECE_END;
		if (starts_with(p, rest, END_MARK))
			break;
		p++;
	}
	return p != NULL && may_precede(line, (size_t)(p - line)) ? p : NULL;
}

/* Finds the end of the line at scan->at: LF, CRLF or, as old Macs had it, CR
 * alone. */
static void
begin_line(struct pem_scan *scan)
{
	size_t n = scan->at;

	while (n < scan->len && scan->text[n] != '\n' && scan->text[n] != '\r')
		n++;
	scan->line++;
	scan->line_start = scan->at;
	scan->line_end = n;
	scan->next_line = n == scan->len ? n : n + 1;
	if (n + 1 < scan->len && scan->text[n] == '\r' &&
	    scan->text[n + 1] == '\n')
		scan->next_line = n + 2;
}

/* A boundary at p: its label runs to the next five dashes. false: it has no
 * tail, which makes it text. */
static bool
read_boundary(
    const char *p, size_t len, struct pem_piece *piece, size_t *ret_consumed)
{
	const char *mark =
	    piece->kind == PEM_PIECE_BEGIN ? BEGIN_MARK : END_MARK;
	const char *label = p + strlen(mark);
	const char *tail = find(label, len - strlen(mark), TAIL_MARK);

	if (tail == NULL || (size_t)(tail - label) >= PEM_LABEL_MAX)
		return false;
	piece->text = label;
	piece->len = (size_t)(tail - label);
	*ret_consumed = (size_t)(tail - p) + strlen(TAIL_MARK);
	return true;
}

bool
pem_scan_next(struct pem_scan *scan, struct pem_piece *ret_piece)
{
	struct pem_piece piece = {.kind = PEM_PIECE_TEXT};
	enum pem_piece_kind kind;
	const char *p, *boundary;
	size_t len, consumed;

	if (scan->at >= scan->len)
		return false;
	if (scan->at == scan->next_line)
		begin_line(scan);
	p = scan->text + scan->at;
	len = scan->line_end - scan->at;
	piece.text = p;
	piece.len = consumed = len;
	piece.line = scan->line;
	piece.is_joined = scan->at > scan->line_start;
	boundary = find_boundary(p, len, &kind);
	if (boundary != NULL && boundary > p) {
		piece.len = consumed = (size_t)(boundary - p);
	} else if (boundary != NULL) {
		piece.kind = kind;
		if (!read_boundary(p, len, &piece, &consumed))
			piece.kind = PEM_PIECE_TEXT;
	}
	/* Blanks behind a boundary are nobody's concern. */
	while (consumed < len && is_space(p[consumed]))
		consumed++;
	scan->at = consumed == len ? scan->next_line : scan->at + consumed;
	*ret_piece = piece;
	return true;
}

bool
pem_scan_is_base64(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	    (c >= '0' && c <= '9') || c == '+' || c == '/';
}

bool
pem_piece_is_blank(const struct pem_piece *piece)
{
	if (piece->kind != PEM_PIECE_TEXT)
		return false;
	for (size_t i = 0; i < piece->len; i++) {
		if (!is_space(piece->text[i]))
			return false;
	}
	return true;
}

bool
pem_piece_looks_like_begin(const struct pem_piece *piece)
{
	const char *begin = find(piece->text, piece->len, "BEGIN ");
	size_t start = 0;
	unsigned char first;

	if (begin == NULL)
		return false;
	while (is_space(piece->text[start]))
		start++;
	/* A dash, or what a word processor makes of one. */
	first = (unsigned char)piece->text[start];
	return (first == '-' || first >= 0x80) &&
	    find(begin, piece->len - (size_t)(begin - piece->text),
		"CERTIFICATE") != NULL;
}
