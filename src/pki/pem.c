/* DER, UTF-16 or text: which it is, and what is in it; see pem.h. */
#include "pki/pem.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "pki/crypto_error.h"
#include "pki/pem_ending.h"
#include "pki/pem_guess.h"

/* A fault of the file as a whole, for all servers. */
#define WHOLE(kind_) \
	&(const struct pem_fault) \
	{ \
		.kind = (kind_), .is_fatal = true, \
		.gnutls = PEM_EFFECT_REFUSED, \
	}

static void
read_der(struct pem_file *file, const uint8_t *bytes, size_t len)
{
	size_t at = 0;

	pem_fault_add(file, WHOLE(PEM_FAULT_DER),
	    "DER, where servers want PEM (openssl x509 -inform DER)");
	while (at < len) {
		size_t n = pem_guess_der_len(bytes + at, len - at);

		if (n == 0) {
			pem_fault_add(file, WHOLE(PEM_FAULT_NOT_PEM),
			    "%zu bytes follow the certificate", len - at);
			return;
		}
		if (!pem_file_add(file, cert_new(bytes + at, n), 0))
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
		pem_fault_add(file, WHOLE(PEM_FAULT_PRIVATE_KEY),
		    "a private key in DER, and no certificate");
	else
		pem_fault_add(file, WHOLE(PEM_FAULT_NOT_PEM), "this is %s",
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
	pem_fault_add(file, WHOLE(PEM_FAULT_NOT_PEM),
	    "UTF-16 text, as Windows tools write it: save it as ASCII");
	pem_reader_read(file, text, n);
}

/* A certificate as it stands in JSON or an environment variable: each newline
 * written as a backslash and an n. */
static bool
has_escaped_newlines(const uint8_t *bytes, size_t len)
{
	static const char sign[] = "-----\\n";

	return memmem(bytes, len, sign, sizeof sign - 1) != NULL;
}

static void
read_escaped(struct pem_file *file, const char *bytes, size_t len)
{
	CLEANUP(free) char *text = mem_new(len + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		bool is_escape = bytes[i] == '\\' && i + 1 < len;

		if (is_escape && bytes[i + 1] == 'r') {
			i++;
		} else if (is_escape && bytes[i + 1] == 'n') {
			text[n++] = '\n';
			i++;
		} else if (bytes[i] != '"') {
			text[n++] = bytes[i];
		}
	}
	pem_fault_add(file, WHOLE(PEM_FAULT_NOT_PEM),
	    "newlines are written as \\n, as in JSON or in variables: they "
	    "have to be real ones");
	pem_reader_read(file, text, n);
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
		pem_fault_add(file, WHOLE(PEM_FAULT_NOT_PEM),
		    "no certificate in it: this is %s",
		    pem_guess_content(bytes, len));
	else
		pem_fault_add(
		    file, WHOLE(PEM_FAULT_NOT_PEM), "no certificate in it");
}

/* Beside certificates; of what has none that is not the matter. */
static void
note_cr_lf(struct pem_file *file, const char *text, size_t len)
{
	static const char end[] = "\r\n";
	const char *first = memmem(text, len, end, sizeof end - 1);
	size_t line = 1;

	if (first == NULL || file->certs.len == 0)
		return;
	for (const char *at = text; at < first; at++)
		line += *at == '\n';
	pem_fault_add(file,
	    &(struct pem_fault){.kind = PEM_FAULT_CR_LF, .line = line},
	    "lines end in CR LF, as on Windows");
}

bool
pem_fault_is_harmless(const struct pem_fault *fault)
{
	return fault->kind == PEM_FAULT_TEXT_BETWEEN ||
	    fault->kind == PEM_FAULT_CR_LF;
}

void
pem_file_parse(const uint8_t *bytes, size_t len, struct pem_file *ret_file)
{
	struct pem_file file = {0};
	enum pem_encoding encoding = pem_guess_encoding(bytes, len);

	crypto_start();
	ERR_clear_error();
	if (len > PEM_MAX_BYTES) {
		pem_fault_add(&file, WHOLE(PEM_FAULT_TOO_MANY),
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
	} else if (has_escaped_newlines(bytes, len)) {
		read_escaped(&file, (const char *)bytes, len);
	} else {
		pem_reader_read(&file, (const char *)bytes, len);
		note_cr_lf(&file, (const char *)bytes, len);
	}
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
