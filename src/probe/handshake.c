/* A TLS handshake over memory; see handshake.h. */
#include "probe/handshake.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "pki/crypto_error.h"
#include "pki/identity.h"
#include "pki/key_library.h"
#include "probe/cert_message.h"
#include "probe/cert_reuse.h"
#include "probe/diagnose.h"
#include "probe/reuse_trial.h"
#include "probe/terms.h"

/* Everything that a server's certificate can come with, whatever openssl.cnf
 * says; what costs least stands first. Without aNULL (no certificate). */
#define CIPHERS_TLS13 \
	"TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:" \
	"TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_CCM_SHA256"
#define CIPHERS \
	"ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:" \
	"ALL:!aNULL:!eNULL:!PSK:!SRP:@SECLEVEL=0"
#define SIGNATURES \
	"ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:ed25519:ed448:" \
	"rsa_pss_rsae_sha256:rsa_pss_rsae_sha384:rsa_pss_rsae_sha512:" \
	"rsa_pss_pss_sha256:rsa_pss_pss_sha384:rsa_pss_pss_sha512:" \
	"RSA+SHA256:RSA+SHA384:RSA+SHA512:ECDSA+SHA224:RSA+SHA224:" \
	"DSA+SHA256:ECDSA+SHA1:RSA+SHA1:DSA+SHA1"
#define GROUPS "X25519:P-256:X448:P-521:P-384:ffdhe2048:ffdhe3072:ffdhe4096"

/* SSL_OP_ALL is what gets along with the faults of old servers. */
#define OPTIONS \
	(SSL_OP_ALL | SSL_OP_LEGACY_SERVER_CONNECT | SSL_OP_NO_TICKET | \
	    SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | \
	    SSL_OP_ENABLE_MIDDLEBOX_COMPAT | OPTIONS_3_2)
/* A Certificate message is read as it is on the wire, theirs and ours. */
#ifdef SSL_OP_NO_RX_CERTIFICATE_COMPRESSION
#define OPTIONS_3_2 \
	(SSL_OP_NO_RX_CERTIFICATE_COMPRESSION | \
	    SSL_OP_NO_TX_CERTIFICATE_COMPRESSION)
#else
#define OPTIONS_3_2 0
#endif

struct handshaker {
	SSL_CTX *ctx;
	struct cert_reuse *reuse; /* NULL: each is parsed anew */
	bool is_passed_by;
};

struct handshake {
	struct handshaker *handshaker;
	SSL *ssl;
	BIO *in, *out; /* owned by ssl */
	struct observation *observation;
	struct symptoms symptoms;
	struct identity *identity; /* a reference; NULL: none */
	bool has_end;		   /* nothing more will be received */
	bool has_ticket;
	bool is_over; /* done or failed */
};

/* ---- the callbacks of libssl --------------------------------------------- */

/* In place of building and verifying a chain. The certificates that libssl has
 * parsed are kept, so that nobody need parse them again; but not where the key
 * is of a kind that key_library() leaves out. */
static int
on_chain(X509_STORE_CTX *store_ctx, UNUSED void *arg)
{
	SSL *ssl = X509_STORE_CTX_get_ex_data(
	    store_ctx, SSL_get_ex_data_X509_STORE_CTX_idx());
	struct handshake *handshake = SSL_get_app_data(ssl);
	struct observation *o = handshake->observation;
	STACK_OF(X509) *chain = X509_STORE_CTX_get0_untrusted(store_ctx);

	X509_STORE_CTX_set_error(store_ctx, X509_V_OK);
	(void)ERR_set_mark();
	for (int i = 0; i < sk_X509_num(chain); i++) {
		X509 *x509 = sk_X509_value(chain, i);

		if ((size_t)i < o->certs.len &&
		    o->certs.items[i].x509 == NULL &&
		    X509_get0_pubkey(x509) != NULL && X509_up_ref(x509))
			o->certs.items[i].x509 = x509;
	}
	(void)ERR_pop_to_mark();
	return 1;
}

/* What cannot be set is not shown: the server says what it thinks of that. */
static int
on_client_cert_request(SSL *ssl, UNUSED void *arg)
{
	struct handshake *handshake = SSL_get_app_data(ssl);
	const struct identity *identity = handshake->identity;

	handshake->observation->was_client_cert_requested = true;
	if (identity != NULL &&
	    SSL_use_cert_and_key(
		ssl, identity->leaf, identity->key, identity->chain, 1) != 1)
		ERR_clear_error();
	return 1;
}

/* Our own Certificate message: is there any in it? RFC 8446 4.4.2 puts a
 * context, which is empty here, before the list. */
static bool
has_certificates(const struct handshake *handshake, size_t len)
{
	size_t head = SSL_version(handshake->ssl) == TLS1_3_VERSION ? 1 : 0;

	return len > 4 + head + 3;
}

/* A message of its own in TLS 1.2, about the first certificate (RFC 6066 8). */
static void
keep_status(struct observation *o, const uint8_t *body, size_t len)
{
	if (o->status != NULL || o->certs.len == 0 ||
	    len > OBSERVATION_MAX_BYTES)
		return;
	o->status = mem_dup(body, len);
	(void)cert_status_read(o->status, len, &o->certs.items[0].staple,
	    &o->certs.items[0].staple_len);
}

/* In TLS 1.2 they stand in the server's hello; in TLS 1.3 beside the
 * certificate, whose message is read as a whole. Never ends a handshake. */
static int
on_timestamps(SSL *ssl, UNUSED unsigned type, unsigned context,
    const unsigned char *bytes, size_t len, UNUSED X509 *cert, UNUSED size_t at,
    UNUSED int *alert, UNUSED void *arg)
{
	struct handshake *handshake = SSL_get_app_data(ssl);
	struct observation *o = handshake->observation;

	if (context == SSL_EXT_TLS1_2_SERVER_HELLO && o->own_scts == NULL &&
	    len > 0) {
		o->scts = o->own_scts = mem_dup(bytes, len);
		o->scts_len = len;
	}
	return 1;
}

static void
on_handshake_message(struct handshake *handshake, const uint8_t *p, size_t len)
{
	struct observation *o = handshake->observation;
	bool is_tls13;

	if (p[0] == SSL3_MT_NEWSESSION_TICKET)
		handshake->has_ticket = true;
	if (p[0] == SSL3_MT_SERVER_HELLO || p[0] == SSL3_MT_HELLO_REQUEST)
		return; /* the version is settled only behind it */
	o->tls_version = SSL_version(handshake->ssl);
	is_tls13 = o->tls_version == TLS1_3_VERSION;
	if (p[0] == SSL3_MT_CERTIFICATE && o->message == NULL)
		/* What cannot be read is marked so in the observation. */
		(void)cert_message_parse(
		    o, mem_dup(p + 4, len - 4), len - 4, is_tls13, NULL);
	if (p[0] == SSL3_MT_CERTIFICATE_STATUS)
		keep_status(o, p + 4, len - 4);
}

static void
on_message(int is_ours, UNUSED int version, int type, const void *bytes,
    size_t len, UNUSED SSL *ssl, void *arg)
{
	struct handshake *handshake = arg;
	const uint8_t *p = bytes;

	if (is_ours) {
		if (type == SSL3_RT_HANDSHAKE && len >= 4 &&
		    p[0] == SSL3_MT_CERTIFICATE)
			handshake->observation->was_client_cert_sent =
			    has_certificates(handshake, len);
		return;
	}
	if (type == SSL3_RT_HANDSHAKE && len >= 4)
		on_handshake_message(handshake, p, len);
	else if (type == SSL3_RT_ALERT && len == 2 && p[0] == SSL3_AL_FATAL)
		handshake->symptoms.alert = p[1];
}

/* ---- making one ---------------------------------------------------------- */

static bool
set_up(struct handshaker *handshaker, OSSL_LIB_CTX *library, struct error *err)
{
	SSL_CTX *ctx = SSL_CTX_new_ex(library, NULL, TLS_client_method());

	handshaker->ctx = ctx;
	if (ctx == NULL)
		return crypto_error_take(err, "cannot set up TLS");
	SSL_CTX_clear_options(ctx, ~(uint64_t)0);
	SSL_CTX_set_options(ctx, OPTIONS);
	SSL_CTX_set_mode(
	    ctx, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_NO_AUTO_CHAIN);
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_security_level(ctx, 0);
	SSL_CTX_set_max_cert_list(ctx, OBSERVATION_MAX_BYTES);
	SSL_CTX_set_cert_verify_callback(ctx, on_chain, NULL);
	SSL_CTX_set_cert_cb(ctx, on_client_cert_request, NULL);
	SSL_CTX_set_msg_callback(ctx, on_message);
	if (!SSL_CTX_add_custom_ext(ctx,
		TLSEXT_TYPE_signed_certificate_timestamp,
		SSL_EXT_CLIENT_HELLO | SSL_EXT_TLS1_2_SERVER_HELLO |
		    SSL_EXT_TLS1_3_CERTIFICATE,
		NULL, NULL, NULL, on_timestamps, NULL) ||
	    !SSL_CTX_set_min_proto_version(ctx, TLS1_VERSION) ||
	    !SSL_CTX_set_max_proto_version(ctx, TLS1_3_VERSION) ||
	    !SSL_CTX_set_ciphersuites(ctx, CIPHERS_TLS13) ||
	    !SSL_CTX_set_cipher_list(ctx, CIPHERS) ||
	    !SSL_CTX_set1_groups_list(ctx, GROUPS) ||
	    !SSL_CTX_set1_sigalgs_list(ctx, SIGNATURES))
		return crypto_error_take(err, "cannot set up TLS");
	return true;
}

/* Without an answer from probe/cert_reuse.c a key that key_library() leaves out
 * would be spoken of in other words, so that goes with it. */
struct handshaker *
handshaker_new(struct error *err)
{
	CLEANUP(handshaker_free)
	struct handshaker *handshaker = MEM_NEW(struct handshaker);

	crypto_start();
	if (!set_up(handshaker, key_library(), err))
		return NULL;
	if (!key_library_is_enabled())
		return TAKE(handshaker);
	handshaker->reuse = cert_reuse_new();
	if (reuse_trial_is_asked(handshaker, handshaker->reuse))
		return TAKE(handshaker);
	handshaker->is_passed_by = true;
	cert_reuse_free(TAKE(handshaker->reuse));
	SSL_CTX_free(TAKE(handshaker->ctx));
	return set_up(handshaker, NULL, err) ? TAKE(handshaker) : NULL;
}

bool
handshaker_is_passed_by(const struct handshaker *handshaker)
{
	return handshaker->is_passed_by;
}

void
handshaker_free(struct handshaker *handshaker)
{
	if (handshaker == NULL)
		return;
	SSL_CTX_free(handshaker->ctx);
	cert_reuse_free(handshaker->reuse);
	free(handshaker);
}

struct handshake *
handshake_new(struct handshaker *handshaker, const char *sni,
    enum variant variant, struct observation *observation)
{
	CLEANUP(handshake_free)
	struct handshake *handshake = MEM_NEW(struct handshake);

	handshake->handshaker = handshaker;
	handshake->observation = observation;
	observation->variant = variant;
	handshake->symptoms.alert = -1;
	ERR_clear_error();
	handshake->ssl = SSL_new(handshaker->ctx);
	handshake->in = BIO_new(BIO_s_mem());
	handshake->out = BIO_new(BIO_s_mem());
	if (handshake->ssl == NULL || handshake->in == NULL ||
	    handshake->out == NULL || !terms_set(handshake->ssl, variant)) {
		BIO_free(handshake->in);
		BIO_free(handshake->out);
		diagnose(&handshake->symptoms, observation);
		return NULL;
	}
	SSL_set_bio(handshake->ssl, handshake->in, handshake->out);
	SSL_set_app_data(handshake->ssl, handshake);
	SSL_set_msg_callback_arg(handshake->ssl, handshake);
	SSL_set_connect_state(handshake->ssl);
	observation->was_staple_asked =
	    SSL_set_tlsext_status_type(
		handshake->ssl, TLSEXT_STATUSTYPE_ocsp) == 1;
	if (sni[0] != '\0' && terms_have_name(variant))
		(void)SSL_set_tlsext_host_name(handshake->ssl, sni);
	return TAKE(handshake);
}

void
handshake_free(struct handshake *handshake)
{
	if (handshake == NULL)
		return;
	SSL_free(handshake->ssl);
	identity_unref(handshake->identity);
	free(handshake);
}

void
handshake_set_identity(
    struct handshake *handshake, const struct identity *identity)
{
	identity_unref(handshake->identity);
	handshake->identity =
	    identity == NULL ? NULL : identity_ref((struct identity *)identity);
}

/* ---- bytes --------------------------------------------------------------- */

void
handshake_receive(struct handshake *handshake, const void *bytes, size_t len)
{
	struct symptoms *s = &handshake->symptoms;

	if (s->received < sizeof s->first) {
		size_t room = sizeof s->first - s->received;

		memcpy(s->first + s->received, bytes, len < room ? len : room);
	}
	s->received += len;
	if (s->received <= HANDSHAKE_MAX_BYTES)
		(void)BIO_write(handshake->in, bytes, (int)len);
}

void
handshake_receive_end(struct handshake *handshake, int error_number)
{
	handshake->has_end = true;
	handshake->symptoms.error_number = error_number;
	BIO_set_mem_eof_return(handshake->in, 0);
}

size_t
handshake_pending(struct handshake *handshake, const uint8_t **ret_bytes)
{
	char *bytes = NULL;
	long len = BIO_get_mem_data(handshake->out, &bytes);

	*ret_bytes = (const uint8_t *)bytes;
	return len > 0 ? (size_t)len : 0;
}

void
handshake_sent(struct handshake *handshake, size_t len)
{
	uint8_t scratch[1024];
	const uint8_t *bytes;

	if (len == handshake_pending(handshake, &bytes)) {
		(void)BIO_reset(handshake->out);
		return;
	}
	while (len > 0) {
		size_t n = len < sizeof scratch ? len : sizeof scratch;

		(void)BIO_read(handshake->out, scratch, (int)n);
		len -= n;
	}
}

/* ---- steps --------------------------------------------------------------- */

static void
note_cipher(struct handshake *handshake)
{
	struct observation *o = handshake->observation;
	const SSL_CIPHER *cipher = SSL_get_current_cipher(handshake->ssl);

	if (o->tls_version == 0)
		return;
	if (cipher == NULL)
		cipher = SSL_get_pending_cipher(handshake->ssl);
	if (cipher != NULL)
		snprintf(o->cipher, sizeof o->cipher, "%s",
		    SSL_CIPHER_get_name(cipher));
}

static enum handshake_step
fail(struct handshake *handshake, enum symptoms_end end)
{
	handshake->is_over = true;
	handshake->symptoms.end = end;
	handshake->symptoms.error_code = ERR_peek_error();
	ERR_clear_error();
	note_cipher(handshake);
	diagnose(&handshake->symptoms, handshake->observation);
	return HANDSHAKE_FAILED;
}

/* What ended it, seen from the outside; libssl's own reason otherwise. */
static enum symptoms_end
end_of(const struct handshake *handshake)
{
	unsigned long code = ERR_peek_error();

	if (!handshake->has_end ||
	    (code != 0 &&
		ERR_GET_REASON(code) != SSL_R_UNEXPECTED_EOF_WHILE_READING))
		return SYMPTOMS_END_LIBSSL;
	return handshake->symptoms.error_number != 0 ? SYMPTOMS_END_RESET
						     : SYMPTOMS_END_OF_STREAM;
}

enum handshake_step
handshake_step(struct handshake *handshake)
{
	int result;

	if (handshake->symptoms.received > HANDSHAKE_MAX_BYTES)
		return fail(handshake, SYMPTOMS_END_TOO_LARGE);
	ERR_clear_error();
	errno = 0;
	cert_reuse_begin(handshake->handshaker->reuse);
	result = SSL_do_handshake(handshake->ssl);
	cert_reuse_end();
	if (result == 1) {
		handshake->is_over = true;
		handshake->observation->tls_version =
		    SSL_version(handshake->ssl);
		note_cipher(handshake);
		return HANDSHAKE_DONE;
	}
	if (SSL_get_error(handshake->ssl, result) == SSL_ERROR_WANT_READ)
		return HANDSHAKE_WAITS;
	return fail(handshake, end_of(handshake));
}

bool
handshake_may_be_refused(const struct handshake *handshake)
{
	return handshake->observation->was_client_cert_requested &&
	    handshake->observation->tls_version == TLS1_3_VERSION;
}

/* Only an alert counts: a server that hangs up without a word after a complete
 * handshake has not said why. */
enum handshake_step
handshake_listen(struct handshake *handshake)
{
	uint8_t byte;
	int result;

	if (handshake->symptoms.received > HANDSHAKE_MAX_BYTES)
		return HANDSHAKE_DONE;
	ERR_clear_error();
	errno = 0;
	result = SSL_read(handshake->ssl, &byte, 1);
	if (result <= 0 && !handshake->has_ticket &&
	    SSL_get_error(handshake->ssl, result) == SSL_ERROR_WANT_READ)
		return HANDSHAKE_WAITS;
	ERR_clear_error();
	if (handshake->symptoms.alert >= 0)
		diagnose(&handshake->symptoms, handshake->observation);
	return HANDSHAKE_DONE;
}

void
handshake_give_up(struct handshake *handshake, int64_t waited_ms)
{
	handshake->symptoms.waited_ms = waited_ms;
	ERR_clear_error();
	(void)fail(handshake, SYMPTOMS_END_TIMEOUT);
}

static bool
can_say(const struct handshake *handshake)
{
	return handshake->is_over && !handshake->has_end &&
	    SSL_is_init_finished(handshake->ssl);
}

void
handshake_say(struct handshake *handshake, struct farewell farewell)
{
	ERR_clear_error();
	if (farewell.len > 0 && can_say(handshake))
		(void)SSL_write(
		    handshake->ssl, farewell.bytes, (int)farewell.len);
	ERR_clear_error();
}

void
handshake_close(struct handshake *handshake)
{
	ERR_clear_error();
	if (can_say(handshake))
		(void)SSL_shutdown(handshake->ssl);
	ERR_clear_error();
}
