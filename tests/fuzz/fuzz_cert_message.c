/*
 * Any bytes as the body of a Certificate message; the first bit says which
 * TLS: no crash, and what comes out lies within the message.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "probe/cert_message.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool claim)
{
	if (!claim)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(observation_free) struct observation *o = NULL;
	struct error err = ERROR_INIT;
	const uint8_t *end;
	bool ok;

	if (size == 0)
		return 0;
	o = observation_new();
	ok = cert_message_parse(
	    o, mem_dup(data + 1, size - 1), size - 1, (data[0] & 1) != 0, &err);
	must(ok == !o->has_malformed_message);
	must(ok || err.message[0] != '\0');
	must(o->certs.len <= OBSERVATION_MAX_CERTS);
	end = o->message + o->message_len;
	ARRAY_EACH (cert, &o->certs)
		must(cert->der_len > 0 && cert->der >= o->message &&
		    cert->der + cert->der_len <= end);
	return 0;
}
