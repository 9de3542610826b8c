/* The server that has no key; see serve.h. RFC 5246, RFC 8446. */
#include "serve.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

#define HASH_LEN 32
#define POINT_LEN 65
#define FRAGMENT_MAX 16384

enum { RECORD_HANDSHAKE = 22, RECORD_DATA = 23 };
enum { SERVER_HELLO = 2, ENCRYPTED_EXTENSIONS = 8, CERTIFICATE = 11 };
enum { EXTENSION_VERSIONS = 43, EXTENSION_KEY_SHARE = 51 };
enum { GROUP_P256 = 23, AES_128_GCM_SHA256 = 0x1301 };
enum { ECDHE_ECDSA_GCM = 0xc02b, ECDHE_RSA_GCM = 0xc02f };

static void
put(struct serve_bytes *to, const void *bytes, size_t len)
{
	if (to->len + len > to->room) {
		to->room = 2 * (to->len + len);
		to->bytes = realloc(to->bytes, to->room);
	}
	memcpy(to->bytes + to->len, bytes, len);
	to->len += len;
}

static void
put_number(struct serve_bytes *to, size_t number, int octets)
{
	for (int i = octets - 1; i >= 0; i--)
		put(to, &(unsigned char){(unsigned char)(number >> 8 * i)}, 1);
}

static void
put_message(struct serve_bytes *to, int type, const struct serve_bytes *body)
{
	put_number(to, (size_t)type, 1);
	put_number(to, body->len, 3);
	put(to, body->bytes, body->len);
}

struct hello {
	const unsigned char *message; /* with its header */
	size_t len;
	const unsigned char *session;
	size_t session_len;
	const unsigned char *share; /* a point of P-256; NULL: none */
};

static size_t
number_at(const unsigned char *at)
{
	return (size_t)at[0] << 8 | at[1];
}

static void
find_share(struct hello *hello, const unsigned char *at, size_t len)
{
	const unsigned char *end = at + len;

	for (at += 2; at + 4 <= end; at += 4 + number_at(at + 2)) {
		if (number_at(at) == GROUP_P256 &&
		    number_at(at + 2) == POINT_LEN)
			hello->share = at + 4;
	}
}

/* Our own clients' words: lengths are believed. */
static bool
read_hello(struct hello *hello, const unsigned char *record, size_t len)
{
	const unsigned char *at, *end = record + len;

	if (len < 44 || record[0] != RECORD_HANDSHAKE || record[5] != 1 ||
	    len < 5 + number_at(record + 3))
		return false;
	*hello = (struct hello){.message = record + 5, .len = len - 5};
	at = record + 5 + 4 + 2 + 32;
	hello->session_len = *at++;
	hello->session = at;
	at += hello->session_len;
	at += 2 + number_at(at);
	at += 1 + *at;
	for (at += 2; at + 4 <= end; at += 4 + number_at(at + 2)) {
		if (number_at(at) == EXTENSION_KEY_SHARE)
			find_share(hello, at + 4, number_at(at + 2));
	}
	return true;
}

/* extensions: NULL for none. */
static void
put_server_hello(struct serve_bytes *to, const struct hello *hello,
    unsigned suite, const struct serve_bytes *extensions)
{
	struct serve_bytes body = {0};
	unsigned char random[32];

	memset(random, 0x5a, sizeof random);
	put_number(&body, 0x0303, 2);
	put(&body, random, sizeof random);
	put_number(&body, hello->session_len, 1);
	put(&body, hello->session, hello->session_len);
	put_number(&body, suite, 2);
	put_number(&body, 0, 1);
	if (extensions != NULL) {
		put_number(&body, extensions->len, 2);
		put(&body, extensions->bytes, extensions->len);
	}
	put_message(to, SERVER_HELLO, &body);
	free(body.bytes);
}

static void
put_certificate(
    struct serve_bytes *to, const struct ask_chain *chain, bool is_tls13)
{
	struct serve_bytes list = {0}, body = {0};

	for (size_t i = 0; i < chain->sent_count; i++) {
		put_number(&list, chain->sent[i].len, 3);
		put(&list, chain->sent[i].bytes, chain->sent[i].len);
		if (is_tls13)
			put_number(&list, 0, 2);
	}
	if (is_tls13)
		put_number(&body, 0, 1);
	put_number(&body, list.len, 3);
	put(&body, list.bytes, list.len);
	put_message(to, CERTIFICATE, &body);
	free(list.bytes);
	free(body.bytes);
}

static void
put_records(struct serve_bytes *to, const struct serve_bytes *messages)
{
	for (size_t at = 0; at < messages->len; at += FRAGMENT_MAX) {
		size_t len = messages->len - at;

		if (len > FRAGMENT_MAX)
			len = FRAGMENT_MAX;
		put_number(to, RECORD_HANDSHAKE, 1);
		put_number(to, 0x0303, 2);
		put_number(to, len, 2);
		put(to, messages->bytes + at, len);
	}
}

static unsigned
suite_for(const struct ask_chain *chain)
{
	const unsigned char *der = chain->sent[0].bytes;
	X509 *leaf = d2i_X509(NULL, &der, (long)chain->sent[0].len);
	EVP_PKEY *key = leaf == NULL ? NULL : X509_get0_pubkey(leaf);
	int kind = key == NULL ? EVP_PKEY_NONE : EVP_PKEY_get_base_id(key);

	X509_free(leaf);
	return kind == EVP_PKEY_RSA || kind == EVP_PKEY_RSA_PSS
	    ? ECDHE_RSA_GCM
	    : ECDHE_ECDSA_GCM;
}

bool
serve_tls12(const struct ask_chain *chain, const unsigned char *record,
    size_t len, struct serve_bytes *ret_answer)
{
	struct serve_bytes first = {0}, second = {0};
	struct hello hello;

	*ret_answer = (struct serve_bytes){0};
	if (!read_hello(&hello, record, len))
		return false;
	put_server_hello(&first, &hello, suite_for(chain), NULL);
	put_records(ret_answer, &first);
	put_certificate(&second, chain, false);
	put_records(ret_answer, &second);
	free(first.bytes);
	free(second.bytes);
	return true;
}

/* Our own share, and the secret of both. */
static bool
agree(const unsigned char *theirs, unsigned char ours[POINT_LEN],
    unsigned char secret[HASH_LEN])
{
	EVP_PKEY *own = EVP_EC_gen("P-256"), *peer = EVP_PKEY_new();
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(own, NULL);
	unsigned char *point = NULL;
	size_t len = HASH_LEN;
	bool is_done = EVP_PKEY_copy_parameters(peer, own) == 1 &&
	    EVP_PKEY_set1_encoded_public_key(peer, theirs, POINT_LEN) == 1 &&
	    EVP_PKEY_derive_init(ctx) == 1 &&
	    EVP_PKEY_derive_set_peer(ctx, peer) == 1 &&
	    EVP_PKEY_derive(ctx, secret, &len) == 1 &&
	    EVP_PKEY_get1_encoded_public_key(own, &point) == POINT_LEN;

	if (is_done)
		memcpy(ours, point, POINT_LEN);
	OPENSSL_free(point);
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(peer);
	EVP_PKEY_free(own);
	return is_done;
}

/* HKDF-Expand-Label, of no more than one block. */
static void
expand(const unsigned char secret[HASH_LEN], const char *label,
    const unsigned char *context, size_t context_len, unsigned char *ret,
    size_t len)
{
	struct serve_bytes info = {0};
	unsigned char block[HASH_LEN];

	put_number(&info, len, 2);
	put_number(&info, 6 + strlen(label), 1);
	put(&info, "tls13 ", 6);
	put(&info, label, strlen(label));
	put_number(&info, context_len, 1);
	if (context_len > 0)
		put(&info, context, context_len);
	put_number(&info, 1, 1);
	HMAC(EVP_sha256(), secret, HASH_LEN, info.bytes, info.len, block, NULL);
	memcpy(ret, block, len);
	free(info.bytes);
}

struct traffic {
	unsigned char key[16], iv[12];
	unsigned sequence;
};

static void
derive_traffic(struct traffic *traffic, const unsigned char shared[HASH_LEN],
    const struct hello *hello, const struct serve_bytes *server_hello)
{
	static const unsigned char zeros[HASH_LEN];
	unsigned char secret[HASH_LEN], hash[HASH_LEN];
	struct serve_bytes transcript = {0};

	HMAC(EVP_sha256(), zeros, HASH_LEN, zeros, HASH_LEN, secret, NULL);
	EVP_Digest("", 0, hash, NULL, EVP_sha256(), NULL);
	expand(secret, "derived", hash, HASH_LEN, secret, HASH_LEN);
	HMAC(EVP_sha256(), secret, HASH_LEN, shared, HASH_LEN, secret, NULL);
	put(&transcript, hello->message, hello->len);
	put(&transcript, server_hello->bytes, server_hello->len);
	EVP_Digest(
	    transcript.bytes, transcript.len, hash, NULL, EVP_sha256(), NULL);
	expand(secret, "s hs traffic", hash, HASH_LEN, secret, HASH_LEN);
	expand(secret, "key", NULL, 0, traffic->key, sizeof traffic->key);
	expand(secret, "iv", NULL, 0, traffic->iv, sizeof traffic->iv);
	traffic->sequence = 0;
	free(transcript.bytes);
}

static void
put_sealed(struct serve_bytes *to, struct traffic *traffic,
    const unsigned char *text, size_t len)
{
	unsigned char *plain = malloc(len + 1), *sealed = malloc(len + 17);
	unsigned char header[5] = {RECORD_DATA, 3, 3,
	    (unsigned char)((len + 17) >> 8), (unsigned char)(len + 17)};
	unsigned char nonce[12];
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	int out;

	memcpy(plain, text, len);
	plain[len] = RECORD_HANDSHAKE;
	memcpy(nonce, traffic->iv, sizeof nonce);
	nonce[11] ^= (unsigned char)traffic->sequence++;
	EVP_EncryptInit_ex(ctx, EVP_aes_128_gcm(), NULL, traffic->key, nonce);
	EVP_EncryptUpdate(ctx, NULL, &out, header, sizeof header);
	EVP_EncryptUpdate(ctx, sealed, &out, plain, (int)len + 1);
	EVP_EncryptFinal_ex(ctx, sealed + out, &out);
	EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, 16, sealed + len + 1);
	EVP_CIPHER_CTX_free(ctx);
	put(to, header, sizeof header);
	put(to, sealed, len + 17);
	free(plain);
	free(sealed);
}

static void
put_flight(struct serve_bytes *to, struct traffic *traffic,
    const struct ask_chain *chain)
{
	struct serve_bytes flight = {0}, none = {0};

	put_number(&none, 0, 2);
	put_message(&flight, ENCRYPTED_EXTENSIONS, &none);
	put_certificate(&flight, chain, true);
	for (size_t at = 0; at < flight.len; at += FRAGMENT_MAX)
		put_sealed(to, traffic, flight.bytes + at,
		    flight.len - at > FRAGMENT_MAX ? FRAGMENT_MAX
						   : flight.len - at);
	free(none.bytes);
	free(flight.bytes);
}

bool
serve_tls13(const struct ask_chain *chain, const unsigned char *record,
    size_t len, struct serve_bytes *ret_answer)
{
	unsigned char point[POINT_LEN], shared[HASH_LEN];
	struct serve_bytes extensions = {0}, first = {0};
	struct traffic traffic;
	struct hello hello;

	*ret_answer = (struct serve_bytes){0};
	if (!read_hello(&hello, record, len) || hello.share == NULL ||
	    !agree(hello.share, point, shared))
		return false;
	put_number(&extensions, EXTENSION_VERSIONS, 2);
	put_number(&extensions, 2, 2);
	put_number(&extensions, 0x0304, 2);
	put_number(&extensions, EXTENSION_KEY_SHARE, 2);
	put_number(&extensions, 4 + POINT_LEN, 2);
	put_number(&extensions, GROUP_P256, 2);
	put_number(&extensions, POINT_LEN, 2);
	put(&extensions, point, POINT_LEN);
	put_server_hello(&first, &hello, AES_128_GCM_SHA256, &extensions);
	put_records(ret_answer, &first);
	derive_traffic(&traffic, shared, &hello, &first);
	put_flight(ret_answer, &traffic, chain);
	free(extensions.bytes);
	free(first.bytes);
	return true;
}
