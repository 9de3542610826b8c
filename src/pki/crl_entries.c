/* The entries of a revocation list, RFC 5280 5.1.2.6 and 5.3. */
#include "pki/crl_parts.h"

#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "pki/cert_time.h"

#define CE_REASON 21
#define CE_HOLD_INSTRUCTION 23
#define CE_INVALIDITY_DATE 24
#define CE_CERTIFICATE_ISSUER 29

static bool
refuse(struct error *err, const char *why)
{
	return error_set(err, ERROR_INVALID, "not a revocation list: %s", why);
}

static bool
read_reason(struct der_slice value, int8_t *ret_reason)
{
	struct der_element number;

	if (!der_take_as(&value, DER_ENUMERATED, &number) ||
	    number.content.len != 1 || number.content.at[0] > INT8_MAX)
		return false;
	*ret_reason = (int8_t)number.content.at[0];
	return true;
}

/* From here on entries are about certificates of that CA: 5.3.3. */
static bool
read_certificate_issuer(struct crl *crl, struct der_slice value)
{
	const unsigned char *p = value.at;
	GENERAL_NAMES *names = d2i_GENERAL_NAMES(NULL, &p, (long)value.len);
	const X509_NAME *found = NULL;

	for (int i = 0; i < sk_GENERAL_NAME_num(names) && found == NULL; i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);

		if (name->type == GEN_DIRNAME)
			found = name->d.directoryName;
	}
	if (found != NULL)
		*ARRAY_ADD(&crl->issuers) = X509_NAME_dup(found);
	GENERAL_NAMES_free(names);
	return found != NULL;
}

static bool
read_entry_extensions(
    struct crl *crl, struct der_slice list, struct crl_entry *entry)
{
	struct crl_extension extension;

	while (list.len > 0) {
		if (!crl_take_extension(&list, &extension))
			return false;
		if (crl_extension_is(&extension, CE_REASON)) {
			if (!read_reason(extension.value, &entry->reason))
				return false;
		} else if (crl_extension_is(
			       &extension, CE_CERTIFICATE_ISSUER)) {
			if (crl->issuers.len == CRL_MAX_ISSUERS ||
			    !read_certificate_issuer(crl, extension.value))
				return false;
		} else if (!crl_extension_is(&extension, CE_INVALIDITY_DATE) &&
		    !crl_extension_is(&extension, CE_HOLD_INSTRUCTION)) {
			crl_note_unknown(crl, &extension);
		}
	}
	return true;
}

static bool
read_entry(struct crl *crl, struct der_slice content)
{
	struct crl_entry *entry = ARRAY_ADD(&crl->entries);
	struct der_element serial, date, extensions;

	entry->reason = CRL_REASON_NONE;
	if (!der_take_as(&content, DER_INTEGER, &serial) ||
	    serial.content.len == 0 || serial.content.len > CRL_MAX_SERIAL ||
	    !der_take(&content, &date) ||
	    !cert_time_read_octets(date.identifier, date.content.at,
		date.content.len, &entry->date))
		return false;
	entry->serial_at = (uint32_t)(serial.content.at - crl->der);
	entry->serial_len = (uint8_t)serial.content.len;
	if (der_take_as(&content, DER_SEQUENCE, &extensions) &&
	    !read_entry_extensions(crl, extensions.content, entry))
		return false;
	entry->issuer = (uint16_t)(crl->issuers.len - 1);
	return content.len == 0;
}

static int
compare_serials(const uint8_t *a, size_t a_len, const uint8_t *b, size_t b_len)
{
	if (a_len != b_len)
		return a_len < b_len ? -1 : 1;
	return memcmp(a, b, a_len);
}

static int
compare_entries(const void *a, const void *b, void *der)
{
	const struct crl_entry *x = a, *y = b;

	return compare_serials((const uint8_t *)der + x->serial_at,
	    x->serial_len, (const uint8_t *)der + y->serial_at, y->serial_len);
}

bool
crl_read_entries(struct crl *crl, struct der_slice list, struct error *err)
{
	struct der_element entry;

	while (list.len > 0) {
		if (crl->entries.len == CRL_MAX_ENTRIES)
			return error_set(err, ERROR_LIMIT,
			    "a revocation list of more than %d entries",
			    CRL_MAX_ENTRIES);
		if (!der_take_as(&list, DER_SEQUENCE, &entry) ||
		    !read_entry(crl, entry.content))
			return refuse(err, "an entry cannot be read");
	}
	if (crl->entries.len > 1)
		qsort_r(crl->entries.items, crl->entries.len,
		    sizeof *crl->entries.items, compare_entries,
		    (void *)crl->der);
	return true;
}

static bool
is_about(const struct crl *crl, const struct crl_entry *entry,
    const struct cert *cert)
{
	return X509_NAME_cmp(crl->issuers.items[entry->issuer],
		   X509_get_issuer_name(cert->x509)) == 0;
}

/* The first entry whose serial is not below. */
static size_t
lower_bound(const struct crl *crl, const struct der_slice *serial)
{
	size_t low = 0, high = crl->entries.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct crl_entry *at = &crl->entries.items[middle];

		if (compare_serials(crl->der + at->serial_at, at->serial_len,
			serial->at, serial->len) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct crl_entry *
crl_find(const struct crl *crl, const struct cert *cert)
{
	const struct crl_entry *found = NULL;
	unsigned char *der = NULL;
	struct der_slice rest = {0};
	struct der_element serial;
	int len = i2d_ASN1_INTEGER(X509_get0_serialNumber(cert->x509), &der);

	if (len > 0)
		rest = (struct der_slice){.at = der, .len = (size_t)len};
	if (der_take(&rest, &serial)) {
		for (size_t i = lower_bound(crl, &serial.content);
		     i < crl->entries.len && found == NULL; i++) {
			const struct crl_entry *at = &crl->entries.items[i];

			if (compare_serials(crl->der + at->serial_at,
				at->serial_len, serial.content.at,
				serial.content.len) != 0)
				break;
			if (is_about(crl, at, cert))
				found = at;
		}
	}
	OPENSSL_free(der);
	return found;
}

uint64_t
crl_serial_hash(const struct cert *cert)
{
	unsigned char *der = NULL;
	struct der_slice rest = {0};
	struct der_element serial = {0};
	int len = i2d_ASN1_INTEGER(X509_get0_serialNumber(cert->x509), &der);
	uint64_t hash;

	if (len > 0)
		rest = (struct der_slice){.at = der, .len = (size_t)len};
	(void)der_take(&rest, &serial);
	hash = hash_bytes(HASH_START, serial.content.at, serial.content.len);
	OPENSSL_free(der);
	return hash;
}

bool
crl_knows(const struct crl *crl, const struct cert *cert)
{
	return crl->cut == NULL ||
	    crl_asked_has(crl->cut->asked.items, crl->cut->asked.len,
		crl_serial_hash(cert));
}

bool
crl_asked_has(const uint64_t *asked, size_t count, uint64_t hash)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (asked[middle] < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && asked[low] == hash;
}
