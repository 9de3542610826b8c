/* Guesses by first bytes, table first; see pem_guess.h. */
#include "pki/pem_guess.h"

#include <openssl/asn1.h>
#include <string.h>

#include "pki/crypto_error.h"

#define ROW(bytes, words) \
	{ \
		bytes, sizeof bytes - 1, words \
	}

/* By the first octets that are not blank; the first row that fits wins. */
static const struct {
	const char *start;
	size_t len;
	const char *words;
} text_rows[] = {
    ROW("<!", "a web page (HTML)"),
    ROW("<html", "a web page (HTML)"),
    ROW("<HTML", "a web page (HTML)"),
    ROW("<?xml", "XML"),
    ROW("<", "a web page or XML"),
    ROW("{", "JSON"),
    ROW("[", "JSON"),
    ROW("-----BEGIN ", "PEM of something else"),
    ROW("ssh-", "an SSH public key"),
    ROW("ecdsa-sha2-", "an SSH public key"),
    ROW("---- BEGIN SSH2", "an SSH public key"),
    ROW("PuTTY-User-Key-File", "a PuTTY private key"),
    ROW("\xfe\xed\xfe\xed", "a Java key store (JKS)"),
    ROW("\xce\xce\xce\xce", "a Java key store (JCEKS)"),
    ROW("PK\x03\x04", "a ZIP archive"),
    ROW("\x1f\x8b", "gzip data"),
    ROW("\x7f"
	"ELF",
	"a program"),
    ROW("#!", "a script"),
    ROW("%PDF", "a PDF"),
    /* PEM's lines without their BEGIN: DER in base64 starts so */
    ROW("MII", "base64 without a BEGIN line"),
};

/* By what the outermost SEQUENCE of DER begins with. */
static const struct {
	const char *start;
	size_t len;
	const char *words;
} der_rows[] = {
    ROW("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", "PKCS#7 (.p7b) in DER"),
    ROW("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07",
	"PKCS#7 content in DER, without certificates"),
    ROW("\x02\x01\x03\x30", "PKCS#12 (.pfx, .p12)"),
};

static bool
starts_with(const uint8_t *bytes, size_t len, const char *start, size_t n)
{
	return len >= n && memcmp(bytes, start, n) == 0;
}

enum pem_encoding
pem_guess_encoding(const uint8_t *bytes, size_t len)
{
	if (len < 4)
		return PEM_ENCODING_BYTES;
	if ((bytes[0] == 0xff && bytes[1] == 0xfe) ||
	    (bytes[0] == '-' && bytes[1] == 0 && bytes[2] == '-' &&
		bytes[3] == 0))
		return PEM_ENCODING_UTF16_LE;
	if ((bytes[0] == 0xfe && bytes[1] == 0xff) ||
	    (bytes[0] == 0 && bytes[1] == '-' && bytes[2] == 0 &&
		bytes[3] == '-'))
		return PEM_ENCODING_UTF16_BE;
	return PEM_ENCODING_BYTES;
}

/* Length of the header of the element at bytes; 0: none that fits. */
static size_t
der_header_len(const uint8_t *bytes, size_t len, long *ret_content_len)
{
	const unsigned char *p = bytes;
	int tag, class, code;

	if (len < 2)
		return 0;
	code = ASN1_get_object(&p, ret_content_len, &tag, &class, (long)len);
	crypto_error_drop();
	/* 0x80: an error; 1: indefinite length, which DER has not. */
	if ((code & 0x81) != 0 || tag != V_ASN1_SEQUENCE || class != 0)
		return 0;
	return (size_t)(p - bytes);
}

size_t
pem_guess_der_len(const uint8_t *bytes, size_t len)
{
	long content_len = 0;
	size_t header_len = der_header_len(bytes, len, &content_len);

	return header_len == 0 ? 0 : header_len + (size_t)content_len;
}

bool
pem_guess_is_der_key(const uint8_t *bytes, size_t len)
{
	long content_len = 0;
	size_t header_len = der_header_len(bytes, len, &content_len);
	const uint8_t *p = bytes + header_len;
	size_t rest = len - header_len;

	if (header_len == 0)
		return false;
	/* The version: PKCS#1 and PKCS#8 have 0 and an INTEGER or SEQUENCE
	 * behind it, SEC 1 has 1 and an OCTET STRING. */
	return starts_with(p, rest, "\x02\x01\x00\x02", 4) ||
	    starts_with(p, rest, "\x02\x01\x00\x30", 4) ||
	    starts_with(p, rest, "\x02\x01\x01\x04", 4);
}

static const char *
guess_der(const uint8_t *bytes, size_t len, size_t header_len)
{
	for (size_t i = 0; i < sizeof der_rows / sizeof der_rows[0]; i++) {
		if (starts_with(bytes + header_len, len - header_len,
			der_rows[i].start, der_rows[i].len))
			return der_rows[i].words;
	}
	return "DER of something else";
}

const char *
pem_guess_content(const uint8_t *bytes, size_t len)
{
	long content_len = 0;
	size_t header_len;

	if (len == 0)
		return "an empty file";
	header_len = der_header_len(bytes, len, &content_len);
	if (header_len > 0)
		return guess_der(bytes, len, header_len);
	while (len > 0 && memchr(" \t\r\n", bytes[0], 4) != NULL) {
		bytes++;
		len--;
	}
	if (len == 0)
		return "nothing but blanks";
	for (size_t i = 0; i < sizeof text_rows / sizeof text_rows[0]; i++) {
		if (starts_with(
			bytes, len, text_rows[i].start, text_rows[i].len))
			return text_rows[i].words;
	}
	for (size_t i = 0; i < len && i < 512; i++) {
		if (bytes[i] < 0x20 && memchr("\t\r\n\f", bytes[i], 4) == NULL)
			return "binary data";
	}
	return "plain text";
}
