/* The list of a Certificate message; see cert_message.h. */
#include "probe/cert_message.h"

#include <openssl/evp.h>

#include "base/mem.h"
#include "pki/crypto_error.h"

#define STATUS_REQUEST 5 /* extension, RFC 6066 8 */
#define TIMESTAMPS 18	 /* extension, RFC 6962 3.3.1 */
#define STATUS_OCSP 1	 /* CertificateStatusType */

/* What is left to read. */
struct span {
	const uint8_t *bytes;
	size_t len;
};

/* Takes a vector with a length of width bytes off the front. */
static bool
take_vector(struct span *from, size_t width, struct span *ret)
{
	size_t len = 0;

	if (from->len < width)
		return false;
	for (size_t i = 0; i < width; i++)
		len = len << 8 | from->bytes[i];
	if (len > from->len - width)
		return false;
	*ret = (struct span){from->bytes + width, len};
	from->bytes += width + len;
	from->len -= width + len;
	return true;
}

/* Fetched once for the process: a fetch at each digest costs more than the
 * digest. */
static const EVP_MD *
sha256(void)
{
	static EVP_MD *md;

	if (md == NULL)
		md = EVP_MD_fetch(NULL, "SHA256", NULL);
	return md;
}

/* Of a Certificate message's entry, RFC 8446 4.4.2; of doubles the first
 * counts. What cannot be read is left out: libssl refuses it itself, where it
 * matters. */
static void
read_extensions(struct observation *observation, struct span extensions)
{
	struct observation_cert *cert =
	    &observation->certs.items[observation->certs.len - 1];

	while (extensions.len > 0) {
		struct span type = {extensions.bytes, 2}, content;

		if (extensions.len < 4)
			return;
		extensions.bytes += 2;
		extensions.len -= 2;
		if (!take_vector(&extensions, 2, &content))
			return;
		if (type.bytes[0] != 0)
			continue;
		if (type.bytes[1] == STATUS_REQUEST && cert->staple == NULL)
			(void)cert_status_read(content.bytes, content.len,
			    &cert->staple, &cert->staple_len);
		if (type.bytes[1] == TIMESTAMPS && observation->scts == NULL &&
		    observation->certs.len == 1 && content.len > 0) {
			observation->scts = content.bytes;
			observation->scts_len = content.len;
		}
	}
}

bool
cert_status_read(const uint8_t *bytes, size_t len, const uint8_t **ret_staple,
    size_t *ret_len)
{
	struct span body = {bytes, len}, response;

	if (len < 1 || bytes[0] != STATUS_OCSP)
		return false;
	body.bytes++;
	body.len--;
	if (!take_vector(&body, 3, &response) || body.len > 0 ||
	    response.len == 0)
		return false;
	*ret_staple = response.bytes;
	*ret_len = response.len;
	return true;
}

static bool
add_cert(struct observation *observation, struct span der, struct error *err)
{
	struct observation_cert *cert;

	if (observation->certs.len == OBSERVATION_MAX_CERTS)
		return error_set(err, ERROR_LIMIT, "more than %d certificates",
		    OBSERVATION_MAX_CERTS);
	cert = ARRAY_ADD(&observation->certs);
	cert->der = der.bytes;
	cert->der_len = der.len;
	if (EVP_Digest(
		der.bytes, der.len, cert->sha256, NULL, sha256(), NULL) == 1)
		return true;
	observation->certs.len--;
	return crypto_error_take(err, "cannot compute a SHA-256");
}

static bool
read_list(struct observation *observation, struct span list, bool is_tls13,
    struct error *err)
{
	while (list.len > 0) {
		struct span der, extensions = {0};

		if (!take_vector(&list, 3, &der) || der.len == 0 ||
		    (is_tls13 && !take_vector(&list, 2, &extensions)))
			return error_set(err, ERROR_INVALID,
			    "entry %zu of the certificate list cannot be read",
			    observation->certs.len + 1);
		if (!add_cert(observation, der, err))
			return false;
		if (is_tls13)
			read_extensions(observation, extensions);
	}
	return true;
}

bool
cert_message_parse(struct observation *observation, uint8_t *take_body,
    size_t len, bool is_tls13, struct error *err)
{
	struct span body = {take_body, len}, context, list;

	observation->message = take_body;
	observation->message_len = len;
	observation->has_malformed_message = true;
	if (len > OBSERVATION_MAX_BYTES)
		return error_set(err, ERROR_LIMIT,
		    "Certificate message of %zu bytes, more than %u", len,
		    OBSERVATION_MAX_BYTES);
	if ((is_tls13 && !take_vector(&body, 1, &context)) ||
	    !take_vector(&body, 3, &list) || body.len != 0)
		return error_set(err, ERROR_INVALID,
		    "the Certificate message cannot be read");
	observation->has_malformed_message =
	    !read_list(observation, list, is_tls13, err);
	return !observation->has_malformed_message;
}
