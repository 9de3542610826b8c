/* Lists of signed certificate timestamps; see sct.h. */
#include "pki/sct.h"

#include <openssl/asn1.h>

#include "base/mem.h"
#include "pki/crypto_error.h"

#define LENGTH_OCTETS 2
#define TIMESTAMP_OCTETS 8

/* What is left to be read. */
struct cursor {
	const uint8_t *at;
	size_t left;
};

static bool
take(struct cursor *cursor, size_t len, const uint8_t **ret_bytes)
{
	if (cursor->left < len)
		return false;
	*ret_bytes = cursor->at;
	cursor->at += len;
	cursor->left -= len;
	return true;
}

static bool
take_octet(struct cursor *cursor, uint8_t *ret_octet)
{
	const uint8_t *bytes;

	if (!take(cursor, 1, &bytes))
		return false;
	*ret_octet = *bytes;
	return true;
}

/* A vector with a length of two octets before it (RFC 5246 4.3). */
static bool
take_vector(struct cursor *cursor, const uint8_t **ret_bytes, size_t *ret_len)
{
	const uint8_t *prefix;

	if (!take(cursor, LENGTH_OCTETS, &prefix))
		return false;
	*ret_len = (size_t)prefix[0] << 8 | prefix[1];
	return take(cursor, *ret_len, ret_bytes);
}

static bool
take_timestamp(struct cursor *cursor, int64_t *ret_ms)
{
	const uint8_t *octets;
	uint64_t ms = 0;

	if (!take(cursor, TIMESTAMP_OCTETS, &octets))
		return false;
	for (size_t i = 0; i < TIMESTAMP_OCTETS; i++)
		ms = ms << 8 | octets[i];
	if (ms > INT64_MAX)
		return false;
	*ret_ms = (int64_t)ms;
	return true;
}

/* RFC 6962 3.2. Of later versions nothing is known but that they are there. */
static bool
read_one(struct sct *sct)
{
	struct cursor cursor = {.at = sct->bytes, .left = sct->len};

	if (!take_octet(&cursor, &sct->version))
		return false;
	if (sct->version != SCT_V1)
		return true;
	return take(&cursor, SCT_LOG_ID_LEN, &sct->log_id) &&
	    take_timestamp(&cursor, &sct->timestamp_ms) &&
	    take_vector(&cursor, &sct->extensions, &sct->extensions_len) &&
	    take_octet(&cursor, &sct->hash_algorithm) &&
	    take_octet(&cursor, &sct->signature_algorithm) &&
	    take_vector(&cursor, &sct->signature, &sct->signature_len) &&
	    cursor.left == 0;
}

bool
sct_list_read(const uint8_t *bytes, size_t len, struct sct_list *ret_list,
    struct error *err)
{
	struct cursor all = {.at = bytes, .left = len};
	struct cursor cursor = {0};

	ret_list->len = 0;
	if (len > SCT_LIST_MAX_BYTES)
		return error_set(err, ERROR_LIMIT,
		    "a list of timestamps longer than %d bytes",
		    SCT_LIST_MAX_BYTES);
	if (!take_vector(&all, &cursor.at, &cursor.left) || all.left != 0)
		return error_set(err, ERROR_INVALID,
		    "a list of timestamps whose length is wrong");
	while (cursor.left > 0) {
		struct sct sct = {0};

		if (ret_list->len == SCT_LIST_MAX)
			return error_set(err, ERROR_LIMIT,
			    "more than %d timestamps", SCT_LIST_MAX);
		if (!take_vector(&cursor, &sct.bytes, &sct.len) ||
		    !read_one(&sct))
			return error_set(err, ERROR_INVALID,
			    "timestamp %zu is not well-formed",
			    ret_list->len + 1);
		ret_list->items[ret_list->len++] = sct;
	}
	if (ret_list->len == 0)
		return error_set(
		    err, ERROR_INVALID, "a list without any timestamp");
	return true;
}

bool
sct_list_read_extension(const uint8_t *octets, size_t len,
    struct sct_list *ret_list, uint8_t **ret_octets, struct error *err)
{
	const unsigned char *at = octets;
	ASN1_OCTET_STRING *string = NULL;
	uint8_t *copy = NULL;

	ret_list->len = 0;
	if (len > SCT_LIST_MAX_BYTES)
		return error_set(err, ERROR_LIMIT,
		    "a list of timestamps longer than %d bytes",
		    SCT_LIST_MAX_BYTES);
	string = d2i_ASN1_OCTET_STRING(NULL, &at, (long)len);
	if (string == NULL || at != octets + len) {
		ASN1_OCTET_STRING_free(string);
		crypto_error_drop();
		return error_set(err, ERROR_INVALID,
		    "the list of timestamps stands in no OCTET STRING");
	}
	len = (size_t)ASN1_STRING_length(string);
	copy = mem_dup(ASN1_STRING_get0_data(string), len);
	ASN1_OCTET_STRING_free(string);
	if (!sct_list_read(copy, len, ret_list, err)) {
		free(copy);
		return false;
	}
	*ret_octets = copy;
	return true;
}

int64_t
sct_list_earliest_ms(const struct sct_list *list)
{
	int64_t earliest = 0;

	for (size_t i = 0; i < list->len; i++) {
		const struct sct *sct = &list->items[i];

		if (sct->version == SCT_V1 &&
		    (earliest == 0 || sct->timestamp_ms < earliest))
			earliest = sct->timestamp_ms;
	}
	return earliest;
}
