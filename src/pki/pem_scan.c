/* Lines and boundaries of PEM text; see pem_scan.h. */
#include "pki/pem_scan.h"

#include <string.h>

#define BEGIN_MARK "-----BEGIN "
#define END_MARK "-----END "
#define TAIL_MARK "-----"
#define PEM_LINE_LOOKED_AT 120 /* a boundary is not longer */

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

#define CR_MAX 3 /* before an LF: files that were converted twice */

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
	scan->is_after_cr = scan->ends_in_cr;
	scan->ends_in_cr = n < scan->len && scan->text[n] == '\r';
	for (size_t i = n; i < scan->len && i <= n + CR_MAX; i++) {
		if (scan->text[i] == '\n') {
			scan->next_line = i + 1;
			scan->ends_in_cr = false;
		}
		if (scan->text[i] != '\r')
			break;
	}
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
	piece.column = scan->at - scan->line_start + 1;
	piece.is_joined = scan->at > scan->line_start;
	piece.is_after_cr = scan->is_after_cr;
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
pem_piece_is_base64(const struct pem_piece *piece)
{
	const char *p = piece->text, *end = p + piece->len;

	while (p < end && is_space(*p))
		p++;
	while (end > p && is_space(end[-1]))
		end--;
	while (end > p && end[-1] == '=')
		end--;
	if (p == end)
		return false;
	for (; p < end; p++) {
		if (!pem_scan_is_base64(*p))
			return false;
	}
	return true;
}

/* "BEGIN" somewhere, "CERTIFICATE" behind it, in any case; and the line starts
 * with a dash or what a word processor makes of one, or a sign of comment. */
static bool
looks_like(const struct pem_piece *piece, const char *word)
{
	char line[PEM_LINE_LOOKED_AT];
	size_t len =
	    piece->len < sizeof line - 1 ? piece->len : sizeof line - 1;
	const char *at, *start = line;
	unsigned char first;

	for (size_t i = 0; i < len; i++)
		line[i] = piece->text[i] == '\0' ? ' ' : piece->text[i];
	line[len] = '\0';
	at = strcasestr(line, word);
	while (is_space(*start) && *start != '\0')
		start++;
	first = (unsigned char)*start;
	return at != NULL && (first == '-' || first >= 0x80) &&
	    strcasestr(at, "CERTIFICATE") != NULL &&
	    strcasestr(at, "REQUEST") == NULL;
}

bool
pem_piece_looks_like_begin(const struct pem_piece *piece)
{
	return looks_like(piece, "BEGIN");
}

bool
pem_piece_looks_like_end(const struct pem_piece *piece)
{
	return looks_like(piece, "END");
}
