/* Any bytes as a PKCS#12 file: reading ends well, in bounded time. What does
 * not begin as a file is tried as the bags within an open one, too, so that
 * these are reached without a seal that fits. */
#include <openssl/err.h>
#include <stdlib.h>

#include "base/strbuf.h"
#include "pki/der_reader.h"
#include "pki/pkcs12.h"

#define MOST_BAGS 65536
#define OID_DATA "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_file(const void *bytes, size_t len)
{
	struct pkcs12_certs certs = {0};
	struct error err = ERROR_INIT;

	if (!pkcs12_read(bytes, len, NULL, &certs, &err) &&
	    (err.kind == ERROR_NONE || certs.items.len > 0))
		abort();
	if (certs.items.len > PKCS12_MAX_CERTS)
		abort();
	pkcs12_certs_clear(&certs);
	if (ERR_peek_error() != 0)
		abort();
}

/* Makes one element of a head and what is in the buffer. */
static void
wrap(struct strbuf *buf, uint8_t identifier, const char *head, size_t head_len)
{
	struct strbuf whole = STRBUF_INIT(2 * MOST_BAGS);
	size_t len = head_len + buf->len;

	strbuf_add_char(&whole, (char)identifier);
	strbuf_add_char(&whole, (char)0x83);
	for (int shift = 16; shift >= 0; shift -= 8)
		strbuf_add_char(&whole, (char)(len >> shift & 0xff));
	strbuf_add_bytes(&whole, head, head_len);
	strbuf_add_bytes(&whole, strbuf_text(buf), buf->len);
	strbuf_clear(buf);
	*buf = whole;
}

/* ContentInfo of the type "data". */
static void
wrap_as_data(struct strbuf *buf)
{
	wrap(buf, DER_OCTET_STRING, "", 0);
	wrap(buf, DER_CONTEXT_0, "", 0);
	wrap(buf, DER_SEQUENCE, OID_DATA, sizeof OID_DATA - 1);
}

static void
read_bags(const uint8_t *bytes, size_t len)
{
	struct strbuf buf = STRBUF_INIT(MOST_BAGS);

	strbuf_add_bytes(&buf, bytes, len);
	wrap_as_data(&buf);
	wrap(&buf, DER_SEQUENCE, "", 0);
	wrap_as_data(&buf);
	wrap(&buf, DER_SEQUENCE, "\x02\x01\x03", 3);
	if (!pkcs12_is((const uint8_t *)strbuf_text(&buf), buf.len))
		abort();
	read_file(strbuf_text(&buf), buf.len);
	strbuf_clear(&buf);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_file(data, size);
	if (!pkcs12_is(data, size) && size < MOST_BAGS)
		read_bags(data, size);
	return 0;
}
