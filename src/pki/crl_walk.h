/*
 * struct crl_walk: reads a revocation list of any length that crl.h allows as
 * its bytes go by, and keeps of it only what was asked for: the list's own
 * words (issuer, dates, extensions, signature), the entries of the serials
 * asked for, and the digest of what is signed. Of the rest one element is in
 * memory at a time. What comes out is a struct crl with a cut (crl.h), which
 * judges like the whole list for those serials; for others it knows nothing.
 *
 * What crl_new refuses is refused here, too, and for the same reasons; so is
 * an element of more than CRL_WALK_MAX_ELEMENT. The time that a call takes
 * grows with the bytes it is given: 64 KB are about half a millisecond.
 */
#pragma once

#include "pki/crl.h"

#define CRL_WALK_MAX_ELEMENT (256u << 10) /* an entry, or the extensions */
#define CRL_WALK_MAX_KEPT (8u << 20)	  /* octets of entries asked for */
#define CRL_WALK_MAX_ASKED 200000

struct crl_walk;

/* asked: crl_serial_hash of each certificate of interest, in any order, as
 * often as one likes; copied. More than CRL_WALK_MAX_ASKED are not looked for.
 */
struct crl_walk *crl_walk_new(const uint64_t *asked, size_t count);
void crl_walk_free(struct crl_walk *walk);
CLEANUP_DEFINE(struct crl_walk, crl_walk_free)
/* The next bytes. false: it is no list, or one beyond the limits; nothing may
 * be fed any more. */
bool crl_walk_feed(struct crl_walk *walk, const uint8_t *bytes, size_t len,
    struct error *err) MUST_CHECK;
/* No more will come. NULL: it was not all of it, or cannot be read. Once. */
struct crl *crl_walk_end(struct crl_walk *walk, struct error *err) MUST_CHECK;
