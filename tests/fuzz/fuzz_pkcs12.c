/* Any bytes as a PKCS#12 file: reading ends well, in bounded time. */
#include <openssl/err.h>
#include <stdlib.h>

#include "pki/pkcs12.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pkcs12_certs certs = {0};
	struct error err = ERROR_INIT;

	(void)pkcs12_is(data, size);
	if (!pkcs12_read(data, size, NULL, &certs, &err) &&
	    (err.kind == ERROR_NONE || certs.items.len > 0))
		abort();
	if (certs.items.len > PKCS12_MAX_CERTS)
		abort();
	pkcs12_certs_clear(&certs);
	if (ERR_peek_error() != 0)
		abort();
	return 0;
}
