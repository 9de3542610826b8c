/*
 * What stands between a BEGIN line and its END, gathered line by line, and read
 * as libcrypto does or, failing that, as far as it can be.
 */
#pragma once

#include <stdint.h>

#include "base/error.h"
#include "pki/pem_scan.h"

/* A file of PEM_MAX_BYTES, its lines ended anew, always fits. */
#define PEM_BLOCK_MAX (64u << 20)

struct pem_block {
	char label[PEM_LABEL_MAX];
	char end_label[PEM_LABEL_MAX];
	size_t line, end_line;
	struct strbuf body; /* its lines, each with a newline */
};

void pem_block_begin(struct pem_block *block, const struct pem_piece *piece);
void pem_block_add(struct pem_block *block, const struct pem_piece *piece);
void pem_block_end(struct pem_block *block, const struct pem_piece *piece);
void pem_block_clear(struct pem_block *block);
/* What is wrong with the lines of a block that is not readable. */
struct pem_flaw {
	size_t line, column; /* 0: not to be said */
	char text[100];	     /* safe to print */
};

void pem_block_find_flaw(
    const struct pem_block *block, struct pem_flaw *ret_flaw);
/* Reads it as a server would; free *ret_der with OPENSSL_free. */
bool pem_block_read(const struct pem_block *block, unsigned char **ret_der,
    size_t *ret_len, struct error *err) MUST_CHECK;
/* Decodes whatever is base64 in it; free the result. */
uint8_t *pem_block_salvage(const struct pem_block *block, size_t *ret_len);
