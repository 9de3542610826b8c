/* The extensions of a revocation list, RFC 5280 5.2. */
#include "pki/crl_parts.h"

#include <openssl/objects.h>
#include <string.h>

#include "base/mem.h"

#define OID_TEXT_MAX 128
#define EXTENSIONS_MAX 64
#define OID_OCTETS_MAX 100 /* more is no OID of anybody */

/* Numbers under id-ce. */
#define CE_ISSUER_ALT_NAME 18
#define CE_CRL_NUMBER 20
#define CE_DELTA_INDICATOR 27
#define CE_ISSUING_POINT 28
#define CE_AUTHORITY_KEY_ID 35
#define CE_FRESHEST_CRL 46

static bool
refuse(struct error *err, const char *why)
{
	return error_set(err, ERROR_INVALID, "not a revocation list: %s", why);
}

bool
crl_take_extension(struct der_slice *from, struct crl_extension *ret_extension)
{
	struct der_element sequence, oid, critical, octets;

	*ret_extension = (struct crl_extension){.is_critical = false};
	if (!der_take_as(from, DER_SEQUENCE, &sequence) ||
	    !der_take_as(&sequence.content, DER_OID, &oid))
		return false;
	if (der_take_as(&sequence.content, DER_BOOLEAN, &critical)) {
		if (critical.content.len != 1)
			return false;
		ret_extension->is_critical = critical.content.at[0] != 0;
	}
	if (!der_take_as(&sequence.content, DER_OCTET_STRING, &octets) ||
	    sequence.content.len > 0)
		return false;
	ret_extension->oid = oid.content;
	ret_extension->value = octets.content;
	return true;
}

bool
crl_extension_is(const struct crl_extension *extension, uint8_t number)
{
	const uint8_t id_ce[] = {0x55, 0x1d, number};

	return extension->oid.len == sizeof id_ce &&
	    memcmp(extension->oid.at, id_ce, sizeof id_ce) == 0;
}

static char *
format_oid(const struct der_slice *oid)
{
	char text[OID_TEXT_MAX] = "an unreadable one";
	unsigned char der[OID_TEXT_MAX];
	const unsigned char *p = der;
	ASN1_OBJECT *object = NULL;

	if (oid->len < OID_OCTETS_MAX) {
		der[0] = DER_OID;
		der[1] = (unsigned char)oid->len;
		memcpy(der + 2, oid->at, oid->len);
		object = d2i_ASN1_OBJECT(NULL, &p, (long)oid->len + 2);
	}
	if (object != NULL)
		OBJ_obj2txt(text, sizeof text, object, 0);
	ASN1_OBJECT_free(object);
	return mem_strdup(text);
}

void
crl_note_unknown(struct crl *crl, const struct crl_extension *extension)
{
	if (extension->is_critical && crl->unknown_critical == NULL)
		crl->unknown_critical = format_oid(&extension->oid);
}

static bool
read_number(struct der_slice value, ASN1_INTEGER **ret_number)
{
	const unsigned char *p = value.at;

	if (*ret_number != NULL)
		return false; /* RFC 5280 4.2: at most one of each */
	*ret_number = d2i_ASN1_INTEGER(NULL, &p, (long)value.len);
	return *ret_number != NULL;
}

/* Names relative to the list's issuer are made whole here, once. */
static bool
read_scope(struct crl *crl, struct der_slice value)
{
	const unsigned char *p = value.at;
	const ASN1_BIT_STRING *some;

	if (crl->scope != NULL)
		return false;
	crl->scope = d2i_ISSUING_DIST_POINT(NULL, &p, (long)value.len);
	if (crl->scope == NULL)
		return false;
	crl->scope_der = value;
	some = crl->scope->onlysomereasons;
	if (some != NULL) {
		crl->reasons = 0;
		for (int bit = 1; bit <= 8; bit++)
			crl->reasons |=
			    (unsigned)ASN1_BIT_STRING_get_bit(some, bit) << bit;
	}
	return crl->scope->distpoint == NULL ||
	    DIST_POINT_set_dpname(crl->scope->distpoint, crl->issuer) == 1;
}

static bool
read_extension(struct crl *crl, const struct crl_extension *extension)
{
	if (crl_extension_is(extension, CE_CRL_NUMBER)) {
		crl->is_number_critical = extension->is_critical;
		return read_number(extension->value, &crl->number);
	}
	if (crl_extension_is(extension, CE_DELTA_INDICATOR))
		return read_number(extension->value, &crl->base);
	if (crl_extension_is(extension, CE_ISSUING_POINT))
		return read_scope(crl, extension->value);
	if (crl_extension_is(extension, CE_AUTHORITY_KEY_ID))
		crl->authority_key_id = extension->value;
	else if (crl_extension_is(extension, CE_FRESHEST_CRL))
		crl->freshest = extension->value;
	else if (!crl_extension_is(extension, CE_ISSUER_ALT_NAME))
		crl_note_unknown(crl, extension);
	return true;
}

bool
crl_read_extensions(
    struct crl *crl, struct der_slice explicit, struct error *err)
{
	struct crl_extension extension;
	struct der_element list;
	size_t count = 0;

	if (!der_take_as(&explicit, DER_SEQUENCE, &list) || explicit.len > 0)
		return refuse(err, "its extensions cannot be read");
	while (list.content.len > 0) {
		if (++count > EXTENSIONS_MAX)
			return refuse(err, "it has too many extensions");
		if (!crl_take_extension(&list.content, &extension) ||
		    !read_extension(crl, &extension))
			return refuse(err, "an extension cannot be read");
	}
	return true;
}
