/*
 * wolfSSL as Debian builds it, in the TLS 1.3 handshake of a server that sends
 * the chain (serve.h), with the name checked by check_domain_name.
 */
#include <wolfssl/options.h>

#include <wolfssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "serve.h"

static time_t now;

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
	wolfSSL_Init();
}

struct wire {
	const struct ask_chain *chain;
	struct serve_bytes answer;
	size_t at;
};

static int
take(WOLFSSL *ssl, char *bytes, int len, void *arg)
{
	struct wire *wire = arg;

	(void)ssl;
	if (wire->answer.len == 0 &&
	    !serve_tls13(wire->chain, (unsigned char *)bytes, (size_t)len,
		&wire->answer))
		return WOLFSSL_CBIO_ERR_GENERAL;
	return len;
}

static int
give(WOLFSSL *ssl, char *bytes, int len, void *arg)
{
	struct wire *wire = arg;
	size_t left = wire->answer.len - wire->at;

	(void)ssl;
	if (left == 0)
		return WOLFSSL_CBIO_ERR_WANT_READ;
	if ((size_t)len > left)
		len = (int)left;
	memcpy(bytes, wire->answer.bytes + wire->at, (size_t)len);
	wire->at += (size_t)len;
	return len;
}

bool
ask_stack(
    const struct ask_chain *chain, const char *mode, char why[ASK_WHY_MAX])
{
	struct wire wire = {.chain = chain};
	WOLFSSL_CTX *ctx = wolfSSL_CTX_new(wolfTLSv1_3_client_method());
	WOLFSSL *ssl;
	int code;

	(void)mode;
	now = (time_t)chain->at;
	for (size_t i = 0; i < chain->anchor_count; i++)
		wolfSSL_CTX_load_verify_buffer(ctx, chain->anchors[i].bytes,
		    (long)chain->anchors[i].len, WOLFSSL_FILETYPE_ASN1);
	wolfSSL_CTX_set_verify(ctx, WOLFSSL_VERIFY_PEER, NULL);
	wolfSSL_SetIOSend(ctx, take);
	wolfSSL_SetIORecv(ctx, give);
	ssl = wolfSSL_new(ctx);
	wolfSSL_SetIOReadCtx(ssl, &wire);
	wolfSSL_SetIOWriteCtx(ssl, &wire);
	wolfSSL_UseKeyShare(ssl, WOLFSSL_ECC_SECP256R1);
	wolfSSL_check_domain_name(ssl, chain->name);
	code = wolfSSL_get_error(ssl, wolfSSL_connect(ssl));
	if (code != WOLFSSL_ERROR_WANT_READ)
		snprintf(why, ASK_WHY_MAX, "%d %s", code,
		    wolfSSL_ERR_reason_error_string((unsigned long)code));
	wolfSSL_free(ssl);
	wolfSSL_CTX_free(ctx);
	free(wire.answer.bytes);
	return code == WOLFSSL_ERROR_WANT_READ;
}
