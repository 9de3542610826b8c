/*
 * Certificates out of one body of bytes in any of the forms in which CAs
 * publish issuers (RFC 5280 4.2.2.1): one DER certificate, a "certs-only"
 * PKCS#7 message in DER, and either of them as PEM, which RFC 5280 does not
 * know and many serve all the same. Unlike pem.h nothing is diagnosed: it is
 * certificates or it is not. For fetched bodies, and files an operator names.
 */
#pragma once

#include "base/array.h"
#include "base/error.h"
#include "pki/cert.h"

#define CERT_BODY_MAX_BYTES (1u << 20)

enum cert_body_form {
	CERT_BODY_DER,
	CERT_BODY_PKCS7,
	CERT_BODY_PEM,
	CERT_BODY_PEM_PKCS7,
};

struct cert_body {
	enum cert_body_form form;
	ARRAY(struct cert *)
	certs;	     /* a reference each; none malformed, each
		      * once, in the order of the body */
	bool is_cut; /* there were more than max_certs */
};

/* false: no certificate in it; err says what it looks like instead ("a web
 * page (HTML)"), to stand behind "is" or "holds". */
bool cert_body_parse(const uint8_t *bytes, size_t len, size_t max_certs,
    struct cert_body *ret_body, struct error *err) MUST_CHECK;
void cert_body_clear(struct cert_body *body);
