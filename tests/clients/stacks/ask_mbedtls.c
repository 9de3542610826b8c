/*
 * mbed TLS with its default profile, in the handshake of a server that sends
 * the chain (serve.h).
 */
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/error.h>
#include <mbedtls/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "serve.h"

static time_t now;
static mbedtls_entropy_context entropy;
static mbedtls_ctr_drbg_context random_source;

/* Also what the library calls. */
time_t
time(time_t *ret)
{
	if (ret != NULL)
		*ret = now;
	return now;
}

void
ask_begin(const char *mode)
{
	(void)mode;
	mbedtls_entropy_init(&entropy);
	mbedtls_ctr_drbg_init(&random_source);
	mbedtls_ctr_drbg_seed(
	    &random_source, mbedtls_entropy_func, &entropy, NULL, 0);
}

struct wire {
	const struct ask_chain *chain;
	struct serve_bytes hello, answer;
	size_t at;
};

static int
take(void *arg, const unsigned char *bytes, size_t len)
{
	struct wire *wire = arg;

	if (wire->answer.len == 0 &&
	    !serve_tls12(wire->chain, bytes, len, &wire->answer))
		return MBEDTLS_ERR_SSL_INTERNAL_ERROR;
	return (int)len;
}

static int
give(void *arg, unsigned char *bytes, size_t len)
{
	struct wire *wire = arg;
	size_t left = wire->answer.len - wire->at;

	if (left == 0)
		return MBEDTLS_ERR_SSL_WANT_READ;
	if (len > left)
		len = left;
	memcpy(bytes, wire->answer.bytes + wire->at, len);
	wire->at += len;
	return (int)len;
}

static void
explain(mbedtls_ssl_context *ssl, int code, char *why)
{
	char text[ASK_WHY_MAX] = "";
	uint32_t flags = mbedtls_ssl_get_verify_result(ssl);

	if (flags != 0 && flags != UINT32_MAX)
		mbedtls_x509_crt_verify_info(text, sizeof text, "", flags);
	else
		mbedtls_strerror(code, text, sizeof text);
	for (char *at = text; *at != '\0'; at++)
		*at = *at == '\n' ? ';' : *at;
	snprintf(why, ASK_WHY_MAX, "-%x %.150s", (unsigned)-code, text);
}

bool
ask_stack(
    const struct ask_chain *chain, const char *mode, char why[ASK_WHY_MAX])
{
	struct wire wire = {.chain = chain};
	mbedtls_ssl_context ssl;
	mbedtls_ssl_config config;
	mbedtls_x509_crt anchors;
	int code;

	(void)mode;
	now = (time_t)chain->at;
	mbedtls_ssl_init(&ssl);
	mbedtls_ssl_config_init(&config);
	mbedtls_x509_crt_init(&anchors);
	for (size_t i = 0; i < chain->anchor_count; i++)
		mbedtls_x509_crt_parse_der(
		    &anchors, chain->anchors[i].bytes, chain->anchors[i].len);
	mbedtls_ssl_config_defaults(&config, MBEDTLS_SSL_IS_CLIENT,
	    MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT);
	mbedtls_ssl_conf_ca_chain(&config, &anchors, NULL);
	mbedtls_ssl_conf_rng(&config, mbedtls_ctr_drbg_random, &random_source);
	mbedtls_ssl_setup(&ssl, &config);
	mbedtls_ssl_set_hostname(&ssl, chain->name);
	mbedtls_ssl_set_bio(&ssl, &wire, take, give, NULL);
	code = mbedtls_ssl_handshake(&ssl);
	if (code != MBEDTLS_ERR_SSL_WANT_READ)
		explain(&ssl, code, why);
	mbedtls_ssl_free(&ssl);
	mbedtls_ssl_config_free(&config);
	mbedtls_x509_crt_free(&anchors);
	free(wire.answer.bytes);
	return code == MBEDTLS_ERR_SSL_WANT_READ;
}
