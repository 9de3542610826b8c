/* Digests of what is stored; see known_certs.h. One slot for each start of a
 * digest; a newcomer takes the slot. */
#include "store/known_certs.h"

#include <string.h>

#include "base/mem.h"

struct known_certs {
	uint8_t digests[KNOWN_CERTS_SLOTS][CERT_SHA256_LEN];
};

struct known_certs *
known_certs_new(void)
{
	return MEM_NEW(struct known_certs);
}

void
known_certs_free(struct known_certs *known)
{
	free(known);
}

bool
known_certs_note(
    struct known_certs *known, const uint8_t sha256[CERT_SHA256_LEN])
{
	uint32_t start;
	uint8_t *slot;

	memcpy(&start, sha256, sizeof start);
	slot = known->digests[start & (KNOWN_CERTS_SLOTS - 1)];
	if (memcmp(slot, sha256, CERT_SHA256_LEN) == 0)
		return true;
	memcpy(slot, sha256, CERT_SHA256_LEN);
	return false;
}

void
known_certs_forget(struct known_certs *known)
{
	memset(known, 0, sizeof *known);
}
