/* Embedded timestamps; see mint_sct.h. */
#include "support/mint_sct.h"

#include <assert.h>
#include <string.h>

#include "base/hex.h"
#include "base/mem.h"

#define ONE_LEN 49 /* version, log, time, two empty vectors, algorithms */
#define LOG_BYTE 0x5c

static size_t
put_length(uint8_t *at, size_t len)
{
	at[0] = (uint8_t)(len >> 8);
	at[1] = (uint8_t)len;
	return 2;
}

size_t
mint_sct_list(
    const int64_t *timestamps_ms, size_t count, uint8_t list[MINT_SCT_LIST_MAX])
{
	size_t len = 2;

	assert(count <= MINT_SCT_MAX);
	for (size_t i = 0; i < count; i++) {
		uint8_t *at = list + len + 2;

		put_length(list + len, ONE_LEN - 2);
		memset(at, 0, ONE_LEN - 2);
		memset(at + 1, LOG_BYTE, 32);
		for (size_t k = 0; k < 8; k++)
			at[33 + k] = (uint8_t)((uint64_t)timestamps_ms[i] >>
			    (8 * (7 - k)));
		at[43] = 4; /* SHA-256 */
		at[44] = 3; /* ECDSA */
		len += ONE_LEN;
	}
	put_length(list, len - 2);
	return len;
}

char *
mint_sct_extension(const int64_t *timestamps_ms, size_t count)
{
	uint8_t der[4 + MINT_SCT_LIST_MAX];
	char hex[2 * sizeof der + 1];
	size_t len = mint_sct_list(timestamps_ms, count, der + 4);

	/* an OCTET STRING, its length in the long form where it must be */
	if (len < 0x80) {
		memmove(der + 2, der + 4, len);
		der[1] = (uint8_t)len;
		len += 2;
	} else if (len < 0x100) {
		memmove(der + 3, der + 4, len);
		der[1] = 0x81;
		der[2] = (uint8_t)len;
		len += 3;
	} else {
		der[1] = 0x82;
		put_length(der + 2, len);
		len += 4;
	}
	der[0] = 0x04;
	hex_encode(der, len, hex);
	return mem_printf("1.3.6.1.4.1.11129.2.4.2=DER:%s", hex);
}
