/* A PEM block's lines and how they decode; see pem_block.h. */
#include "pki/pem_block.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdarg.h>
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

/* One line of a block, without the blanks around it. */
struct body_line {
	const char *text;
	size_t len, number, column;
};

/* false: no more. Each line has its newline: pem_block_add put it there. */
static bool
next_line(const struct pem_block *block, size_t *at, struct body_line *line)
{
	const char *body = strbuf_text(&block->body), *newline;

	if (*at >= block->body.len)
		return false;
	newline = memchr(body + *at, '\n', block->body.len - *at);
	line->text = body + *at;
	line->len = (size_t)(newline - line->text);
	line->column = 1;
	line->number++;
	*at = (size_t)(newline - body) + 1;
	while (line->len > 0 && (unsigned char)line->text[0] <= ' ') {
		line->text++;
		line->len--;
		line->column++;
	}
	while (line->len > 0 && (unsigned char)line->text[line->len - 1] <= ' ')
		line->len--;
	return true;
}

static void PRINTF_LIKE(4, 5) set_flaw(struct pem_flaw *flaw,
    const struct body_line *line, size_t column, const char *fmt, ...)
{
	va_list ap;

	flaw->line = line->number;
	flaw->column = column;
	va_start(ap, fmt);
	vsnprintf(flaw->text, sizeof flaw->text, fmt, ap);
	va_end(ap);
}

static bool
is_header(const struct body_line *line)
{
	return memmem(line->text, line->len, ": ", 2) != NULL;
}

/* A character that is no base64, "=" before the end of the line included. */
static bool
find_bad_character(const struct body_line *line, struct pem_flaw *ret_flaw)
{
	size_t len = line->len;

	while (len > 0 && line->text[len - 1] == '=')
		len--;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)line->text[i];

		if (pem_scan_is_base64((char)c))
			continue;
		if (is_header(line))
			set_flaw(ret_flaw, line, 0,
			    "a header line, which certificates have not");
		else if (c > ' ' && c < 0x7f)
			set_flaw(ret_flaw, line, line->column + i,
			    "'%c' is not base64", c);
		else
			set_flaw(ret_flaw, line, line->column + i,
			    "not base64: a byte 0x%02x", c);
		return true;
	}
	return false;
}

/* Of a block whose characters are all right: which line is not as long as the
 * first; the last may be shorter. */
static void
find_odd_length(const struct pem_block *block, struct pem_flaw *ret_flaw)
{
	struct body_line line = {.number = block->line}, odd = {.len = 0};
	size_t at = 0, first = 0;

	while (next_line(block, &at, &line)) {
		if (odd.len > 0 && line.len > 0) {
			set_flaw(ret_flaw, &odd, 0,
			    "this line is %s than the first: characters are "
			    "%s",
			    odd.len < first ? "shorter" : "longer",
			    odd.len < first ? "missing" : "too many");
			return;
		}
		if (first == 0)
			first = line.len;
		else if (line.len != first && odd.len == 0)
			odd = line;
	}
	line.number = block->line;
	set_flaw(ret_flaw, &line, 0,
	    "the base64 is incomplete: characters or \"=\" are missing at the "
	    "end of the block");
}

void
pem_block_find_flaw(const struct pem_block *block, struct pem_flaw *ret_flaw)
{
	struct body_line line = {.number = block->line}, blank = {.number = 0};
	size_t at = 0;

	while (next_line(block, &at, &line)) {
		if (line.len == 0) {
			blank = line;
			continue;
		}
		if (blank.number > 0) {
			set_flaw(ret_flaw, &blank, 0,
			    "a blank line inside the block");
			return;
		}
		if (find_bad_character(&line, ret_flaw))
			return;
	}
	find_odd_length(block, ret_flaw);
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
