/* Standard Webhooks signatures; see webhook_sign.h. */
#include "notify/webhook_sign.h"

#include <inttypes.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

#define SHA256_LEN 32
#define BASE64_LEN 44 /* of SHA256_LEN bytes */

/* libcrypto without memory ends the program, as everywhere (base/mem.h). */
static void
hmac(const struct secret_key *key, const uint8_t *message, size_t len,
    uint8_t ret_digest[SHA256_LEN])
{
	unsigned digest_len = 0;

	if (HMAC(EVP_sha256(), key->bytes, (int)key->len, message, len,
		ret_digest, &digest_len) == NULL ||
	    digest_len != SHA256_LEN)
		abort();
}

void
webhook_sign(struct strbuf *buf, const struct secrets *secrets, const char *id,
    int64_t timestamp, const void *body, size_t len)
{
	CLEANUP(free)
	char *head = mem_printf("%s.%" PRId64 ".", id, timestamp);
	size_t head_len = strlen(head);
	CLEANUP(free) uint8_t *message = mem_new(head_len + len, 1);

	memcpy(message, head, head_len);
	memcpy(message + head_len, body, len);
	for (size_t i = 0; i < secrets_count(secrets); i++) {
		uint8_t digest[SHA256_LEN];
		unsigned char text[BASE64_LEN + 1];

		hmac(secrets_at(secrets, i), message, head_len + len, digest);
		EVP_EncodeBlock(text, digest, SHA256_LEN);
		strbuf_addf(
		    buf, "%sv1,%s", i == 0 ? "" : " ", (const char *)text);
	}
}
