/* A SubjectPublicKeyInfo taken apart; see public_key.h. */
#include "pki/public_key.h"

#include <string.h>

#include "pki/der_reader.h"

/* The content of the object identifiers. */
static const uint8_t ec_public_key[] = {
    0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01};
static const uint8_t rsa_encryption[] = {
    0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01};

#define OID_MAX 8

static const struct group_row {
	const char *name;
	size_t oid_len;
	uint8_t oid[OID_MAX];
	size_t field_len; /* octets of a coordinate */
} group_rows[PUBLIC_KEY_GROUP_COUNT] = {
    [PUBLIC_KEY_P256] = {"prime256v1", 8,
	{0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07}, 32},
    [PUBLIC_KEY_P384] = {"secp384r1", 5, {0x2b, 0x81, 0x04, 0x00, 0x22}, 48},
    [PUBLIC_KEY_P521] = {"secp521r1", 5, {0x2b, 0x81, 0x04, 0x00, 0x23}, 66},
};

static bool
is_oid(const struct der_element *element, const uint8_t *oid, size_t len)
{
	return element->content.len == len &&
	    memcmp(element->content.at, oid, len) == 0;
}

/* The element takes all there is. */
static bool
take_last(struct der_slice *from, uint8_t identifier, struct der_element *ret)
{
	return der_take_as(from, identifier, ret) && from->len == 0;
}

/* Whole octets only. */
static bool
take_bits(struct der_slice *from, struct der_slice *ret_octets)
{
	struct der_element bits;

	if (!take_last(from, DER_BIT_STRING, &bits) || bits.content.len < 2 ||
	    bits.content.at[0] != 0)
		return false;
	ret_octets->at = bits.content.at + 1;
	ret_octets->len = bits.content.len - 1;
	return true;
}

/* A positive INTEGER in its shortest form. */
static bool
take_number(struct der_slice *from, const uint8_t **ret_bytes, size_t *ret_len)
{
	struct der_element number;
	const uint8_t *at;
	size_t len;

	if (!der_take_as(from, DER_INTEGER, &number) || number.content.len == 0)
		return false;
	at = number.content.at;
	len = number.content.len;
	if ((at[0] & 0x80) != 0)
		return false;
	if (at[0] == 0) {
		if (len < 2 || (at[1] & 0x80) == 0)
			return false;
		at++;
		len--;
	}
	*ret_bytes = at;
	*ret_len = len;
	return true;
}

static bool
read_ec(
    struct der_slice parameters, struct der_slice *rest, struct public_key *key)
{
	struct der_element curve;
	struct der_slice point;

	if (!take_last(&parameters, DER_OID, &curve) ||
	    !take_bits(rest, &point))
		return false;
	for (size_t i = 0; i < PUBLIC_KEY_GROUP_COUNT; i++) {
		const struct group_row *row = &group_rows[i];

		if (!is_oid(&curve, row->oid, row->oid_len))
			continue;
		key->group = (enum public_key_group)i;
		key->point = point.at;
		key->point_len = point.len;
		return point.at[0] == 0x04 &&
		    point.len == 1 + 2 * row->field_len;
	}
	return false;
}

static bool
read_rsa(
    struct der_slice parameters, struct der_slice *rest, struct public_key *key)
{
	struct der_element null, numbers;
	struct der_slice octets;

	key->is_rsa = true;
	return take_last(&parameters, DER_NULL, &null) &&
	    null.content.len == 0 && take_bits(rest, &octets) &&
	    take_last(&octets, DER_SEQUENCE, &numbers) &&
	    take_number(&numbers.content, &key->modulus, &key->modulus_len) &&
	    take_number(&numbers.content, &key->exponent, &key->exponent_len) &&
	    numbers.content.len == 0;
}

bool
public_key_read(const uint8_t *der, size_t der_len, struct public_key *ret_key)
{
	struct der_slice from = {der, der_len};
	struct der_element info, algorithm, name;

	memset(ret_key, 0, sizeof *ret_key);
	if (der_len > PUBLIC_KEY_MAX_BYTES ||
	    !take_last(&from, DER_SEQUENCE, &info) ||
	    !der_take_as(&info.content, DER_SEQUENCE, &algorithm) ||
	    !der_take_as(&algorithm.content, DER_OID, &name))
		return false;
	if (is_oid(&name, ec_public_key, sizeof ec_public_key))
		return read_ec(algorithm.content, &info.content, ret_key);
	if (is_oid(&name, rsa_encryption, sizeof rsa_encryption))
		return read_rsa(algorithm.content, &info.content, ret_key);
	return false;
}

const char *
public_key_group_name(enum public_key_group group)
{
	return group_rows[group].name;
}
