/* Any bytes as what a caIssuers URL answers: reading ends well, within its
 * bounds, and what is given are certificates, each once. */
#include <openssl/err.h>
#include <stdlib.h>

#include "pki/cert_body.h"

#define MOST 4

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cert_body body;
	struct error err = ERROR_INIT;

	if (cert_body_parse(data, size, MOST, &body, &err)) {
		must(body.certs.len > 0 && body.certs.len <= MOST);
		ARRAY_EACH (cert, &body.certs) {
			must((*cert)->malformed == NULL);
			for (__typeof__(cert) other = body.certs.items;
			     other < cert; other++)
				must(!cert_equal(*other, *cert));
		}
		cert_body_clear(&body);
	} else {
		must(err.message[0] != '\0');
		for (const char *p = err.message; *p != '\0'; p++)
			must((unsigned char)*p >= 0x20 && *p != 0x7f);
	}
	must(ERR_peek_error() == 0);
	return 0;
}
