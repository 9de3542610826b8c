/* A server's script as libssl takes it; see tls_script.h. */
#include "support/tls_script.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/param_build.h>
#include <stdint.h>
#include <stdlib.h>

/* A test's own mistake: say why and stop. */
static void
must(bool is_good)
{
	if (is_good)
		return;
	ERR_print_errors_fp(stderr);
	abort();
}

static int
accept_any(X509_STORE_CTX *store_ctx, void *arg)
{
	(void)store_ctx;
	(void)arg;
	return 1;
}

static int
refuse_any(X509_STORE_CTX *store_ctx, void *arg)
{
	(void)arg;
	X509_STORE_CTX_set_error(store_ctx, X509_V_ERR_CERT_HAS_EXPIRED);
	return 0;
}

static void
load_chain(SSL_CTX *ctx, const struct tls_script *script)
{
	must(SSL_CTX_use_certificate(ctx, script->chain[0]->cert->x509) == 1);
	must(SSL_CTX_use_PrivateKey(ctx,
		 script->key != NULL ? script->key : script->chain[0]->key) ==
	    1);
	for (int i = 1; i < TLS_SCRIPT_MAX_CHAIN && script->chain[i] != NULL;
	     i++)
		must(SSL_CTX_add1_chain_cert(
			 ctx, script->chain[i]->cert->x509) == 1);
}

static void
load_other(SSL_CTX *ctx, const struct tls_script *script)
{
	STACK_OF(X509) *chain = sk_X509_new_null();

	for (int i = 1; i < TLS_SCRIPT_MAX_CHAIN && script->other[i] != NULL;
	     i++)
		must(sk_X509_push(chain, script->other[i]->cert->x509) > 0);
	must(SSL_CTX_use_cert_and_key(ctx, script->other[0]->cert->x509,
		 script->other[0]->key, chain, 1) == 1);
	sk_X509_free(chain);
}

/* libssl frees the copy. */
static int
give_staple(SSL *ssl, void *arg)
{
	const struct tls_script_staple *staple = arg;
	unsigned char *copy = OPENSSL_memdup(staple->bytes, staple->len);

	must(
	    SSL_set_tlsext_status_ocsp_resp(ssl, copy, (long)staple->len) == 1);
	return SSL_TLSEXT_ERR_OK;
}

/* In the server's hello, in TLS 1.3 beside the certificate. */
static void
load_scts(SSL_CTX *ctx, const struct tls_script_staple *scts)
{
	unsigned context = SSL_EXT_CLIENT_HELLO | SSL_EXT_TLS1_2_SERVER_HELLO |
	    SSL_EXT_TLS1_3_CERTIFICATE;
	uint8_t info[4096] = {(uint8_t)(context >> 24),
	    (uint8_t)(context >> 16), (uint8_t)(context >> 8), (uint8_t)context,
	    0, TLSEXT_TYPE_signed_certificate_timestamp,
	    (uint8_t)(scts->len >> 8), (uint8_t)scts->len};

	must(scts->len <= sizeof info - 8);
	memcpy(info + 8, scts->bytes, scts->len);
	must(SSL_CTX_use_serverinfo_ex(
		 ctx, SSL_SERVERINFOV2, info, scts->len + 8) == 1);
}

SSL_CTX *
tls_script_ctx(const struct tls_script *script)
{
	static const int modes[] = {
	    [TLS_SCRIPT_NO_CLIENT_CERT] = SSL_VERIFY_NONE,
	    [TLS_SCRIPT_REQUEST] = SSL_VERIFY_PEER,
	    [TLS_SCRIPT_REQUIRE] =
		SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
	    [TLS_SCRIPT_REFUSE] =
		SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
	};
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	int min = script->min_version, max = script->max_version;

	must(ctx != NULL);
	SSL_CTX_set_security_level(ctx, 0);
	must(SSL_CTX_set_min_proto_version(
		 ctx, min != 0 ? min : TLS1_VERSION) == 1);
	must(SSL_CTX_set_max_proto_version(
		 ctx, max != 0 ? max : TLS1_3_VERSION) == 1);
	must(SSL_CTX_set_cipher_list(ctx,
		 script->ciphers != NULL ? script->ciphers
					 : "ALL:@SECLEVEL=0") == 1);
	SSL_CTX_set_dh_auto(ctx, 1);
	SSL_CTX_set_verify(ctx, modes[script->client_cert], NULL);
	SSL_CTX_set_cert_verify_callback(ctx,
	    script->client_cert == TLS_SCRIPT_REFUSE ? refuse_any : accept_any,
	    NULL);
	must(SSL_CTX_set_session_id_context(ctx, (const uint8_t *)"t", 1) == 1);
	if (script->has_no_tickets) {
		SSL_CTX_set_options(ctx, SSL_OP_NO_TICKET);
		must(SSL_CTX_set_num_tickets(ctx, 0) == 1);
	}
	if (script->staple != NULL) {
		SSL_CTX_set_tlsext_status_cb(ctx, give_staple);
		SSL_CTX_set_tlsext_status_arg(ctx, (void *)script->staple);
	}
	if (script->chain[0] != NULL)
		load_chain(ctx, script);
	if (script->scts != NULL)
		load_scts(ctx, script->scts);
	if (script->other[0] != NULL)
		load_other(ctx, script);
	return ctx;
}

EVP_PKEY *
tls_script_forge_key(EVP_PKEY *key)
{
	EVP_PKEY *other = EVP_EC_gen("P-256"), *forged = NULL;
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	OSSL_PARAM *params;
	BIGNUM *secret = NULL;
	uint8_t *point = NULL;
	size_t point_len = EVP_PKEY_get1_encoded_public_key(key, &point);

	must(other != NULL && ctx != NULL && build != NULL && point_len > 0);
	must(EVP_PKEY_get_bn_param(other, OSSL_PKEY_PARAM_PRIV_KEY, &secret) ==
	    1);
	must(OSSL_PARAM_BLD_push_utf8_string(
		 build, OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) == 1);
	must(OSSL_PARAM_BLD_push_octet_string(
		 build, OSSL_PKEY_PARAM_PUB_KEY, point, point_len) == 1);
	must(OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, secret) ==
	    1);
	params = OSSL_PARAM_BLD_to_param(build);
	must(EVP_PKEY_fromdata_init(ctx) == 1);
	must(EVP_PKEY_fromdata(ctx, &forged, EVP_PKEY_KEYPAIR, params) == 1);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	BN_clear_free(secret);
	OPENSSL_free(point);
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(other);
	return forged;
}
