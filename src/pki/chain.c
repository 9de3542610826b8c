/* An ordered list of certificates with an id; see chain.h. */
#include "pki/chain.h"

#include <assert.h>
#include <openssl/sha.h>
#include <string.h>

#include "base/mem.h"

struct chain *
chain_new(struct cert *const *certs, size_t len)
{
	struct chain *chain = MEM_NEW(struct chain);
	uint8_t(*digests)[CERT_SHA256_LEN] = mem_new(len, sizeof *digests);

	chain->refs = 1;
	chain->len = len;
	chain->certs = mem_new(len, sizeof *chain->certs);
	for (size_t i = 0; i < len; i++) {
		chain->certs[i] = cert_ref(certs[i]);
		memcpy(digests[i], certs[i]->sha256, CERT_SHA256_LEN);
	}
	chain_id_of((const uint8_t(*)[CERT_SHA256_LEN])digests, len, chain->id);
	free(digests);
	return chain;
}

struct chain *
chain_ref(struct chain *chain)
{
	assert(chain->refs > 0);
	chain->refs++;
	return chain;
}

void
chain_unref(struct chain *chain)
{
	if (chain == NULL || --chain->refs > 0)
		return;
	for (size_t i = 0; i < chain->len; i++)
		cert_unref(chain->certs[i]);
	free(chain->certs);
	free(chain);
}

int
chain_find(const struct chain *chain, const uint8_t sha256[CERT_SHA256_LEN])
{
	for (size_t i = 0; i < chain->len; i++) {
		if (memcmp(chain->certs[i]->sha256, sha256, CERT_SHA256_LEN) ==
		    0)
			return (int)i;
	}
	return -1;
}

void
chain_id_of(const uint8_t (*sha256)[CERT_SHA256_LEN], size_t len,
    uint8_t ret_id[CERT_SHA256_LEN])
{
	SHA256((const unsigned char *)sha256, len * CERT_SHA256_LEN, ret_id);
}
