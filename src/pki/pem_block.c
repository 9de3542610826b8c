/* A PEM block's lines and how they decode; see pem_block.h. */
#include "pki/pem_block.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "pki/crypto_error.h"

static void
copy_label(char label[PEM_LABEL_MAX], const struct pem_piece *piece)
{
	snprintf(label, PEM_LABEL_MAX, "%.*s", (int)piece->len, piece->text);
}

void
pem_block_begin(struct pem_block *block, const struct pem_piece *piece)
{
	strbuf_clear(&block->body);
	block->body.max_bytes = PEM_BLOCK_MAX;
	copy_label(block->label, piece);
	block->end_label[0] = '\0';
	block->line = piece->line;
	block->end_line = 0;
}

void
pem_block_add(struct pem_block *block, const struct pem_piece *piece)
{
	strbuf_add_bytes(&block->body, piece->text, piece->len);
	strbuf_add_char(&block->body, '\n');
}

void
pem_block_end(struct pem_block *block, const struct pem_piece *piece)
{
	copy_label(block->end_label, piece);
	block->end_line = piece->line;
}

void
pem_block_clear(struct pem_block *block)
{
	strbuf_clear(&block->body);
}

static bool
is_base64_line(const char *line, size_t len)
{
	while (len > 0 && (unsigned char)line[len - 1] <= ' ')
		len--;
	while (len > 0 && line[len - 1] == '=')
		len--;
	for (size_t i = 0; i < len; i++) {
		if (!pem_scan_is_base64(line[i]))
			return false;
	}
	return true;
}

size_t
pem_block_find_bad_line(const struct pem_block *block)
{
	const char *line = strbuf_text(&block->body);
	const char *end = line + block->body.len;
	size_t number = block->line;

	/* Each line has its newline: pem_block_add put it there. */
	while (line < end) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));

		number++;
		if (!is_base64_line(line, (size_t)(newline - line)))
			return number;
		line = newline + 1;
	}
	return 0;
}

bool
pem_block_read(const struct pem_block *block, unsigned char **ret_der,
    size_t *ret_len, struct error *err)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(block->body.len + 1024);
	char *name = NULL, *header = NULL;
	unsigned char *der = NULL;
	bool has_header;
	long len = 0;
	BIO *bio;
	int ok;

	strbuf_addf(&text, "-----BEGIN %s-----\n", block->label);
	strbuf_add_bytes(&text, strbuf_text(&block->body), block->body.len);
	strbuf_addf(&text, "-----END %s-----\n", block->end_label);
	bio = BIO_new_mem_buf(text.text, (int)text.len);
	ok = PEM_read_bio(bio, &name, &header, &der, &len);
	has_header = ok == 1 && header[0] != '\0';
	BIO_free(bio);
	OPENSSL_free(name);
	OPENSSL_free(header);
	if (ok != 1)
		return crypto_error_take(err, "not readable");
	if (has_header) {
		OPENSSL_free(der);
		return error_set(
		    err, ERROR_INVALID, "a blank line or a header line in it");
	}
	*ret_der = der;
	*ret_len = (size_t)len;
	return true;
}

uint8_t *
pem_block_salvage(const struct pem_block *block, size_t *ret_len)
{
	const char *text = strbuf_text(&block->body);
	size_t len = 0, pad = 0;
	char *digits = mem_new(block->body.len + 4, 1);
	uint8_t *bytes;
	int n;

	for (size_t i = 0; i < block->body.len && text[i] != '='; i++) {
		if (pem_scan_is_base64(text[i]))
			digits[len++] = text[i];
	}
	if (len % 4 == 1)
		len--; /* six bits make no byte */
	while ((len + pad) % 4 != 0)
		digits[len + pad++] = '=';
	bytes = mem_new(len + 4, 1);
	n = EVP_DecodeBlock(
	    bytes, (const unsigned char *)digits, (int)(len + pad));
	crypto_error_drop();
	free(digits);
	*ret_len = n < (int)pad ? 0 : (size_t)n - pad;
	return bytes;
}
