/*
 * The certificates that libssl has parsed, for when a server sends the same
 * bytes again: most of what a certificate costs is its public key, and most
 * certificates of a fleet are those of the last look, or of the same CA.
 *
 * libssl offers no place for that: it calls d2i_X509, and this file has a
 * function of that name, which the dynamic linker finds before libcrypto's. It
 * hands over a further reference to a certificate that was parsed from the same
 * bytes, every one of which is compared, and asks libcrypto's own in all other
 * cases: always outside of begin and end. Where libssl does not ask it, since
 * it is linked in or calls another function, that is noticed (reuse_trial.h).
 *
 * Bounded: CERT_REUSE_MAX certificates of CERT_REUSE_MAX_DER bytes, about 8 kB
 * each with what libcrypto makes of them, 4 MB in all. Who is full keeps those
 * that come again (a CA's, or as many leaves as there is room for), and not
 * those that came last: looks go round, so the oldest is the next to come.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"

#define CERT_REUSE_MAX 512
#define CERT_REUSE_MAX_DER 4096

struct cert_reuse;

struct cert_reuse_counts {
	uint64_t parsed, reused; /* since it was made */
	size_t kept;		 /* now */
};

struct cert_reuse *cert_reuse_new(void);
void cert_reuse_free(struct cert_reuse *reuse);
CLEANUP_DEFINE(struct cert_reuse, cert_reuse_free)

/* What this thread has parsed from here on, until cert_reuse_end, comes from
 * there. All of it is of one library context, as certificates are. NULL: none.
 */
void cert_reuse_begin(struct cert_reuse *reuse);
void cert_reuse_end(void);

struct cert_reuse_counts cert_reuse_counts(const struct cert_reuse *reuse);
