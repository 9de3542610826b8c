/*
 * Cuts PEM text into pieces: BEGIN lines, END lines and what is neither, each
 * with its line. A boundary that does not stand alone on its line is a piece
 * all the same and is marked as joined.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

#define PEM_LABEL_MAX 64

enum pem_piece_kind {
	PEM_PIECE_TEXT,
	PEM_PIECE_BEGIN,
	PEM_PIECE_END,
};

struct pem_piece {
	enum pem_piece_kind kind;
	const char *text; /* without the end of line; of boundaries the label */
	size_t len;
	size_t line, column; /* 1-based; columns are bytes */
	bool is_joined;	     /* something else stands before it on its line */
	bool is_after_cr;    /* the line before ends in CR alone */
};

struct pem_scan {
	const char *text;
	size_t len;
	size_t at;
	size_t line; /* number of the line that at stands in */
	size_t line_start, line_end, next_line;
	bool is_after_cr, ends_in_cr;
};

/* Zero all but text and len first. false at the end. */
bool pem_scan_next(struct pem_scan *scan, struct pem_piece *ret_piece);
bool pem_scan_is_base64(char c);
bool pem_piece_is_blank(const struct pem_piece *piece);
/* Nothing but base64, and some of it; blanks around it do not count. */
bool pem_piece_is_base64(const struct pem_piece *piece);
/* Text that somebody meant as the BEGIN or END line of a certificate. */
bool pem_piece_looks_like_begin(const struct pem_piece *piece);
bool pem_piece_looks_like_end(const struct pem_piece *piece);
