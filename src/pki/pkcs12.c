/*
 * Certificates out of PKCS#12; see pkcs12.h. PKCS12_parse is not asked: it
 * drops what marks a certificate as trusted, and reads keys.
 */
#include "pki/pkcs12.h"

#include <limits.h>
#include <openssl/err.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <string.h>

#include "pki/crypto_error.h"
#include "pki/pkcs12_cost.h"

/* Java's mark of an anchor, "trustedKeyUsage" of Oracle. */
#define TRUSTED_OID "2.16.840.1.113894.746875.1.1"
#define OID_TEXT_MAX 64

struct reading {
	struct pkcs12_certs all, marked; /* marked: as trusted */
	const char *password;		 /* the one that opened it; or NULL */
	bool is_opened;			 /* by the MAC */
};

static const char *const usual_passwords[] = {NULL, "", "changeit"};

#define USUAL_COUNT (sizeof usual_passwords / sizeof usual_passwords[0])

bool
pkcs12_is(const uint8_t *bytes, size_t len)
{
	const unsigned char *p = bytes;
	long content_len = 0;
	int tag, class, code;

	if (len < 8 || len > LONG_MAX)
		return false;
	code = ASN1_get_object(&p, &content_len, &tag, &class, (long)len);
	crypto_error_drop();
	/* version INTEGER 3, then the SEQUENCE of the content; Java and
	 * Windows write indefinite lengths, too */
	return (code & 0x80) == 0 && tag == V_ASN1_SEQUENCE && class == 0 &&
	    (size_t)(p - bytes) + 4 <= len &&
	    memcmp(p, "\x02\x01\x03\x30", 4) == 0;
}

void
pkcs12_certs_clear(struct pkcs12_certs *certs)
{
	ARRAY_EACH (cert, &certs->items)
		cert_unref(*cert);
	ARRAY_CLEAR(&certs->items);
}

static bool
is_marked(const PKCS12_SAFEBAG *bag)
{
	const STACK_OF(X509_ATTRIBUTE) *attributes =
	    PKCS12_SAFEBAG_get0_attrs(bag);
	char oid[OID_TEXT_MAX];

	for (int i = 0; i < sk_X509_ATTRIBUTE_num(attributes); i++) {
		OBJ_obj2txt(oid, sizeof oid,
		    X509_ATTRIBUTE_get0_object(
			sk_X509_ATTRIBUTE_value(attributes, i)),
		    1);
		if (strcmp(oid, TRUSTED_OID) == 0)
			return true;
	}
	return false;
}

static bool
add_cert(struct reading *reading, const PKCS12_SAFEBAG *bag, struct error *err)
{
	X509 *x509 = PKCS12_SAFEBAG_get1_cert(bag);
	uint8_t *der = NULL;
	struct cert *cert;
	int len;

	if (x509 == NULL) { /* an SDSI one, or none that can be read */
		crypto_error_drop();
		return true;
	}
	len = i2d_X509(x509, &der);
	X509_free(x509);
	if (len <= 0)
		return crypto_error_take(err, "a certificate in it");
	cert = cert_new(der, (size_t)len);
	OPENSSL_free(der);
	*ARRAY_ADD(&reading->all.items) = cert;
	if (is_marked(bag))
		*ARRAY_ADD(&reading->marked.items) = cert_ref(cert);
	return reading->all.items.len <= PKCS12_MAX_CERTS ||
	    error_set(err, ERROR_LIMIT, "more than %d certificates in it",
		PKCS12_MAX_CERTS);
}

static bool
add_bags(struct reading *reading, const STACK_OF(PKCS12_SAFEBAG) * bags,
    unsigned depth, struct error *err)
{
	if (depth > PKCS12_MAX_DEPTH)
		return error_set(err, ERROR_LIMIT,
		    "bags within bags, deeper than %d", PKCS12_MAX_DEPTH);
	for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags); i++) {
		const PKCS12_SAFEBAG *bag = sk_PKCS12_SAFEBAG_value(bags, i);
		int kind = PKCS12_SAFEBAG_get_nid(bag);

		if (kind == NID_certBag && !add_cert(reading, bag, err))
			return false;
		if (kind == NID_safeContentsBag &&
		    !add_bags(reading, PKCS12_SAFEBAG_get0_safes(bag),
			depth + 1, err))
			return false;
	}
	return true;
}

static int
length_of(const char *password)
{
	return password == NULL ? 0 : (int)strlen(password);
}

/* The password by which it is sealed; true where it is not sealed at all. */
static bool
open_seal(PKCS12 *file, const char *const *passwords, size_t count,
    struct reading *reading, struct error *err)
{
	if (!PKCS12_mac_present(file))
		return true;
	for (size_t i = 0; i < count; i++) {
		if (PKCS12_verify_mac(
			file, passwords[i], length_of(passwords[i])) == 1) {
			reading->password = passwords[i];
			reading->is_opened = true;
			crypto_error_drop();
			return true;
		}
	}
	crypto_error_drop();
	return error_set(err, ERROR_INVALID, "%s",
	    count > 1 ? "a PKCS#12 file with a password; give it in a "
			"password file"
		      : "a PKCS#12 file that this password does not open");
}

/* Where there is no seal, decrypting is what tells the right password. */
static STACK_OF(PKCS12_SAFEBAG) *
    decrypt(PKCS7 *part, const char *const *passwords, size_t count,
	const struct reading *reading)
{
	STACK_OF(PKCS12_SAFEBAG) *bags = NULL;

	if (reading->is_opened)
		return PKCS12_unpack_p7encdata(
		    part, reading->password, length_of(reading->password));
	for (size_t i = 0; i < count && bags == NULL; i++)
		bags = PKCS12_unpack_p7encdata(
		    part, passwords[i], length_of(passwords[i]));
	return bags;
}

/* Content and ciphertext are both optional (RFC 5652, 5.2 and 8); OpenSSL reads
 * the first unasked before 3.0.13, and the second before 3.0.19. */
static bool
is_empty(const PKCS7 *part)
{
	if (part->d.ptr == NULL)
		return true;
	return PKCS7_type_is_encrypted(part) &&
	    part->d.encrypted->enc_data->enc_data == NULL;
}

static bool
read_part(PKCS7 *part, const char *const *passwords, size_t count,
    struct reading *reading, struct error *err)
{
	STACK_OF(PKCS12_SAFEBAG) *bags = NULL;
	bool is_good;

	if (is_empty(part))
		return error_set(err, ERROR_INVALID,
		    "a PKCS#12 file with %s part that is empty",
		    PKCS7_type_is_encrypted(part) ? "an encrypted" : "a");
	if (PKCS7_type_is_data(part)) {
		bags = PKCS12_unpack_p7data(part);
	} else if (PKCS7_type_is_encrypted(part)) {
		bags = decrypt(part, passwords, count, reading);
	} else {
		return error_set(err, ERROR_INVALID,
		    "a PKCS#12 file sealed with a certificate instead of a "
		    "password");
	}
	if (bags == NULL)
		return crypto_error_take(
		    err, "the certificates in the PKCS#12 file");
	is_good = add_bags(reading, bags, 0, err);
	sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
	crypto_error_drop();
	return is_good;
}

static bool
read_parts(PKCS12 *file, const char *const *passwords, size_t count,
    struct reading *reading, struct error *err)
{
	STACK_OF(PKCS7) * parts;
	bool is_good;

	parts = PKCS12_unpack_authsafes(file);
	if (parts == NULL)
		return crypto_error_take(err, "the PKCS#12 file");
	is_good = pkcs12_cost_check(file, parts, (unsigned)count, err) &&
	    open_seal(file, passwords, count, reading, err);
	for (int i = 0; is_good && i < sk_PKCS7_num(parts); i++)
		is_good = read_part(
		    sk_PKCS7_value(parts, i), passwords, count, reading, err);
	sk_PKCS7_pop_free(parts, PKCS7_free);
	return is_good;
}

/* A context of its own, so that what is weak stays out of all other use. */
struct crypto {
	OSSL_LIB_CTX *context;
	OSSL_PROVIDER *usual, *legacy;
};

static void
crypto_open(struct crypto *crypto)
{
	crypto->context = OSSL_LIB_CTX_new();
	crypto->usual = OSSL_PROVIDER_load(crypto->context, "default");
	crypto->legacy = OSSL_PROVIDER_load(crypto->context, "legacy");
	crypto_error_drop();
}

static void
crypto_close(struct crypto *crypto)
{
	if (crypto->legacy != NULL)
		OSSL_PROVIDER_unload(crypto->legacy);
	if (crypto->usual != NULL)
		OSSL_PROVIDER_unload(crypto->usual);
	OSSL_LIB_CTX_free(crypto->context);
}

static bool
read_all(const uint8_t *bytes, size_t len, const char *const *passwords,
    size_t count, OSSL_LIB_CTX *context, struct reading *reading,
    struct error *err)
{
	PKCS12 *file = PKCS12_init_ex(NID_pkcs7_data, context, NULL);
	const unsigned char *p = bytes;
	bool is_good;

	if (file == NULL)
		return crypto_error_take(err, "PKCS#12");
	/* frees it when it fails */
	if (d2i_PKCS12(&file, &p, (long)len) == NULL)
		return crypto_error_take(err, "a damaged PKCS#12 file");
	is_good = read_parts(file, passwords, count, reading, err);
	PKCS12_free(file);
	return is_good;
}

bool
pkcs12_read(const uint8_t *bytes, size_t len, const char *password,
    struct pkcs12_certs *ret_certs, struct error *err)
{
	const char *const *passwords =
	    password == NULL ? usual_passwords : &password;
	size_t count = password == NULL ? USUAL_COUNT : 1;
	struct reading reading = {0};
	struct crypto crypto;
	bool is_good;

	if (len > LONG_MAX)
		return error_set(err, ERROR_LIMIT, "too large");
	crypto_open(&crypto);
	is_good = read_all(
	    bytes, len, passwords, count, crypto.context, &reading, err);
	crypto_close(&crypto);
	if (is_good) {
		struct pkcs12_certs *from = reading.marked.items.len > 0
		    ? &reading.marked
		    : &reading.all;

		*ret_certs = *from;
		*from = (struct pkcs12_certs){0};
	}
	pkcs12_certs_clear(&reading.all);
	pkcs12_certs_clear(&reading.marked);
	return is_good;
}
