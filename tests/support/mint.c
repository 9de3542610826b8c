/* Turns recipes into signed certificates; see mint.h. */
#include "support/mint.h"

#include <openssl/err.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/hex.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "pki/crypto_error.h"
#include "pki/pem.h"
#include "support/mint_names.h"

#define PEM_TEXT_MAX (4 * CERT_MAX_BYTES)

int64_t mint_now = MINT_NOW;

/* Reachable to the end of the process, on purpose. */
static ARRAY(struct mint *) minted;

static void
must(bool ok, const struct mint_recipe *recipe, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "mint: \"%s\": %s\n",
	    recipe->subject != NULL ? recipe->subject : "", what);
	ERR_print_errors_fp(stderr);
	abort();
}

static const char *
key_name_of(const struct mint_recipe *recipe)
{
	if (recipe->key != NULL)
		return recipe->key;
	return recipe->subject != NULL ? recipe->subject : "";
}

static void
set_names(X509 *x509, const struct mint_recipe *recipe)
{
	X509_NAME *subject = mint_names_dn(recipe->subject);
	X509_NAME *issuer;

	if (recipe->issuer_subject != NULL)
		issuer = mint_names_dn(recipe->issuer_subject);
	else if (recipe->issuer != NULL)
		issuer = X509_NAME_dup(
		    X509_get_subject_name(recipe->issuer->cert->x509));
	else
		issuer = X509_NAME_dup(subject);
	must(X509_set_subject_name(x509, subject) == 1 &&
		X509_set_issuer_name(x509, issuer) == 1,
	    recipe, "names");
	X509_NAME_free(subject);
	X509_NAME_free(issuer);
}

static ASN1_TIME *
make_time(const struct mint_recipe *recipe, int64_t seconds, const char *raw)
{
	ASN1_TIME *time;
	const char *text;

	if (raw == NULL)
		return ASN1_TIME_adj(NULL, 0, (int)(seconds / MINT_DAY),
		    (long)(seconds % MINT_DAY));
	text = strchr(raw, ':');
	must(text != NULL, recipe, "a raw time without its type");
	time = ASN1_STRING_type_new(
	    raw[0] == 'u' ? V_ASN1_UTCTIME : V_ASN1_GENERALIZEDTIME);
	ASN1_STRING_set(time, text + 1, -1);
	return time;
}

static void
set_dates(X509 *x509, const struct mint_recipe *recipe)
{
	int64_t days = recipe->is_ca ? MINT_CA_DAYS : MINT_LEAF_DAYS;
	int64_t first = recipe->not_before != 0 ? recipe->not_before
						: mint_now - days * MINT_DAY;
	int64_t last = recipe->not_after != 0 ? recipe->not_after
					      : mint_now + days * MINT_DAY;
	ASN1_TIME *before = make_time(recipe, first, recipe->not_before_raw);
	ASN1_TIME *after = make_time(recipe, last, recipe->not_after_raw);

	must(before != NULL && after != NULL &&
		X509_set1_notBefore(x509, before) == 1 &&
		X509_set1_notAfter(x509, after) == 1,
	    recipe, "dates");
	ASN1_TIME_free(before);
	ASN1_TIME_free(after);
}

static void
set_serial(X509 *x509, const struct mint_recipe *recipe)
{
	static uint64_t last_serial = 0x1000;
	ASN1_INTEGER *serial = X509_get_serialNumber(x509);
	BIGNUM *number = NULL;

	if (recipe->serial == NULL) {
		must(ASN1_INTEGER_set_uint64(serial, ++last_serial) == 1,
		    recipe, "serial");
		return;
	}
	must(BN_hex2bn(&number, recipe->serial) > 0, recipe, "serial");
	must(BN_to_ASN1_INTEGER(number, serial) != NULL, recipe, "serial");
	BN_free(number);
}

static void
set_key(X509 *x509, const struct mint_recipe *recipe, EVP_PKEY *key)
{
	static const unsigned char junk[] = {0x30, 0x03, 0x02, 0x01, 0x00};
	ASN1_OBJECT *algorithm = NULL;

	must(X509_set_pubkey(x509, key) == 1, recipe, "key");
	if (!recipe->has_broken_key)
		return;
	X509_PUBKEY_get0_param(
	    &algorithm, NULL, NULL, NULL, X509_get_X509_PUBKEY(x509));
	must(X509_PUBKEY_set0_param(X509_get_X509_PUBKEY(x509),
		 OBJ_dup(algorithm), V_ASN1_NULL, NULL,
		 OPENSSL_memdup(junk, sizeof junk), sizeof junk) == 1,
	    recipe, "broken key");
}

/* By the syntax of x509v3_config(5); name is a short name or an OID. */
static void
add_extension(X509 *x509, const struct mint_recipe *recipe, const char *name,
    const char *value)
{
	X509_EXTENSION *extension;
	CONF *conf = NCONF_new(NULL); /* empty; some kinds insist on one */
	X509V3_CTX ctx;

	X509V3_set_ctx(&ctx,
	    recipe->issuer != NULL ? recipe->issuer->cert->x509 : x509, x509,
	    NULL, NULL, 0);
	X509V3_set_nconf(&ctx, conf);
	extension = X509V3_EXT_nconf(conf, &ctx, name, value);
	must(extension != NULL, recipe, name);
	X509_add_ext(x509, extension, -1);
	X509_EXTENSION_free(extension);
	NCONF_free(conf);
}

static void
add_basic_constraints(X509 *x509, const struct mint_recipe *recipe)
{
	struct strbuf value = STRBUF_INIT(128);

	if (recipe->basic_constraints == MINT_ABSENT ||
	    (recipe->basic_constraints == MINT_DEFAULT && !recipe->is_ca))
		return;
	strbuf_addf(&value, "%sCA:%s",
	    recipe->is_basic_constraints_plain ? "" : "critical,",
	    recipe->is_ca ? "TRUE" : "FALSE");
	if (recipe->has_path_len)
		strbuf_addf(&value, ",pathlen:%d", recipe->path_len);
	add_extension(x509, recipe, "basicConstraints", strbuf_text(&value));
	strbuf_clear(&value);
}

static void
add_names(X509 *x509, const struct mint_recipe *recipe)
{
	GENERAL_NAMES *names;

	if (recipe->names == NULL)
		return;
	names = mint_names_alternative(recipe->names);
	must(X509_add1_ext_i2d(x509, NID_subject_alt_name, names,
		 recipe->are_names_critical, X509V3_ADD_APPEND) == 1,
	    recipe, "names");
	GENERAL_NAMES_free(names);
}

static ASN1_OCTET_STRING *
octets_of_hex(const struct mint_recipe *recipe, const char *hex)
{
	ASN1_OCTET_STRING *octets = ASN1_OCTET_STRING_new();
	size_t len = strlen(hex) / 2;
	CLEANUP(free) uint8_t *bytes = mem_new(len, 1);

	must(hex_decode(hex, bytes, len), recipe, "key identifier");
	ASN1_OCTET_STRING_set(octets, bytes, (int)len);
	return octets;
}

static void
add_subject_key_id(X509 *x509, const struct mint_recipe *recipe)
{
	const char *hex = recipe->subject_key_id;
	ASN1_OCTET_STRING *id;

	if (hex == NULL) {
		add_extension(x509, recipe, "subjectKeyIdentifier", "hash");
		return;
	}
	if (hex[0] == '\0')
		return;
	id = octets_of_hex(recipe, hex);
	X509_add1_ext_i2d(
	    x509, NID_subject_key_identifier, id, 0, X509V3_ADD_APPEND);
	ASN1_OCTET_STRING_free(id);
}

static void
add_authority_key_id(X509 *x509, const struct mint_recipe *recipe)
{
	const char *hex = recipe->authority_key_id;
	const struct cert *issuer =
	    recipe->issuer != NULL ? recipe->issuer->cert : NULL;
	AUTHORITY_KEYID *id;

	if (hex == NULL && (issuer == NULL || issuer->subject_key_id_len == 0))
		return;
	if (hex != NULL && hex[0] == '\0')
		return;
	id = AUTHORITY_KEYID_new();
	if (hex != NULL) {
		id->keyid = octets_of_hex(recipe, hex);
	} else {
		id->keyid = ASN1_OCTET_STRING_new();
		ASN1_OCTET_STRING_set(id->keyid, issuer->subject_key_id,
		    (int)issuer->subject_key_id_len);
	}
	X509_add1_ext_i2d(
	    x509, NID_authority_key_identifier, id, 0, X509V3_ADD_APPEND);
	AUTHORITY_KEYID_free(id);
}

/* value: NULL stands for fallback, and "" for none. */
static void
add_text(X509 *x509, const struct mint_recipe *recipe, const char *name,
    const char *value, const char *fallback)
{
	if (value == NULL)
		value = fallback;
	if (value != NULL && value[0] != '\0')
		add_extension(x509, recipe, name, value);
}

static void
add_extensions(X509 *x509, const struct mint_recipe *recipe)
{
	CLEANUP(free) char *aia = NULL;

	add_basic_constraints(x509, recipe);
	add_text(x509, recipe, "keyUsage", recipe->key_usage,
	    recipe->is_ca ? "critical,keyCertSign,cRLSign"
			  : "critical,digitalSignature");
	add_text(x509, recipe, "extendedKeyUsage", recipe->extended_key_usage,
	    recipe->is_ca ? NULL : "serverAuth");
	add_names(x509, recipe);
	add_subject_key_id(x509, recipe);
	add_authority_key_id(x509, recipe);
	if (recipe->aia != NULL)
		aia = mem_printf("caIssuers;URI:%s", recipe->aia);
	add_text(x509, recipe, "authorityInfoAccess", aia, NULL);
	add_text(
	    x509, recipe, "nameConstraints", recipe->name_constraints, NULL);
	for (size_t i = 0;
	     i < MINT_MAX_EXTENSIONS && recipe->extensions[i] != NULL; i++) {
		const char *text = recipe->extensions[i];
		const char *value = strchr(text, '=');
		CLEANUP(free) char *name = NULL;

		must(value != NULL, recipe, text);
		name = mem_strndup(text, (size_t)(value - text));
		add_extension(x509, recipe, name, value + 1);
	}
}

/* Signs it again as of that version: from OpenSSL 3.6 on X509_sign_ctx makes
 * whatever has extensions version 3. */
static void
sign_as_version(X509 *x509, const struct mint_recipe *recipe, long version,
    const EVP_MD *digest, EVP_PKEY *key)
{
	const ASN1_BIT_STRING *signature = NULL;
	const X509_ALGOR *algorithm = NULL;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char *tbs = NULL, *bytes;
	size_t len = 0;
	int tbs_len;

	must(!recipe->is_pss && X509_set_version(x509, version) == 1, recipe,
	    "version");
	tbs_len = i2d_re_X509_tbs(x509, &tbs);
	must(tbs_len > 0 &&
		EVP_DigestSignInit(ctx, NULL, digest, NULL, key) == 1 &&
		EVP_DigestSign(ctx, NULL, &len, tbs, (size_t)tbs_len) == 1,
	    recipe, "signing again");
	bytes = OPENSSL_malloc(len);
	must(bytes != NULL &&
		EVP_DigestSign(ctx, bytes, &len, tbs, (size_t)tbs_len) == 1,
	    recipe, "signing again");
	X509_get0_signature(&signature, &algorithm, x509);
	ASN1_STRING_set0((ASN1_BIT_STRING *)signature, bytes, (int)len);
	OPENSSL_free(tbs);
	EVP_MD_CTX_free(ctx);
}

static void
sign(X509 *x509, const struct mint_recipe *recipe, EVP_PKEY *key)
{
	long version = X509_get_version(x509);
	const char *name = recipe->digest != NULL ? recipe->digest : "SHA256";
	int id = EVP_PKEY_get_base_id(key);
	bool has_own_digest = id == EVP_PKEY_ED25519 || id == EVP_PKEY_ED448;
	const EVP_MD *digest =
	    has_own_digest ? NULL : EVP_get_digestbyname(name);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	EVP_PKEY_CTX *key_ctx = NULL;

	must(has_own_digest || digest != NULL, recipe, name);
	must(EVP_DigestSignInit(ctx, &key_ctx, digest, NULL, key) == 1, recipe,
	    "signing");
	if (recipe->is_pss)
		must(EVP_PKEY_CTX_set_rsa_padding(
			 key_ctx, RSA_PKCS1_PSS_PADDING) == 1 &&
			EVP_PKEY_CTX_set_rsa_pss_saltlen(
			    key_ctx, RSA_PSS_SALTLEN_DIGEST) == 1,
		    recipe, "PSS");
	must(X509_sign_ctx(x509, ctx) > 0, recipe, "signing");
	EVP_MD_CTX_free(ctx);
	if (X509_get_version(x509) != version)
		sign_as_version(x509, recipe, version, digest, key);
}

/* What is changed outside of the signed part, or after it was signed. */
static void
spoil(X509 *x509, const struct mint_recipe *recipe)
{
	const ASN1_BIT_STRING *signature = NULL;
	const X509_ALGOR *outer = NULL;

	X509_get0_signature(&signature, &outer, x509);
	if (recipe->has_broken_signature) {
		unsigned char *bytes =
		    (unsigned char *)ASN1_STRING_get0_data(signature);

		/* The last byte: of ECDSA too it is no length. */
		bytes[ASN1_STRING_length(signature) - 1] ^= 1;
	}
	if (recipe->outer_algorithm != NULL)
		X509_ALGOR_set0((X509_ALGOR *)outer,
		    OBJ_txt2obj(recipe->outer_algorithm, 0), V_ASN1_UNDEF,
		    NULL);
	if (recipe->signature_oid == NULL)
		return;
	X509_ALGOR_set0((X509_ALGOR *)outer,
	    OBJ_txt2obj(recipe->signature_oid, 0), V_ASN1_UNDEF, NULL);
	X509_ALGOR_set0((X509_ALGOR *)X509_get0_tbs_sigalg(x509),
	    OBJ_txt2obj(recipe->signature_oid, 0), V_ASN1_UNDEF, NULL);
	i2d_re_X509_tbs(x509, NULL); /* drops the encoding kept from signing */
}

static struct mint *
finish(X509 *x509, const struct mint_recipe *recipe, EVP_PKEY *key)
{
	struct mint *mint = MEM_NEW(struct mint);
	unsigned char *der = NULL;
	int len = i2d_X509(x509, &der);

	must(len > 0, recipe, "encoding");
	mint->cert = cert_new(der, (size_t)len);
	mint->key = key;
	mint->key_name = mem_strdup(key_name_of(recipe));
	*ARRAY_ADD(&minted) = mint;
	OPENSSL_free(der);
	X509_free(x509);
	crypto_error_drop();
	return mint;
}

const struct mint *
mint_cert(const struct mint_recipe *recipe)
{
	EVP_PKEY *key = mint_key(key_name_of(recipe), recipe->key_kind);
	X509 *x509 = X509_new();

	X509_set_version(
	    x509, recipe->version == 0 ? X509_VERSION_3 : recipe->version - 1);
	set_serial(x509, recipe);
	set_names(x509, recipe);
	set_dates(x509, recipe);
	set_key(x509, recipe, key);
	if (recipe->version != 1)
		add_extensions(x509, recipe);
	sign(x509, recipe, recipe->issuer != NULL ? recipe->issuer->key : key);
	spoil(x509, recipe);
	return finish(x509, recipe, key);
}

/* Those of late are freed first. */
void
mint_free(const struct mint *mint)
{
	for (size_t i = minted.len; mint != NULL && i-- > 0;) {
		struct mint *kept = minted.items[i];

		if (kept != mint)
			continue;
		ARRAY_REMOVE(&minted, i);
		cert_unref(kept->cert);
		free((char *)kept->key_name);
		free(kept);
		return;
	}
}

struct mint_chain
mint_chain_for(const char *host)
{
	CLEANUP(free) char *subject = mem_printf("CN=%s", host);
	CLEANUP(free) char *names = mem_printf("DNS:%s", host);
	struct mint_chain chain = {
	    .root = MINT(.subject = "CN=Test Root,O=Test", .is_ca = true),
	};

	chain.intermediate = MINT(.subject = "CN=Test Intermediate,O=Test",
	    .issuer = chain.root, .is_ca = true, .has_path_len = true);
	chain.leaf = MINT(.subject = subject, .issuer = chain.intermediate,
	    .names = names, .key = host,
	    .extensions = {
		"crlDistributionPoints=URI:http://crl.example.test/"});
	return chain;
}

char *
mint_pem(const struct mint *mint)
{
	struct strbuf buf = STRBUF_INIT(PEM_TEXT_MAX);

	pem_write_cert(&buf, mint->cert);
	return strbuf_take(&buf);
}

struct chain *
mint_presented(const struct mint *first, ...)
{
	ARRAY(struct cert *) certs = {0};
	struct chain *chain;
	va_list ap;

	va_start(ap, first);
	for (const struct mint *m = first; m != NULL;
	     m = va_arg(ap, const struct mint *))
		*ARRAY_ADD(&certs) = m->cert;
	va_end(ap);
	chain = chain_new(certs.items, certs.len);
	ARRAY_CLEAR(&certs);
	return chain;
}

struct trust_store *
mint_trust(const char *name, const struct mint *first, ...)
{
	struct cert_set *set = cert_set_new();
	va_list ap;

	va_start(ap, first);
	for (const struct mint *m = first; m != NULL;
	     m = va_arg(ap, const struct mint *))
		cert_set_add(set, m->cert);
	va_end(ap);
	return trust_store_new(name, set);
}
