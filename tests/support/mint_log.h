/*
 * Transparency logs for tests: their keys, kept by name as all keys are
 * (mint_key.h), the timestamps that they sign, and lists of them as Google and
 * Apple publish theirs. Signed by libcrypto alone, without a line of pki/sct*.
 */
#pragma once

#include <stdint.h>

#include "support/mint.h"

#define MINT_LOG_ID_LEN 32

struct mint_log_sct {
	const char *log;      /* its name */
	int64_t timestamp_ms; /* since 1970 */
	enum mint_key_kind key_kind;
	const char *extensions; /* bytes of it; NULL: none */
	bool has_broken_signature;
};

/* Lent; lives as long as the process. */
EVP_PKEY *mint_log_key(const char *log, enum mint_key_kind kind);
void mint_log_id(
    const char *log, enum mint_key_kind kind, uint8_t ret_id[MINT_LOG_ID_LEN]);
/* "base64" of the SubjectPublicKeyInfo, or of the id; free it. */
char *mint_log_key_base64(const char *log, enum mint_key_kind kind);
char *mint_log_id_base64(const char *log, enum mint_key_kind kind);

/* One of a published list; what is NULL is left out. Times are RFC 3339. */
struct mint_log_listed {
	const char *log;
	enum mint_key_kind key_kind;
	const char *operator;
	const char *state, *since;
	const char *from, *until;
	const char *owned_before, *owned_until;
	bool is_tiled;
};

/* The list as JSON of version 3; free it. */
char *mint_log_json(
    const struct mint_log_listed *logs, size_t count, const char *made_at);

/* The list that a handshake or a staple carries beside this certificate; free
 * it. */
uint8_t *mint_log_list(const struct mint_log_sct *scts, size_t count,
    const struct cert *cert, size_t *ret_len);
/* The recipe's certificate with these embedded. It needs an issuer and a
 * serial, and room for one more extension. */
const struct mint *mint_log_embedded(const struct mint_recipe *recipe,
    const struct mint_log_sct *scts, size_t count);
