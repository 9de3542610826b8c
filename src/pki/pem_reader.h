/*
 * Gathers the certificates of PEM text and what is wrong with it, piece by
 * piece: pem_reader.c takes the pieces, pem_ending.c what a block comes to. Of
 * pem.c only.
 */
#pragma once

#include "pki/pem.h"
#include "pki/pem_block.h"

struct pem_reader {
	struct pem_file *file;
	struct pem_block block;
	bool is_in_block;
	bool is_block_faulty;  /* its fault is told; others follow from it */
	struct pem_piece prev; /* the piece before; kind TEXT, len 0: none */
	bool has_mark;	       /* a byte order mark was the piece before */
	size_t end_line;       /* of the END seen last; 0: none */
	size_t joined_line;    /* of the join told last */
	bool has_text_fault, has_cr_fault, has_nul_fault; /* one a file */
	/* base64 outside of blocks, as a lost BEGIN line leaves it */
	struct pem_block stray;
	bool is_stray_told; /* its spoiled BEGIN line is */
	size_t spoiled_line;
};

void pem_reader_read(struct pem_file *file, const char *text, size_t len);
