/* OCSP requests; see ocsp_request.h. */
#include "pki/ocsp_request.h"

#include <openssl/evp.h>
#include <openssl/ocsp.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "pki/cert_time.h"
#include "pki/crypto_error.h"

#define MAX_ENCODED 4096

uint8_t *
ocsp_request_new(
    const struct cert *cert, const struct cert *issuer, size_t *ret_len)
{
	OCSP_REQUEST *request = OCSP_REQUEST_new();
	OCSP_CERTID *id = OCSP_cert_to_id(EVP_sha1(), cert->x509, issuer->x509);
	unsigned char *der = NULL;
	uint8_t *copy = NULL;
	int len = 0;

	if (request != NULL && id != NULL &&
	    OCSP_request_add0_id(request, id) != NULL) {
		id = NULL; /* it is the request's */
		len = i2d_OCSP_REQUEST(request, &der);
	}
	if (len > 0) {
		copy = mem_dup(der, (size_t)len);
		*ret_len = (size_t)len;
	}
	OPENSSL_free(der);
	OCSP_CERTID_free(id);
	OCSP_REQUEST_free(request);
	crypto_error_drop();
	return copy;
}

/* Base64 has three characters that a path must not have as they are. */
static void
add_escaped(struct strbuf *to, const char *base64)
{
	for (const char *p = base64; *p != '\0'; p++) {
		switch (*p) {
		case '+': strbuf_add(to, "%2B"); break;
		case '/': strbuf_add(to, "%2F"); break;
		case '=': strbuf_add(to, "%3D"); break;
		default: strbuf_add_char(to, *p); break;
		}
	}
}

char *
ocsp_request_url(const char *url, const uint8_t *der, size_t len)
{
	struct strbuf text = STRBUF_INIT(MAX_ENCODED);
	char base64[OCSP_GET_MAX_URL + 8];
	size_t url_len = strlen(url);

	if (url_len == 0 || strpbrk(url, "?#") != NULL ||
	    len / 3 * 4 + 4 > OCSP_GET_MAX_URL)
		return NULL;
	EVP_EncodeBlock((unsigned char *)base64, der, (int)len);
	strbuf_add(&text, url);
	if (url[url_len - 1] != '/')
		strbuf_add_char(&text, '/');
	add_escaped(&text, base64);
	if (text.len > OCSP_GET_MAX_URL)
		strbuf_clear(&text);
	return text.len == 0 ? NULL : strbuf_take(&text);
}

static int64_t
seconds_of(const ASN1_GENERALIZEDTIME *time)
{
	int64_t seconds = 0;

	if (time == NULL ||
	    !cert_time_read_octets(V_ASN1_GENERALIZEDTIME,
		ASN1_STRING_get0_data(time), (size_t)ASN1_STRING_length(time),
		&seconds))
		return 0;
	return seconds;
}

static void
read_basic(OCSP_RESPONSE *response, struct ocsp_life *life)
{
	OCSP_BASICRESP *basic = OCSP_response_get1_basic(response);
	OCSP_SINGLERESP *single =
	    basic == NULL ? NULL : OCSP_resp_get0(basic, 0);
	ASN1_GENERALIZEDTIME *this_update = NULL, *next_update = NULL;

	if (single != NULL) {
		OCSP_single_get0_status(
		    single, NULL, NULL, &this_update, &next_update);
		life->this_update = seconds_of(this_update);
		life->next_update = seconds_of(next_update);
		life->is_successful = true;
	}
	OCSP_BASICRESP_free(basic);
}

bool
ocsp_life_read(const uint8_t *der, size_t len, struct ocsp_life *ret_life)
{
	const unsigned char *p = der;
	OCSP_RESPONSE *response = d2i_OCSP_RESPONSE(NULL, &p, (long)len);

	*ret_life = (struct ocsp_life){.is_successful = false};
	if (response != NULL &&
	    OCSP_response_status(response) == OCSP_RESPONSE_STATUS_SUCCESSFUL)
		read_basic(response, ret_life);
	OCSP_RESPONSE_free(response);
	crypto_error_drop();
	return response != NULL;
}
