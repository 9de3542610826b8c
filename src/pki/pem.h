/*
 * Reads certificates out of bytes held in memory the way a server would load
 * the file: PEM blocks in order, or DER certificates in a row. What OpenSSL
 * tolerates is no fault; what it would not load is a fatal one, with the line,
 * and the certificate is given all the same where it can be made out.
 */
#pragma once

#include <stdint.h>

#include "base/array.h"
#include "base/error.h"
#include "pki/cert.h"

#define PEM_MAX_BYTES (16u << 20)
#define PEM_MAX_CERTS 10000
#define PEM_MAX_FAULTS 100 /* more are not kept */

enum pem_fault_kind {
	PEM_FAULT_NOT_PEM, /* neither PEM nor DER (says what it looks like:
			    * HTML, PKCS#7, UTF-16, empty ...) */
	PEM_FAULT_BAD_BASE64,
	PEM_FAULT_TRUNCATED,	/* BEGIN without END */
	PEM_FAULT_JOINED_LINES, /* a boundary shares its line: no newline */
	PEM_FAULT_LINE_ENDS,	/* CR alone */
	PEM_FAULT_BYTE_ORDER_MARK,
	PEM_FAULT_WRONG_LABEL,	/* of BEGIN or END, or no label at all */
	PEM_FAULT_TAIL,		/* bytes behind the certificate in its block */
	PEM_FAULT_PKCS7,	/* beside certificates */
	PEM_FAULT_REQUEST,	/* the same */
	PEM_FAULT_TEXT_BETWEEN, /* harmless text outside blocks */
	PEM_FAULT_CR_LF,	/* ends of lines as on Windows; harmless */
	PEM_FAULT_PRIVATE_KEY,
	PEM_FAULT_DER, /* DER where servers want PEM */
	PEM_FAULT_TOO_MANY,
};

/* What a reader makes of a fault. OpenSSL's is asked (pem_load.h), that of
 * GnuTLS was tried. */
enum pem_effect {
	PEM_EFFECT_READ,    /* reads what is meant */
	PEM_EFFECT_SKIPPED, /* leaves the certificate out, without a word */
	PEM_EFFECT_REFUSED, /* loads nothing */
};

struct pem_fault {
	enum pem_fault_kind kind;
	size_t line;   /* 1-based; 0: the whole file */
	size_t column; /* 1-based, in bytes; 0: the whole line */
	bool is_fatal; /* a server would refuse or skip here */
	enum pem_effect gnutls;
	char text[160]; /* safe to print */
};

struct pem_file {
	ARRAY(struct cert *) certs; /* malformed ones too */
	ARRAY(size_t) lines;	    /* of each certificate's BEGIN */
	size_t lost_count; /* certificates that could not be made out */
	ARRAY(struct pem_fault) faults;
};

/* Always gives a result; nothing usable shows as no certs and faults. */
void pem_file_parse(
    const uint8_t *bytes, size_t len, struct pem_file *ret_file);
void pem_file_clear(struct pem_file *file);
/* Is there nothing that any server minds? */
bool pem_fault_is_harmless(const struct pem_fault *fault);
/* Appends one certificate as PEM text, 64 columns. */
struct strbuf;
void pem_write_cert(struct strbuf *buf, const struct cert *cert);
