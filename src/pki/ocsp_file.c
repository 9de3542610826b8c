/* PEM or DER to OCSP responses; see ocsp_file.h. */
#include "pki/ocsp_file.h"

#include <openssl/pem.h>
#include <string.h>

#include "pki/crypto_error.h"

#define LABEL "OCSP RESPONSE"

static bool
add(struct ocsp_list *list, const uint8_t *der, size_t len, struct error *err)
{
	struct ocsp *ocsp;

	if (list->items.len == OCSP_FILE_MAX_RESPONSES)
		return error_set(err, ERROR_LIMIT,
		    "more than %d OCSP responses", OCSP_FILE_MAX_RESPONSES);
	ocsp = ocsp_new(der, len, err);
	if (ocsp == NULL)
		return false;
	*ARRAY_ADD(&list->items) = ocsp;
	return true;
}

static bool
read_pem(BIO *bio, struct ocsp_list *list, struct error *err)
{
	char *label = NULL, *header = NULL;
	unsigned char *der = NULL;
	long len = 0;
	bool ok = true;

	while (ok && PEM_read_bio(bio, &label, &header, &der, &len) == 1) {
		if (strcmp(label, LABEL) == 0)
			ok = add(list, der, (size_t)len, err);
		OPENSSL_free(label);
		OPENSSL_free(header);
		OPENSSL_free(der);
	}
	crypto_error_drop();
	return ok;
}

static void
cut(struct ocsp_list *list, size_t count)
{
	while (list->items.len > count)
		ocsp_free(list->items.items[--list->items.len]);
}

bool
ocsp_file_parse(
    const uint8_t *bytes, size_t len, struct ocsp_list *list, struct error *err)
{
	size_t before = list->items.len;
	BIO *bio;
	bool ok;

	if (len > OCSP_FILE_MAX_BYTES)
		return error_set(err, ERROR_LIMIT, "more than %u MB",
		    OCSP_FILE_MAX_BYTES >> 20);
	if (len > 0 && bytes[0] == DER_SEQUENCE)
		return add(list, bytes, len, err);
	bio = BIO_new_mem_buf(bytes, (int)len);
	ok = bio != NULL && read_pem(bio, list, err);
	BIO_free(bio);
	if (ok && list->items.len == before)
		ok = error_set(err, ERROR_MISSING, "no OCSP response in it");
	if (!ok)
		cut(list, before);
	return ok;
}

void
ocsp_list_clear(struct ocsp_list *list)
{
	cut(list, 0);
	ARRAY_CLEAR(&list->items);
}
