/* PEM or DER to revocation lists; see crl_file.h. */
#include "pki/crl_file.h"

#include <openssl/crypto.h>
#include <openssl/pem.h>
#include <string.h>

#include "pki/pem_block.h"

struct reader {
	struct pem_block block;
	bool is_in_block;
	struct crl_list *lists;
	struct error *err;
};

static bool
add(struct crl_list *lists, const uint8_t *der, size_t len, struct error *err)
{
	struct crl *crl;

	if (lists->items.len == CRL_FILE_MAX_LISTS)
		return error_set(err, ERROR_LIMIT,
		    "more than %d revocation lists", CRL_FILE_MAX_LISTS);
	crl = crl_new(der, len, err);
	if (crl == NULL)
		return false;
	*ARRAY_ADD(&lists->items) = crl;
	return true;
}

static bool
end_block(struct reader *reader)
{
	const struct pem_block *block = &reader->block;
	unsigned char *der = NULL;
	size_t len = 0;
	bool ok;

	if (strcmp(block->label, PEM_STRING_X509_CRL) != 0)
		return true;
	ok = pem_block_read(block, &der, &len, reader->err) &&
	    add(reader->lists, der, len, reader->err);
	OPENSSL_free(der);
	return ok || error_prefix(reader->err, "line %zu", block->line);
}

static bool
take_piece(struct reader *reader, const struct pem_piece *piece)
{
	switch (piece->kind) {
	case PEM_PIECE_TEXT:
		if (reader->is_in_block)
			pem_block_add(&reader->block, piece);
		return true;
	case PEM_PIECE_BEGIN:
		if (reader->is_in_block)
			return error_set(reader->err, ERROR_INVALID,
			    "line %zu: a block begins in the block of line "
			    "%zu",
			    piece->line, reader->block.line);
		pem_block_begin(&reader->block, piece);
		reader->is_in_block = true;
		return true;
	case PEM_PIECE_END:
		if (!reader->is_in_block)
			return true;
		pem_block_end(&reader->block, piece);
		reader->is_in_block = false;
		return end_block(reader);
	}
	return false;
}

static bool
read_pem(struct reader *reader, const uint8_t *bytes, size_t len)
{
	struct pem_scan scan = {.text = (const char *)bytes, .len = len};
	struct pem_piece piece;

	while (pem_scan_next(&scan, &piece)) {
		if (!take_piece(reader, &piece))
			return false;
	}
	return !reader->is_in_block ||
	    error_set(reader->err, ERROR_INVALID,
		"line %zu: a block without its END line", reader->block.line);
}

static void
cut(struct crl_list *lists, size_t count)
{
	while (lists->items.len > count)
		crl_free(lists->items.items[--lists->items.len]);
}

bool
crl_file_parse(
    const uint8_t *bytes, size_t len, struct crl_list *lists, struct error *err)
{
	struct reader reader = {.lists = lists, .err = err};
	size_t before = lists->items.len;
	bool ok;

	if (len > 0 && bytes[0] == DER_SEQUENCE)
		return add(lists, bytes, len, err);
	ok = read_pem(&reader, bytes, len);
	if (ok && lists->items.len == before)
		ok = error_set(err, ERROR_MISSING, "no revocation list in it");
	pem_block_clear(&reader.block);
	if (!ok)
		cut(lists, before);
	return ok;
}

void
crl_list_clear(struct crl_list *lists)
{
	cut(lists, 0);
	ARRAY_CLEAR(&lists->items);
}
