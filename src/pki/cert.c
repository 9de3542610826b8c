/* A certificate read once into plain fields; see cert.h. */
#include "pki/cert.h"

#include <assert.h>
#include <limits.h>
#include <openssl/err.h>
#include <openssl/sha.h>
#include <string.h>

#include "base/hex.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "pki/cert_extensions.h"
#include "pki/cert_key.h"
#include "pki/cert_names.h"
#include "pki/cert_time.h"
#include "pki/crypto_error.h"
#include "pki/der.h"

#define LABEL_DIGEST_OCTETS 8 /* of the fingerprint, where no name serves */
#define SERIAL_OCTETS 32      /* shown */
#define SERIAL_MAX_OCTETS 20  /* that RFC 5280 allows */

static char *
format_serial(const ASN1_INTEGER *serial)
{
	size_t len = (size_t)ASN1_STRING_length(serial);
	bool is_cut = len > SERIAL_OCTETS;
	char hex[2 * SERIAL_OCTETS + 1];

	if (len == 0)
		return mem_strdup("00");
	hex_encode(
	    ASN1_STRING_get0_data(serial), is_cut ? SERIAL_OCTETS : len, hex);
	return mem_printf("%s%s%s",
	    ASN1_STRING_type(serial) == V_ASN1_NEG_INTEGER ? "-" : "", hex,
	    is_cut ? "..." : "");
}

/* RFC 5280 4.1.2.2: positive, and of 20 octets at most. */
static const char *
find_serial_fault(const ASN1_INTEGER *serial)
{
	int len = ASN1_STRING_length(serial);
	const unsigned char *octets = ASN1_STRING_get0_data(serial);

	if (ASN1_STRING_type(serial) == V_ASN1_NEG_INTEGER)
		return "is negative";
	if (len == 0 || (len == 1 && octets[0] == 0))
		return "is zero";
	return len > SERIAL_MAX_OCTETS ? "is longer than 20 octets" : NULL;
}

static char *
label_of_digest(const uint8_t sha256[CERT_SHA256_LEN])
{
	char hex[2 * LABEL_DIGEST_OCTETS + 1];

	hex_encode(sha256, LABEL_DIGEST_OCTETS, hex);
	return mem_printf("sha256:%s", hex);
}

/* Common name, else the first DNS or IP name, else O or OU, else the start of
 * the fingerprint. */
static char *
choose_label(const struct cert *cert)
{
	char *label;

	if (cert->common_name != NULL)
		return mem_strdup(cert->common_name);
	for (size_t i = 0; i < cert->name_count; i++) {
		const struct cert_name *name = &cert->names[i];

		if ((name->kind == CERT_NAME_DNS ||
			name->kind == CERT_NAME_IP) &&
		    name->text[0] != '\0')
			return mem_strdup(name->text);
	}
	label = cert_name_label(X509_get_subject_name(cert->x509));
	return label != NULL ? label : label_of_digest(cert->sha256);
}

static void
read_names(struct cert *cert)
{
	const X509_NAME *subject = X509_get_subject_name(cert->x509);
	const X509_NAME *issuer = X509_get_issuer_name(cert->x509);

	cert->subject = cert_name_format(subject);
	cert->issuer = cert_name_format(issuer);
	cert->common_name = cert_name_attribute(subject, NID_commonName);
	cert->subject_hash = cert_name_hash(subject);
	cert->issuer_hash = cert_name_hash(issuer);
	cert->is_self_issued = X509_NAME_cmp(subject, issuer) == 0;
	cert->label = choose_label(cert);
	cert->issuer_label = cert_name_label(issuer);
	if (cert->issuer_label == NULL)
		cert->issuer_label = mem_strdup("an unnamed issuer");
}

static bool
read_validity(struct cert *cert)
{
	bool is_first_odd = false, is_last_odd = false;

	if (!cert_time_read(X509_get0_notBefore(cert->x509), &cert->not_before,
		&is_first_odd) ||
	    !cert_time_read(
		X509_get0_notAfter(cert->x509), &cert->not_after, &is_last_odd))
		return false;
	cert->has_odd_time = is_first_odd || is_last_odd;
	return true;
}

static void
clear_parsed(struct cert *cert)
{
	cert_extensions_clear(cert);
	free((void *)cert->subject);
	free((void *)cert->issuer);
	free((void *)cert->label);
	free((void *)cert->issuer_label);
	free((void *)cert->common_name);
	free((void *)cert->serial);
	free((void *)cert->key.text);
	free((void *)cert->signature.text);
	X509_free(cert->x509);
}

/* Leaves identity, reason and label, and nothing else. */
static void
become_malformed(struct cert *cert, const char *reason)
{
	struct cert blank = {
	    .der = cert->der,
	    .der_len = cert->der_len,
	    .malformed = mem_strdup(reason),
	    .refs = cert->refs,
	    .subject = mem_strdup(""),
	    .issuer = mem_strdup(""),
	    .issuer_label = mem_strdup(""),
	    .serial = mem_strdup(""),
	    .key.text = mem_strdup(""),
	    .signature.text = mem_strdup(""),
	    .label = label_of_digest(cert->sha256),
	};

	memcpy(blank.sha256, cert->sha256, sizeof blank.sha256);
	clear_parsed(cert);
	*cert = blank;
}

static struct cert *
new_unread(const uint8_t *der, size_t der_len)
{
	struct cert *cert = MEM_NEW(struct cert);

	crypto_start();
	SHA256(der, der_len, cert->sha256);
	cert->der = mem_dup(der, der_len);
	cert->der_len = der_len;
	cert->refs = 1;
	return cert;
}

/* As it stands, but for what no int holds. */
static int
read_version(const X509 *x509)
{
	long value = X509_get_version(x509);

	if (value >= INT_MAX)
		return INT_MAX;
	return value < INT_MIN ? INT_MIN : (int)value + 1;
}

static struct cert *
read_fields(struct cert *cert)
{
	if (!read_validity(cert)) {
		become_malformed(cert, "the validity holds no readable time");
		return cert;
	}
	cert->der_fault = der_find_fault(cert->der, cert->der_len);
	cert->version = read_version(cert->x509);
	cert->serial = format_serial(X509_get0_serialNumber(cert->x509));
	cert->serial_fault =
	    find_serial_fault(X509_get0_serialNumber(cert->x509));
	cert_extensions_read(cert);
	cert_key_read(cert);
	cert_signature_read(cert);
	read_names(cert);
	crypto_error_drop();
	return cert;
}

struct cert *
cert_new(const uint8_t *der, size_t der_len)
{
	struct cert *cert = new_unread(der, der_len);
	const unsigned char *p = cert->der;
	struct error err = ERROR_INIT;

	if (der_len > CERT_MAX_BYTES) {
		become_malformed(cert, "larger than any certificate should be");
		return cert;
	}
	ERR_clear_error();
	cert->x509 = d2i_X509(NULL, &p, (long)der_len);
	if (cert->x509 == NULL) {
		crypto_error_take(&err, "not a certificate");
		become_malformed(cert, err.message);
		return cert;
	}
	if (p != cert->der + der_len) {
		become_malformed(cert, "bytes follow the certificate");
		return cert;
	}
	return read_fields(cert);
}

struct cert *
cert_new_parsed(X509 *x509, const uint8_t *der, size_t der_len)
{
	struct cert *cert = new_unread(der, der_len);

	if (der_len > CERT_MAX_BYTES) {
		become_malformed(cert, "larger than any certificate should be");
		return cert;
	}
	X509_up_ref(x509);
	cert->x509 = x509;
	return read_fields(cert);
}

struct cert *
cert_ref(struct cert *cert)
{
	assert(cert->refs > 0);
	cert->refs++;
	return cert;
}

void
cert_unref(struct cert *cert)
{
	if (cert == NULL || --cert->refs > 0)
		return;
	clear_parsed(cert);
	free((void *)cert->malformed);
	free((void *)cert->der);
	free(cert);
}

bool
cert_equal(const struct cert *a, const struct cert *b)
{
	return memcmp(a->sha256, b->sha256, CERT_SHA256_LEN) == 0;
}

bool
cert_names_issuer(const struct cert *a, const struct cert *b)
{
	if (a->x509 == NULL || b->x509 == NULL ||
	    a->issuer_hash != b->subject_hash)
		return false;
	return X509_NAME_cmp(X509_get_issuer_name(a->x509),
		   X509_get_subject_name(b->x509)) == 0;
}

const char *
cert_fingerprint(
    const uint8_t sha256[CERT_SHA256_LEN], char text[CERT_FINGERPRINT_TEXT_MAX])
{
	hex_encode(sha256, CERT_SHA256_LEN, text);
	return text;
}
