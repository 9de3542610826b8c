/*
 * The lines of a PEM file are found by our own scanner, so that a fault can
 * name its line and certificates behind it are still seen; whether a block is
 * what a server would load is asked of libcrypto's reader, block by block. What
 * GnuTLS makes of each fault was tried with its own server.
 */
#include "pki/pem_reader.h"

#include <string.h>

#include "pki/pem_ending.h"

static bool
has_nul_text(const struct pem_piece *piece)
{
	static const char wide[] = "B\0E\0G\0I\0N";

	return memmem(piece->text, piece->len, wide, sizeof wide - 1) != NULL;
}

/* The start of base64 without a BEGIN line, or its next line. */
static void
add_stray(struct pem_reader *reader, const struct pem_piece *piece)
{
	if (reader->stray.body.len == 0) {
		struct pem_piece begin = {.text = "",
		    .line = reader->is_stray_told ? reader->spoiled_line
						  : piece->line};

		pem_block_begin(&reader->stray, &begin);
	}
	pem_block_add(&reader->stray, piece);
}

static void
note_spoiled_begin(struct pem_reader *reader, const struct pem_piece *piece)
{
	reader->is_stray_told = true;
	reader->spoiled_line = piece->line;
	pem_fault_add(reader->file,
	    &(struct pem_fault){.kind = PEM_FAULT_WRONG_LABEL,
		.line = piece->line,
		.is_fatal = true,
		.gnutls = PEM_EFFECT_SKIPPED},
	    "a spoiled BEGIN line: it has to read -----BEGIN CERTIFICATE-----, "
	    "with five dashes on each side and in capitals");
}

static void
note_wide_text(struct pem_reader *reader, const struct pem_piece *piece)
{
	reader->file->lost_count++;
	if (reader->has_nul_fault)
		return;
	reader->has_nul_fault = true;
	pem_fault_add(reader->file,
	    &(struct pem_fault){.kind = PEM_FAULT_WRONG_LABEL,
		.line = piece->line,
		.is_fatal = true,
		.gnutls = PEM_EFFECT_SKIPPED},
	    "UTF-16 text from here on, which no server reads");
}

static void
note_harmless_text(struct pem_reader *reader, size_t line)
{
	if (reader->has_text_fault)
		return;
	reader->has_text_fault = true;
	pem_fault_add(reader->file,
	    &(struct pem_fault){.kind = PEM_FAULT_TEXT_BETWEEN, .line = line},
	    "text outside of the certificates");
}

/* The base64 outside of blocks ends here. What makes a certificate had a BEGIN
 * once. */
static bool
end_stray(struct pem_reader *reader)
{
	bool is_cert, goes_on;

	if (reader->stray.body.len == 0)
		return true;
	goes_on = pem_ending_salvage(reader, &reader->stray, &is_cert);
	if (!is_cert && reader->is_stray_told)
		reader->file->lost_count++;
	else if (!is_cert)
		note_harmless_text(reader, reader->stray.line);
	else if (!reader->is_stray_told)
		pem_fault_add(reader->file,
		    &(struct pem_fault){.kind = PEM_FAULT_WRONG_LABEL,
			.line = reader->stray.line,
			.is_fatal = true,
			.gnutls = PEM_EFFECT_SKIPPED},
		    "a certificate whose BEGIN line is missing");
	strbuf_clear(&reader->stray.body);
	reader->is_stray_told = false;
	return goes_on;
}

/* Text outside blocks: harmless, unless it was meant as something. */
static bool
note_text(struct pem_reader *reader, const struct pem_piece *piece)
{
	if (pem_piece_is_blank(piece))
		return true;
	if (pem_piece_is_base64(piece)) {
		add_stray(reader, piece);
		return true;
	}
	if (!end_stray(reader))
		return false;
	if (pem_piece_looks_like_begin(piece))
		note_spoiled_begin(reader, piece);
	else if (has_nul_text(piece))
		note_wide_text(reader, piece);
	else
		note_harmless_text(reader, piece->line);
	return true;
}

/* libcrypto 3.0 passes over a mark at the start of the file and of the line
 * behind an END; others lose the certificate behind it. */
static bool
note_mark(struct pem_reader *reader, const struct pem_piece *piece)
{
	static const char mark[] = "\xef\xbb\xbf";

	reader->has_mark = piece->kind == PEM_PIECE_TEXT &&
	    !reader->is_in_block && !piece->is_joined &&
	    piece->len == sizeof mark - 1 &&
	    memcmp(piece->text, mark, piece->len) == 0;
	if (reader->has_mark)
		pem_fault_add(reader->file,
		    &(struct pem_fault){.kind = PEM_FAULT_BYTE_ORDER_MARK,
			.line = piece->line,
			.is_fatal = piece->line != reader->end_line + 1},
		    "a byte order mark (an invisible U+FEFF), behind which "
		    "many readers miss the certificate");
	return reader->has_mark;
}

static bool
is_indent(const struct pem_piece *piece)
{
	for (size_t i = 0; i < piece->len; i++) {
		if (piece->text[i] != ' ' && piece->text[i] != '\t')
			return false;
	}
	return true;
}

static bool
is_invisible(const struct pem_piece *piece)
{
	for (size_t i = 0; i < piece->len; i++) {
		if (piece->text[i] > ' ')
			return false;
	}
	return true;
}

static const char *
words_before_begin(const struct pem_piece *prev)
{
	if (prev->kind == PEM_PIECE_END)
		return "BEGIN follows END on the same line: the newline "
		       "between them is missing";
	if (is_indent(prev))
		return "BEGIN is indented: it has to start its line";
	if (is_invisible(prev))
		return "invisible characters stand before BEGIN on its line";
	return "something stands before BEGIN on its line";
}

/* Something shares its line with a boundary: no server reads past that. */
static void
note_join(struct pem_reader *reader, const struct pem_piece *piece)
{
	const struct pem_piece *prev = &reader->prev;
	const char *words = NULL;
	enum pem_effect gnutls = PEM_EFFECT_READ;

	reader->joined_line = piece->line;
	switch (piece->kind) {
	case PEM_PIECE_BEGIN: words = words_before_begin(prev); break;
	case PEM_PIECE_END:
		words = pem_piece_is_blank(prev)
		    ? "END is indented: it has to start its line"
		    : "END does not start its line: the newline before it is "
		      "missing";
		break;
	case PEM_PIECE_TEXT:
		words = reader->is_in_block
		    ? "something follows BEGIN on its line"
		    : "something follows END on its line";
		if (reader->is_in_block && !pem_piece_is_base64(piece))
			gnutls = PEM_EFFECT_REFUSED;
		break;
	}
	BLOCK_FAULT(reader, PEM_FAULT_JOINED_LINES, piece->line, piece->column,
	    gnutls, "%s", words);
}

static bool
is_join_told(const struct pem_reader *reader, const struct pem_piece *piece)
{
	switch (piece->kind) {
	case PEM_PIECE_BEGIN:
		/* what stands before it was told of as a join, too */
		return reader->prev.kind == PEM_PIECE_TEXT &&
		    reader->joined_line == piece->line;
	case PEM_PIECE_END:
	case PEM_PIECE_TEXT:
		return reader->is_in_block && reader->is_block_faulty;
	}
	return false;
}

/* No server but those on GnuTLS takes CR alone for the end of a line. */
static void
note_cr(struct pem_reader *reader, const struct pem_piece *piece)
{
	if (!piece->is_after_cr || piece->is_joined || reader->has_cr_fault ||
	    piece->kind == PEM_PIECE_TEXT)
		return;
	reader->has_cr_fault = true;
	BLOCK_FAULT(reader, PEM_FAULT_LINE_ENDS, piece->line - 1, 0,
	    PEM_EFFECT_READ,
	    "the line ends in CR alone, as on old Macs; servers want LF");
}

static bool
begin_block(struct pem_reader *reader, const struct pem_piece *piece)
{
	bool goes_on = true;

	if (reader->is_in_block)
		goes_on = pem_ending_cut(reader, false);
	else
		goes_on = end_stray(reader);
	pem_block_begin(&reader->block, piece);
	reader->is_in_block = true;
	return goes_on;
}

static bool
finish_block(struct pem_reader *reader, const struct pem_piece *piece)
{
	if (!reader->is_in_block)
		return end_stray(reader);
	pem_block_end(&reader->block, piece);
	reader->end_line = piece->line;
	return pem_ending_of_block(reader);
}

/* false: enough read. */
static bool
take_piece(struct pem_reader *reader, const struct pem_piece *piece)
{
	bool follows_mark = reader->has_mark;

	if (note_mark(reader, piece))
		return true;
	if (piece->kind == PEM_PIECE_BEGIN)
		reader->is_block_faulty = false;
	note_cr(reader, piece);
	if (piece->is_joined && !follows_mark && !pem_piece_is_blank(piece)) {
		if (!is_join_told(reader, piece))
			note_join(reader, piece);
		reader->is_block_faulty = true;
	}
	switch (piece->kind) {
	case PEM_PIECE_BEGIN: return begin_block(reader, piece);
	case PEM_PIECE_END: return finish_block(reader, piece);
	case PEM_PIECE_TEXT: break;
	}
	if (!reader->is_in_block)
		return note_text(reader, piece);
	pem_block_add(&reader->block, piece);
	return true;
}

void
pem_reader_read(struct pem_file *file, const char *text, size_t len)
{
	struct pem_reader reader = {.file = file};
	struct pem_scan scan = {.text = text, .len = len};
	struct pem_piece piece;
	bool goes_on = true;

	while (goes_on && pem_scan_next(&scan, &piece)) {
		goes_on = take_piece(&reader, &piece);
		reader.prev = piece;
	}
	if (goes_on && reader.is_in_block)
		pem_ending_cut(&reader, true);
	else if (goes_on)
		end_stray(&reader);
	pem_block_clear(&reader.block);
	pem_block_clear(&reader.stray);
}
