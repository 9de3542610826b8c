/*
 * struct cert_details: what is kept of a server's own certificate so that the
 * next one can be held against it after a change: names, key, purposes. A plain
 * value in one block; free with free().
 */
#pragma once

#include <stdint.h>

#include "base/names.h"
#include "pki/cert.h"

/* Names beyond these are not kept, and then none is called lost. */
#define CERT_DETAILS_MAX_NAMES 256
#define CERT_DETAILS_MAX_BYTES 8192
#define CERT_DETAILS_KEY_MAX 32

struct cert_details {
	uint8_t key_kind; /* enum cert_key_kind */
	uint16_t key_bits;
	bool has_usages;  /* the extension is there */
	uint8_t usages;	  /* CERT_EKU_* of it */
	bool has_pointer; /* to where revocation can be asked for */
	bool has_more_names;
	/* DNS names in lower case and addresses, each ended by a newline */
	char names[];
};

extern const struct names cert_details_key_names; /* "RSA", "EC" ... */

struct cert_details *cert_details_of(const struct cert *cert);
/* A copy with these names. */
struct cert_details *cert_details_make(
    const struct cert_details *like, const char *names);

/* A client certificate as well: no usage is told, or that one is. */
bool cert_details_is_for_clients(const struct cert_details *details);
/* How hard the key is to break, in bits of NIST SP 800-57 part 1; 0: not
 * known. */
unsigned cert_details_strength(const struct cert_details *details);
/* "RSA 2048", "EC 256", "Ed25519", "unknown". */
const char *cert_details_key_text(
    const struct cert_details *details, char text[static CERT_DETAILS_KEY_MAX]);

/* One of the names; walk with *at = details->names. */
struct cert_details_name {
	const char *text; /* not ended */
	size_t len;
};

bool cert_details_next_name(const char **at, struct cert_details_name *ret);
/* Is that name, or a wildcard above it, among the details' names. */
bool cert_details_covers(
    const struct cert_details *details, const struct cert_details_name *name);
