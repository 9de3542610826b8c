/*
 * Who signed a revocation list, and may he: RFC 5280 6.3.3 (f) and (g).
 */
#pragma once

#include "judge/judgement.h"
#include "pki/crl.h"

enum crl_signer_result {
	CRL_SIGNER_GOOD,
	CRL_SIGNER_NOT_ALLOWED, /* its key usage lacks cRLSign */
	CRL_SIGNER_NOT_TRUSTED, /* no CA of the path vouches for it */
	CRL_SIGNER_BAD,		/* the signature does not verify */
	CRL_SIGNER_TOO_COSTLY,
	CRL_SIGNER_ABSENT, /* no certificate of the issuer's name is there */
};

struct crl_signer {
	enum crl_signer_result result;
	const struct cert *cert; /* NULL: none */
	/* which CA of the path issued it, where it stands beside the path: its
	 * own revocation is another question; else 0 */
	size_t issued_by;
};

/* CAs of the path from index `from` on vouch for it: they themselves, and
 * certificates that they issued. */
struct crl_signer crl_signer_find(const struct judgement *judgement,
    const struct path *path, size_t from, const struct crl *crl);
/* May that one sign lists at all, and do they vouch for it? ret_issued_by: as
 * issued_by above. */
bool crl_signer_may(const struct judgement *judgement, const struct path *path,
    size_t from, const struct cert *cert, size_t *ret_issued_by);
