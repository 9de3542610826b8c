/* Makes and keeps key pairs; see mint_key.h. */
#include "support/mint_key.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/names.h"
#include "pki/crypto_error.h"

struct kind_row {
	const char *algorithm;
	const char *group; /* of EC */
	size_t bits;	   /* of RSA and DSA */
	bool has_explicit_curve;
};

static const struct kind_row kind_rows[MINT_KEY_KIND_COUNT] = {
    [MINT_EC_P256] = {.algorithm = "EC", .group = "P-256"},
    [MINT_EC_P384] = {.algorithm = "EC", .group = "P-384"},
    [MINT_EC_P521] = {.algorithm = "EC", .group = "P-521"},
    [MINT_EC_BRAINPOOL] = {.algorithm = "EC", .group = "brainpoolP256r1"},
    [MINT_EC_EXPLICIT] =
	{
	    .algorithm = "EC",
	    .group = "P-256",
	    .has_explicit_curve = true,
	},
    [MINT_RSA_1024] = {.algorithm = "RSA", .bits = 1024},
    [MINT_RSA_2048] = {.algorithm = "RSA", .bits = 2048},
    [MINT_RSA_3072] = {.algorithm = "RSA", .bits = 3072},
    [MINT_RSA_4096] = {.algorithm = "RSA", .bits = 4096},
    [MINT_RSA_PSS_2048] = {.algorithm = "RSA-PSS", .bits = 2048},
    [MINT_DSA_1024] = {.algorithm = "DSA", .bits = 1024},
    [MINT_DSA_2048] = {.algorithm = "DSA", .bits = 2048},
    [MINT_ED25519] = {.algorithm = "ED25519"},
    [MINT_ED448] = {.algorithm = "ED448"},
};

static const char *const kind_texts[MINT_KEY_KIND_COUNT] = {
    [MINT_EC_P256] = "p256",
    [MINT_EC_P384] = "p384",
    [MINT_EC_P521] = "p521",
    [MINT_EC_BRAINPOOL] = "brainpool256",
    [MINT_EC_EXPLICIT] = "p256-explicit",
    [MINT_RSA_1024] = "rsa1024",
    [MINT_RSA_2048] = "rsa2048",
    [MINT_RSA_3072] = "rsa3072",
    [MINT_RSA_4096] = "rsa4096",
    [MINT_RSA_PSS_2048] = "rsapss2048",
    [MINT_DSA_1024] = "dsa1024",
    [MINT_DSA_2048] = "dsa2048",
    [MINT_ED25519] = "ed25519",
    [MINT_ED448] = "ed448",
};

static const struct names kind_names = NAMES_INIT(kind_texts);

struct kept_key {
	char *name;
	enum mint_key_kind kind;
	EVP_PKEY *key;
};

/* Reachable to the end of the process, on purpose. */
static ARRAY(struct kept_key) kept_keys;

static void
must(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "mint: cannot make a %s key\n", what);
	ERR_print_errors_fp(stderr);
	abort();
}

/* DSA keys need parameters first. */
static EVP_PKEY *
make_dsa_params(size_t bits)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "DSA", NULL);
	EVP_PKEY *params = NULL;

	must(ctx != NULL && EVP_PKEY_paramgen_init(ctx) == 1, "DSA");
	must(EVP_PKEY_CTX_set_dsa_paramgen_bits(ctx, (int)bits) == 1, "DSA");
	must(EVP_PKEY_paramgen(ctx, &params) == 1, "DSA");
	EVP_PKEY_CTX_free(ctx);
	return params;
}

static EVP_PKEY *
make_dsa(size_t bits)
{
	EVP_PKEY *params = make_dsa_params(bits);
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, params, NULL);
	EVP_PKEY *key = NULL;

	must(ctx != NULL && EVP_PKEY_keygen_init(ctx) == 1, "DSA");
	must(EVP_PKEY_keygen(ctx, &key) == 1, "DSA");
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(params);
	return key;
}

static EVP_PKEY *
make_key(const struct kind_row *row)
{
	const char *algorithm = row->algorithm;
	EVP_PKEY *key = NULL;
	EVP_PKEY_CTX *ctx;

	if (strcmp(algorithm, "DSA") == 0)
		return make_dsa(row->bits);
	ctx = EVP_PKEY_CTX_new_from_name(NULL, algorithm, NULL);
	must(ctx != NULL && EVP_PKEY_keygen_init(ctx) == 1, algorithm);
	if (row->group != NULL)
		must(EVP_PKEY_CTX_set_group_name(ctx, row->group) == 1,
		    algorithm);
	if (row->has_explicit_curve)
		must(EVP_PKEY_CTX_set_ec_param_enc(
			 ctx, OPENSSL_EC_EXPLICIT_CURVE) == 1,
		    algorithm);
	if (row->bits > 0)
		must(EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, (int)row->bits) == 1,
		    algorithm);
	must(EVP_PKEY_keygen(ctx, &key) == 1, algorithm);
	EVP_PKEY_CTX_free(ctx);
	return key;
}

EVP_PKEY *
mint_key(const char *name, enum mint_key_kind kind)
{
	struct kept_key *kept;

	crypto_start();
	ARRAY_EACH (k, &kept_keys) {
		if (k->kind == kind && strcmp(k->name, name) == 0)
			return k->key;
	}
	kept = ARRAY_ADD(&kept_keys);
	kept->name = mem_strdup(name);
	kept->kind = kind;
	kept->key = make_key(&kind_rows[kind]);
	return kept->key;
}

const char *
mint_key_kind_text(enum mint_key_kind kind)
{
	return names_text(&kind_names, (int)kind);
}

bool
mint_key_kind_find(const char *text, enum mint_key_kind *ret_kind)
{
	int value;

	if (!names_find(&kind_names, text, &value))
		return false;
	*ret_kind = (enum mint_key_kind)value;
	return true;
}

char *
mint_key_pem(EVP_PKEY *key)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *bytes, *text;
	long len;

	must(PEM_write_bio_PKCS8PrivateKey(
		 bio, key, NULL, NULL, 0, NULL, NULL) == 1,
	    "PEM");
	len = BIO_get_mem_data(bio, &bytes);
	text = mem_strndup(bytes, (size_t)len);
	BIO_free(bio);
	return text;
}
