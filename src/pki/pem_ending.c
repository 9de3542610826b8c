/* Blocks that have ended; see pem_ending.h. */
#include "pki/pem_ending.h"

#include <openssl/crypto.h>
#include <openssl/pem.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/safe_print.h"
#include "pki/pem_guess.h"
#include "pki/pem_label.h"

#define LABEL_SHOWN_MAX 40

void
pem_fault_add(
    struct pem_file *file, const struct pem_fault *what, const char *fmt, ...)
{
	struct pem_fault *fault;
	va_list ap;

	if (file->faults.len == PEM_MAX_FAULTS)
		return;
	fault = ARRAY_ADD(&file->faults);
	*fault = *what;
	va_start(ap, fmt);
	vsnprintf(fault->text, sizeof fault->text, fmt, ap);
	va_end(ap);
}

bool
pem_file_add(struct pem_file *file, struct cert *take_cert, size_t line)
{
	if (file->certs.len == PEM_MAX_CERTS) {
		cert_unref(take_cert);
		pem_fault_add(file,
		    &(struct pem_fault){.kind = PEM_FAULT_TOO_MANY,
			.line = line,
			.is_fatal = true},
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

bool
pem_ending_salvage(
    struct pem_reader *reader, const struct pem_block *block, bool *ret_is_cert)
{
	size_t len = 0, first;
	CLEANUP(free) uint8_t *der = pem_block_salvage(block, &len);
	struct cert *cert;

	first = pem_guess_der_len(der, len);
	cert = cert_new(der, first > 0 ? first : len);
	*ret_is_cert = cert->malformed == NULL;
	if (*ret_is_cert)
		return pem_file_add(reader->file, cert, block->line);
	cert_unref(cert);
	return true;
}

/* The same of a block that is a certificate's, and whose fault is told. */
static bool
salvage_faulty(struct pem_reader *reader, const struct pem_block *block,
    bool has_bad_character)
{
	struct pem_file *file = reader->file;
	bool is_cert, goes_on = pem_ending_salvage(reader, block, &is_cert);

	if (!is_cert)
		file->lost_count++;
	if ((!is_cert || has_bad_character) && file->faults.len > 0)
		file->faults.items[file->faults.len - 1].gnutls =
		    PEM_EFFECT_REFUSED;
	return goes_on;
}

static void
add_trusted_fault(struct pem_reader *reader)
{
	/* OpenSSL tries this label for the server's own certificate only. */
	bool is_first = reader->file->certs.len == 0;

	pem_fault_add(reader->file,
	    &(struct pem_fault){.kind = PEM_FAULT_WRONG_LABEL,
		.line = reader->block.line,
		.is_fatal = !is_first,
		.gnutls = is_first ? PEM_EFFECT_REFUSED : PEM_EFFECT_SKIPPED},
	    is_first ? "labelled TRUSTED CERTIFICATE, which only OpenSSL reads"
		     : "labelled TRUSTED CERTIFICATE, which servers skip here");
}

/* A block libcrypto does not take: the fault, and what can be saved of it. */
static bool
end_broken_block(struct pem_reader *reader)
{
	const struct pem_block *block = &reader->block;
	CLEANUP(free) char *shown = show_label(block->end_label);
	struct pem_flaw flaw = {.line = 0};

	if (reader->is_block_faulty) {
		pem_block_find_flaw(block, &flaw);
		return salvage_faulty(reader, block, flaw.column > 0);
	}
	if (strcmp(block->label, block->end_label) != 0) {
		BLOCK_FAULT(reader, PEM_FAULT_WRONG_LABEL, block->end_line, 0,
		    PEM_EFFECT_READ, "BEGIN %s of line %zu ends in END %s",
		    block->label, block->line, shown);
		return salvage_faulty(reader, block, false);
	}
	pem_block_find_flaw(block, &flaw);
	BLOCK_FAULT(reader, PEM_FAULT_BAD_BASE64, flaw.line, flaw.column,
	    strstr(flaw.text, "blank line") != NULL ? PEM_EFFECT_READ
						    : PEM_EFFECT_REFUSED,
	    "%s", flaw.text);
	return salvage_faulty(reader, block, false);
}

/* Bytes behind the certificate: OpenSSL minds them where it looks for settings
 * of "TRUSTED", in the first one. */
static void
add_tail_fault(struct pem_reader *reader, size_t count)
{
	pem_fault_add(reader->file,
	    &(struct pem_fault){.kind = PEM_FAULT_TAIL,
		.line = reader->block.line,
		.is_fatal = reader->file->certs.len == 0,
		.gnutls = PEM_EFFECT_REFUSED},
	    "%zu bytes follow the certificate within its block", count);
}

static bool
end_cert_block(struct pem_reader *reader)
{
	const struct pem_block *block = &reader->block;
	bool is_trusted = pem_label_classify(block->label) == PEM_LABEL_TRUSTED;
	unsigned char *der = NULL;
	size_t len = 0, first;
	struct cert *cert;

	if (!pem_block_read(block, &der, &len, NULL))
		return end_broken_block(reader);
	first = pem_guess_der_len(der, len);
	cert = cert_new(der, first > 0 && is_trusted ? first : len);
	if (cert->malformed != NULL && first > 0 && first < len) {
		cert_unref(cert);
		cert = cert_new(der, first);
		if (cert->malformed == NULL)
			add_tail_fault(reader, len - first);
	}
	OPENSSL_free(der);
	if (is_trusted)
		add_trusted_fault(reader);
	return pem_file_add(reader->file, cert, block->line);
}

/* "CERTIFICATE " */
static bool
is_only_padded(const char *label)
{
	size_t len = strlen(PEM_STRING_X509);

	return strncmp(label, PEM_STRING_X509, len) == 0 &&
	    label[len + strspn(label + len, " ")] == '\0';
}

/* Servers skip such a block; but a certificate under a wrong label is meant to
 * be loaded. */
static bool
end_other_block(struct pem_reader *reader)
{
	const struct pem_block *block = &reader->block;
	CLEANUP(free) char *shown = show_label(block->label);
	bool is_cert, goes_on = pem_ending_salvage(reader, block, &is_cert);

	if (is_cert)
		pem_fault_add(reader->file,
		    &(struct pem_fault){.kind = PEM_FAULT_WRONG_LABEL,
			.line = block->line,
			.is_fatal = true,
			.gnutls = is_only_padded(block->label)
			    ? PEM_EFFECT_READ
			    : PEM_EFFECT_SKIPPED},
		    "a certificate that is labelled \"%s\"", shown);
	return goes_on;
}

static void
end_key_block(struct pem_reader *reader)
{
	const struct pem_block *block = &reader->block;
	bool is_encrypted = strstr(block->label, "ENCRYPTED") != NULL ||
	    strstr(strbuf_text(&block->body), "ENCRYPTED") != NULL;

	pem_fault_add(reader->file,
	    &(struct pem_fault){
		.kind = PEM_FAULT_PRIVATE_KEY, .line = block->line},
	    is_encrypted ? "a private key, encrypted" : "a private key");
}

bool
pem_ending_of_block(struct pem_reader *reader)
{
	size_t line = reader->block.line;

	reader->is_in_block = false;
	switch (pem_label_classify(reader->block.label)) {
	case PEM_LABEL_CERTIFICATE:
	case PEM_LABEL_TRUSTED: return end_cert_block(reader);
	case PEM_LABEL_KEY: end_key_block(reader); return true;
	case PEM_LABEL_REQUEST:
		pem_fault_add(reader->file,
		    &(struct pem_fault){.kind = PEM_FAULT_REQUEST,
			.line = line,
			.gnutls = PEM_EFFECT_REFUSED},
		    "a certificate request, not a certificate");
		return true;
	case PEM_LABEL_PKCS7:
		pem_fault_add(reader->file,
		    &(struct pem_fault){.kind = PEM_FAULT_PKCS7, .line = line},
		    "a PKCS#7 bundle, which servers do not load");
		return true;
	case PEM_LABEL_OTHER: return end_other_block(reader);
	}
	return true;
}

bool
pem_ending_cut(struct pem_reader *reader, bool is_at_end)
{
	struct pem_block *block = &reader->block;
	enum pem_label_kind kind = pem_label_classify(block->label);
	CLEANUP(free) char *shown = show_label(block->label);
	bool is_spoiled = strstr(strbuf_text(&block->body), "-END ") != NULL;

	reader->is_in_block = false;
	BLOCK_FAULT(reader, PEM_FAULT_TRUNCATED, block->line, 0,
	    is_at_end && !is_spoiled ? PEM_EFFECT_REFUSED : PEM_EFFECT_READ,
	    is_spoiled ? "BEGIN %s: its END line is spoiled"
		: is_at_end
		? "BEGIN %s without its END: the file is cut short here"
		: "BEGIN %s without its END",
	    shown);
	if (kind != PEM_LABEL_CERTIFICATE && kind != PEM_LABEL_TRUSTED)
		return true;
	return salvage_faulty(reader, block, false);
}
