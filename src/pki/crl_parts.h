/* Parts of reading a revocation list; between crl.c, its two others and
 * crl_walk.c. */
#pragma once

#include "pki/crl.h"

/* revokedCertificates; needs crl->issuer. */
bool crl_read_entries(
    struct crl *crl, struct der_slice list, struct error *err) MUST_CHECK;
/* The content of [0]. */
bool crl_read_extensions(
    struct crl *crl, struct der_slice explicit, struct error *err) MUST_CHECK;

/* One Extension, RFC 5280 4.1; false: it cannot be read. */
struct crl_extension {
	struct der_slice oid;	/* contents octets */
	struct der_slice value; /* what the OCTET STRING holds */
	bool is_critical;
};

bool crl_take_extension(
    struct der_slice *from, struct crl_extension *ret_extension);
/* Is it id-ce (2.5.29) and that number? */
bool crl_extension_is(const struct crl_extension *extension, uint8_t number);
/* Remembers the first critical one that nobody here knows. */
void crl_note_unknown(struct crl *crl, const struct crl_extension *extension);

/* Is it one of these, which are sorted? */
bool crl_asked_has(const uint64_t *asked, size_t count, uint64_t hash);
