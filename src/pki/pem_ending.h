/*
 * What a block comes to that has ended: a certificate, a key or something else,
 * with its faults; and all that is added to the result. Of pem.c and
 * pem_reader.c only.
 */
#pragma once

#include "pki/pem_reader.h"

void pem_fault_add(struct pem_file *file, const struct pem_fault *what,
    const char *fmt, ...) PRINTF_LIKE(3, 4);
/* false when there are too many already. */
bool pem_file_add(struct pem_file *file, struct cert *take_cert, size_t line);

/* A fault of the block that is open, or begins here. */
#define BLOCK_FAULT(reader, kind_, line_, column_, gnutls_, ...) \
	do { \
		(reader)->is_block_faulty = true; \
		pem_fault_add((reader)->file, \
		    &(struct pem_fault){.kind = (kind_), \
			.line = (line_), \
			.column = (column_), \
			.is_fatal = true, \
			.gnutls = (gnutls_)}, \
		    __VA_ARGS__); \
	} while (0)

/* All three: false when enough is read. */
/* The block met its END. */
bool pem_ending_of_block(struct pem_reader *reader);
/* It met another BEGIN, or the end of the file: a certificate that is whole all
 * the same is kept. */
bool pem_ending_cut(struct pem_reader *reader, bool is_at_end);
/* What decodes as one whole certificate is kept. */
bool pem_ending_salvage(struct pem_reader *reader,
    const struct pem_block *block, bool *ret_is_cert);
