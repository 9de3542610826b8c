/*
 * The lines of a PEM file are found by our own scanner, so that a fault can
 * name its line and certificates behind it are still seen; whether a block is
 * what a server would load is asked of libcrypto's reader, block by block.
 */
#include "pki/pem.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/safe_print.h"
#include "base/strbuf.h"
#include "pki/crypto_error.h"
#include "pki/pem_block.h"
#include "pki/pem_guess.h"
#include "pki/pem_label.h"
#include "pki/pem_scan.h"

#define LABEL_SHOWN_MAX 40

struct reader {
	struct pem_file *file;
	struct pem_block block;
	bool is_in_block;
	bool has_text_fault; /* one such fault a file is enough */
	bool has_mark;	     /* a byte order mark was the piece before */
	size_t end_line;     /* of the END seen last; 0: none */
};

static void PRINTF_LIKE(5, 6) add_fault(struct pem_file *file,
    enum pem_fault_kind kind, size_t line, bool is_fatal, const char *fmt, ...)
{
	struct pem_fault *fault;
	va_list ap;

	if (file->faults.len == PEM_MAX_FAULTS)
		return;
	fault = ARRAY_ADD(&file->faults);
	fault->kind = kind;
	fault->line = line;
	fault->is_fatal = is_fatal;
	va_start(ap, fmt);
	vsnprintf(fault->text, sizeof fault->text, fmt, ap);
	va_end(ap);
}

/* false when there are too many already. */
static bool
add_cert(struct pem_file *file, struct cert *take_cert, size_t line)
{
	if (file->certs.len == PEM_MAX_CERTS) {
		cert_unref(take_cert);
		add_fault(file, PEM_FAULT_TOO_MANY, line, true,
		    "more than %d certificates; the rest is not read",
		    PEM_MAX_CERTS);
		return false;
	}
	*ARRAY_ADD(&file->certs) = take_cert;
	*ARRAY_ADD(&file->lines) = line;
	return true;
}

/* Labels are as foreign as the rest. */
static char *
show_label(const char *label)
{
	return safe_print_dup(label, strlen(label), LABEL_SHOWN_MAX);
}

/* The certificate alone, without what "TRUSTED CERTIFICATE" adds. */
static struct cert *
new_cert(const struct pem_block *block, const uint8_t *der, size_t len)
{
	size_t first = pem_guess_der_len(der, len);

	if (pem_label_classify(block->label) == PEM_LABEL_TRUSTED && first > 0)
		len = first;
	return cert_new(der, len);
}

static void
add_trusted_fault(struct reader *reader)
{
	/* OpenSSL tries this label for the server's own certificate only. */
	bool is_first = reader->file->certs.len == 0;

	add_fault(reader->file, PEM_FAULT_WRONG_LABEL, reader->block.line,
	    !is_first,
	    is_first ? "labelled TRUSTED CERTIFICATE, which only OpenSSL reads"
		     : "labelled TRUSTED CERTIFICATE, which servers skip here");
}

/* A block libcrypto does not take: the fault, and what can be saved of it. */
static bool
end_broken_block(struct reader *reader, const struct error *err)
{
	const struct pem_block *block = &reader->block;
	size_t bad_line = pem_block_find_bad_line(block), len = 0;
	CLEANUP(free) uint8_t *der = NULL;
	CLEANUP(free) char *shown = show_label(block->end_label);
	struct cert *cert;

	if (strcmp(block->label, block->end_label) != 0)
		add_fault(reader->file, PEM_FAULT_WRONG_LABEL, block->end_line,
		    true, "BEGIN %s of line %zu ends in END %s", block->label,
		    block->line, shown);
	else if (bad_line > 0)
		add_fault(reader->file, PEM_FAULT_BAD_BASE64, bad_line, true,
		    "not base64");
	else
		add_fault(reader->file, PEM_FAULT_BAD_BASE64, block->line, true,
		    "%.120s", err->message);
	der = pem_block_salvage(block, &len);
	cert = new_cert(block, der, len);
	if (cert->malformed == NULL)
		return add_cert(reader->file, cert, block->line);
	cert_unref(cert);
	return true;
}

static bool
end_cert_block(struct reader *reader)
{
	const struct pem_block *block = &reader->block;
	struct error err = ERROR_INIT;
	unsigned char *der = NULL;
	size_t len = 0;
	bool ok;

	if (!pem_block_read(block, &der, &len, &err))
		return end_broken_block(reader, &err);
	if (pem_label_classify(block->label) == PEM_LABEL_TRUSTED)
		add_trusted_fault(reader);
	ok = add_cert(reader->file, new_cert(block, der, len), block->line);
	OPENSSL_free(der);
	return ok;
}

static void
end_other_block(struct reader *reader)
{
	const struct pem_block *block = &reader->block;
	CLEANUP(free) char *shown = show_label(block->label);
	bool is_fatal = false;
	const char *words = pem_label_describe(block->label, &is_fatal);

	if (words != NULL)
		add_fault(reader->file, PEM_FAULT_WRONG_LABEL, block->line,
		    is_fatal, "%s", words);
	else
		add_fault(reader->file, PEM_FAULT_WRONG_LABEL, block->line,
		    false, "\"%s\" is not a certificate and is skipped", shown);
}

/* false: enough read. */
static bool
end_block(struct reader *reader)
{
	reader->is_in_block = false;
	switch (pem_label_classify(reader->block.label)) {
	case PEM_LABEL_CERTIFICATE:
	case PEM_LABEL_TRUSTED: return end_cert_block(reader);
	case PEM_LABEL_KEY:
		add_fault(reader->file, PEM_FAULT_PRIVATE_KEY,
		    reader->block.line, false, "a private key");
		return true;
	case PEM_LABEL_OTHER: end_other_block(reader); return true;
	}
	return true;
}

/* BEGIN without END: a certificate that is whole all the same is kept. */
static bool
cut_block(struct reader *reader)
{
	struct pem_block *block = &reader->block;
	enum pem_label_kind kind = pem_label_classify(block->label);
	CLEANUP(free) uint8_t *der = NULL;
	CLEANUP(free) char *shown = show_label(block->label);
	struct cert *cert;
	size_t len = 0;

	reader->is_in_block = false;
	add_fault(reader->file, PEM_FAULT_TRUNCATED, block->line, true,
	    "BEGIN %s without its END", shown);
	if (kind != PEM_LABEL_CERTIFICATE && kind != PEM_LABEL_TRUSTED)
		return true;
	der = pem_block_salvage(block, &len);
	cert = new_cert(block, der, len);
	if (cert->malformed == NULL)
		return add_cert(reader->file, cert, block->line);
	cert_unref(cert);
	return true;
}

/* Text outside blocks: harmless, unless somebody meant it as a BEGIN line. */
static void
note_text(struct reader *reader, const struct pem_piece *piece)
{
	if (pem_piece_is_blank(piece))
		return;
	if (pem_piece_looks_like_begin(piece)) {
		add_fault(reader->file, PEM_FAULT_WRONG_LABEL, piece->line,
		    true,
		    "a spoiled BEGIN line: exactly five dashes on each side, "
		    "and nothing else, make one");
		return;
	}
	if (reader->has_text_fault)
		return;
	reader->has_text_fault = true;
	add_fault(reader->file, PEM_FAULT_TEXT_BETWEEN, piece->line, false,
	    "text outside of the certificates, which servers skip");
}

/* libcrypto 3.0 passes over a mark at the start of the file and of the line
 * behind an END; others lose the certificate behind it. */
static bool
note_mark(struct reader *reader, const struct pem_piece *piece)
{
	static const char mark[] = "\xef\xbb\xbf";

	reader->has_mark = piece->kind == PEM_PIECE_TEXT &&
	    !reader->is_in_block && !piece->is_joined &&
	    piece->len == sizeof mark - 1 &&
	    memcmp(piece->text, mark, piece->len) == 0;
	if (reader->has_mark)
		add_fault(reader->file, PEM_FAULT_BYTE_ORDER_MARK, piece->line,
		    piece->line != reader->end_line + 1,
		    "a byte order mark, behind which many readers miss the "
		    "certificate");
	return reader->has_mark;
}

/* Something shares its line with a boundary: no server reads past that. */
static void
note_join(struct reader *reader, const struct pem_piece *piece)
{
	const char *words = NULL;

	switch (piece->kind) {
	case PEM_PIECE_BEGIN:
		words = "BEGIN does not stand at the start of its line: a "
			"newline is missing, or something precedes it";
		break;
	case PEM_PIECE_END:
		words = "END does not stand at the start of its line: a "
			"newline is missing, or something precedes it";
		break;
	case PEM_PIECE_TEXT:
		words = reader->is_in_block
		    ? "something follows BEGIN on its line"
		    : "something follows END on its line";
		break;
	}
	add_fault(reader->file, PEM_FAULT_JOINED_LINES, piece->line, true, "%s",
	    words);
}

static bool
ends_certificate(const struct pem_piece *piece)
{
	CLEANUP(free) char *label = mem_strndup(piece->text, piece->len);

	return pem_label_classify(label) <= PEM_LABEL_TRUSTED;
}

/* false: enough read. */
static bool
take_piece(struct reader *reader, const struct pem_piece *piece)
{
	bool goes_on = true, follows_mark = reader->has_mark;

	if (note_mark(reader, piece))
		return true;
	if (piece->is_joined && !follows_mark && !pem_piece_is_blank(piece))
		note_join(reader, piece);
	switch (piece->kind) {
	case PEM_PIECE_BEGIN:
		if (reader->is_in_block)
			goes_on = cut_block(reader);
		pem_block_begin(&reader->block, piece);
		reader->is_in_block = true;
		return goes_on;
	case PEM_PIECE_END:
		if (!reader->is_in_block) {
			add_fault(reader->file, PEM_FAULT_WRONG_LABEL,
			    piece->line, ends_certificate(piece),
			    "END without its BEGIN");
			return true;
		}
		pem_block_end(&reader->block, piece);
		reader->end_line = piece->line;
		return end_block(reader);
	case PEM_PIECE_TEXT:
		if (reader->is_in_block)
			pem_block_add(&reader->block, piece);
		else
			note_text(reader, piece);
		return true;
	}
	return true;
}

static void
read_text(struct pem_file *file, const char *text, size_t len)
{
	struct reader reader = {.file = file};
	struct pem_scan scan = {.text = text, .len = len};
	struct pem_piece piece;
	bool goes_on = true;

	while (goes_on && pem_scan_next(&scan, &piece))
		goes_on = take_piece(&reader, &piece);
	if (goes_on && reader.is_in_block)
		cut_block(&reader);
	pem_block_clear(&reader.block);
}

static void
read_der(struct pem_file *file, const uint8_t *bytes, size_t len)
{
	size_t at = 0;

	add_fault(file, PEM_FAULT_DER, 0, true,
	    "DER, where servers want PEM (openssl x509 -inform DER)");
	while (at < len) {
		size_t n = pem_guess_der_len(bytes + at, len - at);

		if (n == 0) {
			add_fault(file, PEM_FAULT_NOT_PEM, 0, true,
			    "%zu bytes follow the certificate", len - at);
			return;
		}
		if (!add_cert(file, cert_new(bytes + at, n), 0))
			return;
		at += n;
	}
}

/* DER that holds a certificate first, else not ours to read. */
static bool
try_der(struct pem_file *file, const uint8_t *bytes, size_t len)
{
	size_t n = pem_guess_der_len(bytes, len);
	struct cert *cert;
	bool is_cert;

	if (n == 0)
		return false;
	cert = cert_new(bytes, n);
	is_cert = cert->malformed == NULL;
	cert_unref(cert);
	if (is_cert)
		read_der(file, bytes, len);
	else if (pem_guess_is_der_key(bytes, len))
		add_fault(file, PEM_FAULT_PRIVATE_KEY, 0, true,
		    "a private key in DER, and no certificate");
	else
		add_fault(file, PEM_FAULT_NOT_PEM, 0, true, "this is %s",
		    pem_guess_content(bytes, len));
	return true;
}

/* UTF-16 brought down to bytes: PEM itself is ASCII. */
static void
read_utf16(struct pem_file *file, const uint8_t *bytes, size_t len,
    enum pem_encoding encoding)
{
	size_t low = encoding == PEM_ENCODING_UTF16_LE ? 0 : 1;
	CLEANUP(free) char *text = mem_new(len / 2 + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i + 1 < len; i += 2) {
		uint8_t high = bytes[i + 1 - low];

		if (i == 0 && (high == 0xfe || high == 0xff))
			continue; /* the byte order mark */
		text[n++] = high == 0 ? (char)bytes[i + low] : '?';
	}
	add_fault(file, PEM_FAULT_NOT_PEM, 0, true,
	    "UTF-16 text, as Windows tools write it: save it as ASCII");
	read_text(file, text, n);
}

/* Nothing usable: one fatal fault at least, and what it looks like when there
 * is no better clue. */
static void
note_no_certificate(struct pem_file *file, const uint8_t *bytes, size_t len)
{
	ARRAY_EACH (fault, &file->faults) {
		if (fault->is_fatal)
			return;
	}
	if (file->faults.len == 1 &&
	    file->faults.items[0].kind == PEM_FAULT_TEXT_BETWEEN)
		file->faults.len = 0;
	if (file->faults.len == 0)
		add_fault(file, PEM_FAULT_NOT_PEM, 0, true,
		    "no certificate in it: this is %s",
		    pem_guess_content(bytes, len));
	else
		add_fault(
		    file, PEM_FAULT_NOT_PEM, 0, true, "no certificate in it");
}

void
pem_file_parse(const uint8_t *bytes, size_t len, struct pem_file *ret_file)
{
	struct pem_file file = {0};
	enum pem_encoding encoding = pem_guess_encoding(bytes, len);

	crypto_start();
	ERR_clear_error();
	if (len > PEM_MAX_BYTES) {
		add_fault(&file, PEM_FAULT_TOO_MANY, 0, true,
		    "larger than %u bytes", PEM_MAX_BYTES);
		*ret_file = file;
		return;
	}
	if (try_der(&file, bytes, len)) {
		*ret_file = file;
		return;
	}
	if (encoding != PEM_ENCODING_BYTES) {
		read_utf16(&file, bytes, len, encoding);
	} else {
		read_text(&file, (const char *)bytes, len);
	}
	if (len > 0 && memchr(bytes, '\n', len) == NULL &&
	    memchr(bytes, '\r', len) != NULL)
		add_fault(&file, PEM_FAULT_NOT_PEM, 0, true,
		    "lines end in CR alone; servers want LF");
	if (file.certs.len == 0)
		note_no_certificate(&file, bytes, len);
	*ret_file = file;
}

void
pem_file_clear(struct pem_file *file)
{
	ARRAY_EACH (cert, &file->certs) {
		cert_unref(*cert);
	}
	ARRAY_CLEAR(&file->certs);
	ARRAY_CLEAR(&file->lines);
	ARRAY_CLEAR(&file->faults);
}

void
pem_write_cert(struct strbuf *buf, const struct cert *cert)
{
	CLEANUP(free)
	unsigned char *text = mem_new(cert->der_len / 3 * 4 + 8, 1);
	int len = EVP_EncodeBlock(text, cert->der, (int)cert->der_len);

	strbuf_add(buf, "-----BEGIN CERTIFICATE-----\n");
	for (int i = 0; i < len; i += 64) {
		int n = len - i < 64 ? len - i : 64;

		strbuf_add_bytes(buf, text + i, (size_t)n);
		strbuf_add_char(buf, '\n');
	}
	strbuf_add(buf, "-----END CERTIFICATE-----\n");
}
