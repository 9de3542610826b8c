/* The client's side of TLS over memory; see tls_session.h. */
#include "net/tls_session.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "base/ip_address.h"
#include "base/mem.h"

#define CHUNK 16384

struct tls_session {
	SSL_CTX *ctx;
	SSL *ssl;
	BIO *in, *out; /* the SSL's */
	bool is_open;
};

/* "words: reason" of the first error queued; always false. */
static bool
fail(struct error *err, const char *words)
{
	unsigned long code = ERR_get_error();
	const char *reason = ERR_reason_error_string(code);

	ERR_clear_error();
	return error_set(err, ERROR_CRYPTO, "%s: %s", words,
	    reason == NULL ? "unknown reason" : reason);
}

/* Nobody is there to be asked. */
static int
no_passphrase(
    UNUSED char *text, UNUSED int size, UNUSED int is_writing, UNUSED void *arg)
{
	return -1;
}

static bool
show_certificate(
    SSL_CTX *ctx, const struct tls_session_options *options, struct error *err)
{
	SSL_CTX_set_default_passwd_cb(ctx, no_passphrase);
	if (SSL_CTX_use_certificate_chain_file(ctx, options->cert_file) != 1)
		return fail(err, options->cert_file);
	if (SSL_CTX_use_PrivateKey_file(
		ctx, options->key_file, SSL_FILETYPE_PEM) != 1 ||
	    SSL_CTX_check_private_key(ctx) != 1)
		return fail(err, options->key_file);
	return true;
}

/* Level and versions are set here: a host's openssl.cnf shall not decide. */
static bool
set_context(struct tls_session *session,
    const struct tls_session_options *options, struct error *err)
{
	const char *ca_file = options->ca_file;

	session->ctx = SSL_CTX_new(TLS_client_method());
	if (session->ctx == NULL)
		return fail(err, "TLS cannot be set up");
	SSL_CTX_set_security_level(session->ctx, 2);
	SSL_CTX_set_min_proto_version(session->ctx, TLS1_2_VERSION);
	SSL_CTX_set_verify(session->ctx, SSL_VERIFY_PEER, NULL);
	if (ca_file == NULL) {
		if (SSL_CTX_set_default_verify_paths(session->ctx) != 1)
			return fail(err, "the system's trust store");
	} else if (SSL_CTX_load_verify_file(session->ctx, ca_file) != 1) {
		return fail(err, ca_file);
	}
	return options->cert_file == NULL ||
	    show_certificate(session->ctx, options, err);
}

static bool
set_name(struct tls_session *session, const char *name, struct error *err)
{
	X509_VERIFY_PARAM *param = SSL_get0_param(session->ssl);
	struct ip_address address;

	X509_VERIFY_PARAM_set_hostflags(
	    param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	if (ip_address_parse(name, &address))
		return X509_VERIFY_PARAM_set1_ip_asc(param, name) == 1 ||
		    fail(err, name);
	return (SSL_set1_host(session->ssl, name) == 1 &&
		   SSL_set_tlsext_host_name(session->ssl, name) == 1) ||
	    fail(err, name);
}

struct tls_session *
tls_session_new(const struct tls_session_options *options, struct error *err)
{
	CLEANUP(tls_session_free)
	struct tls_session *session = MEM_NEW(struct tls_session);

	ERR_clear_error();
	if (!set_context(session, options, err))
		return NULL;
	session->ssl = SSL_new(session->ctx);
	session->in = BIO_new(BIO_s_mem());
	session->out = BIO_new(BIO_s_mem());
	if (session->ssl == NULL || session->in == NULL ||
	    session->out == NULL) {
		BIO_free(session->in);
		BIO_free(session->out);
		fail(err, "TLS cannot be set up");
		return NULL;
	}
	SSL_set_bio(session->ssl, session->in, session->out);
	SSL_set_connect_state(session->ssl);
	if (!set_name(session, options->name, err))
		return NULL;
	return TAKE(session);
}

void
tls_session_free(struct tls_session *session)
{
	if (session == NULL)
		return;
	SSL_free(session->ssl);
	SSL_CTX_free(session->ctx);
	free(session);
}

/* A chain that does not verify is the reason that people can act on. */
static bool
explain(struct tls_session *session, struct error *err)
{
	long result = SSL_get_verify_result(session->ssl);

	if (result == X509_V_OK)
		return fail(err, "TLS");
	ERR_clear_error();
	return error_set(err, ERROR_CRYPTO, "its certificate: %s",
	    X509_verify_cert_error_string(result));
}

static bool
has_failed(struct tls_session *session, int result)
{
	int code = SSL_get_error(session->ssl, result);

	return code != SSL_ERROR_WANT_READ && code != SSL_ERROR_WANT_WRITE;
}

/* What the peer says is dropped; that it takes its leave is its right. */
static bool
drop_input(struct tls_session *session, struct error *err)
{
	char dropped[CHUNK];
	int n;

	while ((n = SSL_read(session->ssl, dropped, sizeof dropped)) > 0)
		;
	if (SSL_get_error(session->ssl, n) == SSL_ERROR_ZERO_RETURN)
		return error_set(err, ERROR_SYSTEM, "it ended the connection");
	return !has_failed(session, n) || explain(session, err);
}

bool
tls_session_feed(struct tls_session *session, const void *bytes, size_t len,
    struct error *err)
{
	ERR_clear_error();
	if (len > 0 && BIO_write(session->in, bytes, (int)len) != (int)len)
		return fail(err, "TLS");
	if (!session->is_open) {
		int result = SSL_do_handshake(session->ssl);

		if (result != 1)
			return !has_failed(session, result) ||
			    explain(session, err);
		session->is_open = true;
	}
	return drop_input(session, err);
}

bool
tls_session_is_open(const struct tls_session *session)
{
	return session->is_open;
}

bool
tls_session_write(struct tls_session *session, const void *bytes, size_t len,
    struct error *err)
{
	ERR_clear_error();
	/* A memory BIO takes all there is. */
	return len == 0 || SSL_write(session->ssl, bytes, (int)len) > 0 ||
	    fail(err, "TLS");
}

void
tls_session_end(struct tls_session *session)
{
	ERR_clear_error();
	if (session->is_open)
		SSL_shutdown(session->ssl);
	ERR_clear_error();
}

void
tls_session_take_output(struct tls_session *session, struct strbuf *out)
{
	char chunk[CHUNK];
	int n;

	while ((n = BIO_read(session->out, chunk, sizeof chunk)) > 0)
		strbuf_add_bytes(out, chunk, (size_t)n);
}
