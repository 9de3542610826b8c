/* Long lists; see mint_crl_big.h. */
#include "support/mint_crl_big.h"

#include <assert.h>
#include <openssl/evp.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "pki/signature_digest.h"

#define SERIAL_LEN 19

static void
add_header(struct strbuf *to, uint8_t identifier, size_t len)
{
	const unsigned char header[] = {identifier, 0x84,
	    (unsigned char)(len >> 24), (unsigned char)(len >> 16),
	    (unsigned char)(len >> 8), (unsigned char)len};

	strbuf_add_bytes(to, header, sizeof header);
}

/* 30 36, a serial of 19 octets, a date: no two serials are the same. */
static void
add_fillers(struct strbuf *to, size_t count)
{
	unsigned char entry[MINT_CRL_FILLER_BYTES] = {
	    0x30, 36, 0x02, SERIAL_LEN, 0x5a};
	static const char date[] = "\x17\x0d"
				   "250101000000Z";

	memcpy(entry + 4 + SERIAL_LEN, date, sizeof date - 1);
	for (size_t i = 0; i < count; i++) {
		uint64_t spread = i * 0x9e3779b97f4a7c15u;

		memcpy(entry + 5, &spread, sizeof spread);
		memcpy(entry + 13, &i, sizeof i);
		strbuf_add_bytes(to, entry, sizeof entry);
	}
}

static void
sign(const struct mint *signer, const X509_ALGOR *algorithm,
    const struct strbuf *tbs, struct strbuf *to)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned char bits[1024] = {0};
	size_t len = sizeof bits - 1;
	int ok;

	ok = EVP_DigestSignInit(
	    context, NULL, signature_digest_of(algorithm), NULL, signer->key);
	assert(ok == 1);
	ok = EVP_DigestSign(context, bits + 1, &len,
	    (const unsigned char *)tbs->text, tbs->len);
	assert(ok == 1);
	(void)ok;
	EVP_MD_CTX_free(context);
	add_header(to, DER_BIT_STRING, len + 1);
	strbuf_add_bytes(to, bits, len + 1);
}

uint8_t *
mint_crl_big(
    const struct mint_crl_recipe *recipe, size_t fillers, size_t *ret_len)
{
	struct crl *small = mint_crl(recipe);
	const struct mint *signer =
	    recipe->signer != NULL ? recipe->signer : recipe->issuer;
	size_t max_bytes = 2 * CRL_MAX_BYTES;
	struct strbuf content = STRBUF_INIT(max_bytes);
	struct strbuf tbs = STRBUF_INIT(max_bytes);
	struct strbuf all = STRBUF_INIT(max_bytes);
	struct der_slice rest = small->tbs;
	struct der_element element, part, algorithm = {0};
	bool has_fillers = false;
	unsigned sequences = 0;

	(void)der_take(&rest, &element);
	while (der_take(&element.content, &part)) {
		if (part.identifier == DER_SEQUENCE && sequences++ == 0)
			algorithm = part;
		if (part.identifier != DER_SEQUENCE || sequences != 3) {
			strbuf_add_bytes(
			    &content, part.whole.at, part.whole.len);
			continue;
		}
		add_header(&content, DER_SEQUENCE,
		    fillers * MINT_CRL_FILLER_BYTES + part.content.len);
		add_fillers(&content, fillers);
		strbuf_add_bytes(&content, part.content.at, part.content.len);
		has_fillers = true;
	}
	assert(has_fillers);
	(void)has_fillers;
	add_header(&tbs, DER_SEQUENCE, content.len);
	strbuf_add_bytes(&tbs, content.text, content.len);
	strbuf_clear(&content);
	strbuf_add_bytes(&content, tbs.text, tbs.len);
	strbuf_add_bytes(&content, algorithm.whole.at, algorithm.whole.len);
	sign(signer, small->algorithm, &tbs, &content);
	add_header(&all, DER_SEQUENCE, content.len);
	strbuf_add_bytes(&all, content.text, content.len);
	crl_free(small);
	strbuf_clear(&content);
	strbuf_clear(&tbs);
	*ret_len = all.len;
	return (uint8_t *)strbuf_take(&all);
}
