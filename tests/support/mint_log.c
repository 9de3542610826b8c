/* Transparency logs; see mint_log.h. */
#include "support/mint_log.h"

#include <assert.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <string.h>

#include "base/hex.h"
#include "base/mem.h"
#include "base/strbuf.h"

#define LIST_MAX 16384
#define DER_MAX 8192

EVP_PKEY *
mint_log_key(const char *log, enum mint_key_kind kind)
{
	CLEANUP(free) char *name = mem_printf("log %s", log);

	return mint_key(name, kind);
}

static uint8_t *
key_der(const char *log, enum mint_key_kind kind, size_t *ret_len)
{
	unsigned char *der = NULL;
	int len = i2d_PUBKEY(mint_log_key(log, kind), &der);
	uint8_t *copy;

	assert(len > 0);
	copy = mem_dup(der, (size_t)len);
	OPENSSL_free(der);
	*ret_len = (size_t)len;
	return copy;
}

void
mint_log_id(
    const char *log, enum mint_key_kind kind, uint8_t ret_id[MINT_LOG_ID_LEN])
{
	size_t len;
	CLEANUP(free) uint8_t *der = key_der(log, kind, &len);

	SHA256(der, len, ret_id);
}

static char *
base64(const uint8_t *bytes, size_t len)
{
	unsigned char *text = mem_new(len / 3 * 4 + 5, 1);

	EVP_EncodeBlock(text, bytes, (int)len);
	return (char *)text;
}

char *
mint_log_key_base64(const char *log, enum mint_key_kind kind)
{
	size_t len;
	CLEANUP(free) uint8_t *der = key_der(log, kind, &len);

	return base64(der, len);
}

char *
mint_log_id_base64(const char *log, enum mint_key_kind kind)
{
	uint8_t id[MINT_LOG_ID_LEN];

	mint_log_id(log, kind, id);
	return base64(id, sizeof id);
}

static void
add_listed(struct strbuf *buf, const struct mint_log_listed *listed)
{
	CLEANUP(free)
	char *id = mint_log_id_base64(listed->log, listed->key_kind);
	CLEANUP(free)
	char *key = mint_log_key_base64(listed->log, listed->key_kind);

	strbuf_addf(buf,
	    "  {\n   \"description\": \"%s log\",\n   \"log_id\": \"%s\",\n"
	    "   \"key\": \"%s\",\n   \"mmd\": 86400,\n",
	    listed->log, id, key);
	if (listed->state != NULL)
		strbuf_addf(buf,
		    "   \"state\": {\"%s\": {\"timestamp\": \"%s\"}},\n",
		    listed->state, listed->since);
	if (listed->from != NULL)
		strbuf_addf(buf,
		    "   \"temporal_interval\": {\"start_inclusive\": \"%s\", "
		    "\"end_exclusive\": \"%s\"},\n",
		    listed->from, listed->until);
	if (listed->owned_before != NULL)
		strbuf_addf(buf,
		    "   \"previous_operators\": [{\"name\": \"%s\", "
		    "\"end_time\": \"%s\"}],\n",
		    listed->owned_before, listed->owned_until);
	strbuf_addf(buf, "   \"%s\": \"https://log.test/%s/\"\n  }",
	    listed->is_tiled ? "monitoring_url" : "url", listed->log);
}

char *
mint_log_json(
    const struct mint_log_listed *logs, size_t count, const char *made_at)
{
	struct strbuf buf = STRBUF_INIT(1u << 20);

	strbuf_addf(&buf,
	    "{\n \"version\": \"50.3\",\n"
	    " \"log_list_timestamp\": \"%s\",\n \"operators\": [",
	    made_at);
	for (size_t i = 0; i < count; i++) {
		bool is_tiled = logs[i].is_tiled;

		strbuf_addf(&buf,
		    "%s\n {\n  \"name\": \"%s\",\n"
		    "  \"email\": [\"ct@log.test\"],\n  \"%s\": [\n",
		    i == 0 ? "" : ",", logs[i].operator,
		    is_tiled ? "tiled_logs" : "logs");
		add_listed(&buf, &logs[i]);
		strbuf_addf(&buf, "\n  ],\n  \"%s\": []\n }",
		    is_tiled ? "logs" : "tiled_logs");
	}
	strbuf_add(&buf, "\n ]\n}\n");
	assert(!strbuf_is_truncated(&buf));
	return strbuf_take(&buf);
}

static void
add_number(struct strbuf *buf, uint64_t number, int octets)
{
	while (octets-- > 0)
		strbuf_add_char(buf, (char)(number >> (8 * octets)));
}

static size_t
extensions_len(const struct mint_log_sct *sct)
{
	return sct->extensions == NULL ? 0 : strlen(sct->extensions);
}

/* RFC 6962 3.2; entry: from the entry_type on, up to the extensions. */
static uint8_t *
sign(
    const struct mint_log_sct *sct, const struct strbuf *entry, size_t *ret_len)
{
	CLEANUP(strbuf_clear) struct strbuf data = STRBUF_INIT(LIST_MAX);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	uint8_t signature[1024];
	int ok;

	add_number(&data, 0, 2);
	add_number(&data, (uint64_t)sct->timestamp_ms, 8);
	strbuf_add_bytes(&data, entry->text, entry->len);
	add_number(&data, extensions_len(sct), 2);
	strbuf_add_bytes(&data, sct->extensions, extensions_len(sct));
	assert(!strbuf_is_truncated(&data));
	*ret_len = sizeof signature;
	ok = EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL,
		 mint_log_key(sct->log, sct->key_kind)) == 1 &&
	    EVP_DigestSign(
		ctx, signature, ret_len, (uint8_t *)data.text, data.len) == 1;
	assert(ok);
	EVP_MD_CTX_free(ctx);
	if (sct->has_broken_signature)
		signature[*ret_len - 1] ^= 1;
	return mem_dup(signature, *ret_len);
}

static void
add_one(struct strbuf *list, const struct mint_log_sct *sct,
    const struct strbuf *entry)
{
	size_t signature_len;
	CLEANUP(free) uint8_t *signature = sign(sct, entry, &signature_len);
	uint8_t id[MINT_LOG_ID_LEN];

	mint_log_id(sct->log, sct->key_kind, id);
	add_number(list, 47 + extensions_len(sct) + signature_len, 2);
	add_number(list, 0, 1);
	strbuf_add_bytes(list, id, sizeof id);
	add_number(list, (uint64_t)sct->timestamp_ms, 8);
	add_number(list, extensions_len(sct), 2);
	strbuf_add_bytes(list, sct->extensions, extensions_len(sct));
	add_number(list, 4, 1); /* SHA-256 */
	add_number(list, sct->key_kind == MINT_EC_P256 ? 3 : 1, 1);
	add_number(list, signature_len, 2);
	strbuf_add_bytes(list, signature, signature_len);
}

static void
make_list(struct strbuf *list, const struct mint_log_sct *scts, size_t count,
    const struct strbuf *entry)
{
	CLEANUP(strbuf_clear) struct strbuf items = STRBUF_INIT(LIST_MAX);

	for (size_t i = 0; i < count; i++)
		add_one(&items, &scts[i], entry);
	add_number(list, items.len, 2);
	strbuf_add_bytes(list, items.text, items.len);
	assert(!strbuf_is_truncated(list));
}

uint8_t *
mint_log_list(const struct mint_log_sct *scts, size_t count,
    const struct cert *cert, size_t *ret_len)
{
	CLEANUP(strbuf_clear) struct strbuf entry = STRBUF_INIT(LIST_MAX);
	CLEANUP(strbuf_clear) struct strbuf list = STRBUF_INIT(LIST_MAX);

	add_number(&entry, 0, 2); /* x509_entry */
	add_number(&entry, cert->der_len, 3);
	strbuf_add_bytes(&entry, cert->der, cert->der_len);
	make_list(&list, scts, count, &entry);
	*ret_len = list.len;
	return mem_dup(list.text, list.len);
}

/* What is signed is a certificate that never had a list. */
static void
add_precert_entry(struct strbuf *entry, const struct mint_recipe *recipe)
{
	const struct cert *cert = mint_cert(recipe)->cert;
	unsigned char *tbs = NULL;
	int len = i2d_re_X509_tbs(cert->x509, &tbs);

	assert(len > 0);
	add_number(entry, 1, 2); /* precert_entry */
	strbuf_add_bytes(entry, recipe->issuer->cert->key.sha256, 32);
	add_number(entry, (uint64_t)len, 3);
	strbuf_add_bytes(entry, tbs, (size_t)len);
	OPENSSL_free(tbs);
}

const struct mint *
mint_log_embedded(const struct mint_recipe *recipe,
    const struct mint_log_sct *scts, size_t count)
{
	CLEANUP(strbuf_clear) struct strbuf entry = STRBUF_INIT(LIST_MAX);
	CLEANUP(strbuf_clear) struct strbuf list = STRBUF_INIT(LIST_MAX);
	CLEANUP(free) char *hex = NULL;
	CLEANUP(free) char *extension = NULL;
	struct mint_recipe with = *recipe;
	size_t i = 0;

	assert(recipe->issuer != NULL && recipe->serial != NULL);
	add_precert_entry(&entry, recipe);
	make_list(&list, scts, count, &entry);
	hex = mem_new(list.len * 2 + 1, 1);
	hex_encode((uint8_t *)list.text, list.len, hex);
	extension = mem_printf("1.3.6.1.4.1.11129.2.4.2=DER:04%s%0*zx%s",
	    list.len < 0x80	   ? ""
		: list.len < 0x100 ? "81"
				   : "82",
	    list.len < 0x100 ? 2 : 4, list.len, hex);
	while (recipe->extensions[i] != NULL)
		i++;
	assert(i + 1 < MINT_MAX_EXTENSIONS);
	/* Before the others, so that it does not always stand last. */
	memmove(with.extensions + 1, with.extensions,
	    i * sizeof with.extensions[0]);
	with.extensions[0] = extension;
	return mint_cert(&with);
}
