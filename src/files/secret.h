/*
 * struct secrets: keys that sign webhooks, out of files or systemd
 * credentials. Several at once, so that one can be replaced while receivers
 * still know the old one. Files are read again when they changed; what was in
 * memory is wiped. Nothing here ever reaches a message.
 *
 * A file holds one secret a line: "whsec_" and base64, as the Standard
 * Webhooks specification writes them, or any other text, which is the key as
 * it stands.
 */
#pragma once

#include <stdint.h>

#include "base/error.h"
#include "base/texts.h"
#include "files/secret_file.h"

#define SECRET_MAX_BYTES 512 /* of one key */
#define SECRET_MAX_KEYS 8    /* of all files together */

struct secret_key {
	uint8_t bytes[SECRET_MAX_BYTES];
	size_t len;
};

struct secrets;

/* Names of files, and names of credentials ($CREDENTIALS_DIRECTORY/NAME); both
 * are copied and not read yet. */
struct secrets *secrets_new(
    const struct texts *files, const struct texts *credentials);
void secrets_free(struct secrets *secrets);
CLEANUP_DEFINE(struct secrets, secrets_free)
/* Reads what changed since the last time. false: a file cannot be used; then
 * there are no keys, and nothing must be sent unsigned. */
bool secrets_refresh(struct secrets *secrets, struct error *err) MUST_CHECK;
/* In the order of the files and lines; lent until the next refresh. */
size_t secrets_count(const struct secrets *secrets);
const struct secret_key *secrets_at(const struct secrets *secrets, size_t i);
