/*
 * Mints revocation lists in memory, beside mint.h:
 *
 *	struct crl *crl = MINT_CRL(.issuer = root,
 *	    .revoked = {{.cert = inter->cert, .reason = "keyCompromise"}});
 *
 * What it gives is the caller's (crl_free). A recipe that libcrypto cannot make
 * aborts: it is a mistake in a test.
 */
#pragma once

#include "pki/crl.h"
#include "support/mint.h"

#define MINT_CRL_MAX_REVOKED 8
#define MINT_CRL_NEVER (-1) /* next_update: none */

struct mint_crl_revoked {
	const struct cert *cert; /* its serial; NULL ends the list */
	int64_t date;		 /* 0: ten days before MINT_NOW */
	const char *reason; /* "keyCompromise", as x509v3_config has them; NULL:
			     * none is given */
};

struct mint_crl_recipe {
	const struct mint *issuer; /* its name stands in the list */
	const struct mint *signer; /* its key signs; NULL: the issuer's */
	/* 0: a day before MINT_NOW, a week after it */
	int64_t this_update, next_update;
	struct mint_crl_revoked revoked[MINT_CRL_MAX_REVOKED];

	/* extensions */
	unsigned number; /* 0: 1 */
	bool has_no_number, is_number_critical;
	unsigned base; /* a delta list, to that number; 0: a complete one */
	bool has_users_only, has_cas_only, has_attributes_only, is_indirect;
	const char *point;	    /* fullName of the distribution point, as in
				     * mint_names.h; NULL: none */
	const char *point_relative; /* ... or a name relative to the issuer */
	const char *freshest;	    /* URL of the delta lists; NULL: none */
	const char *reasons; /* "keyCompromise": it speaks of that one only */
	bool has_authority_key_id; /* the issuer's key identifier */
	bool has_unknown_critical; /* an extension nobody knows */
	bool has_unknown_entry;	   /* the same in the first entry */

	bool has_broken_signature;
};

struct crl *mint_crl(const struct mint_crl_recipe *recipe);
#define MINT_CRL(...) mint_crl(&(const struct mint_crl_recipe){__VA_ARGS__})
/* The same as PEM; free it. */
char *mint_crl_pem(const struct crl *crl);
/* For struct mint_recipe: an extension that has lists of that URL by somebody
 * of that name (cRLIssuer); free it. */
char *mint_crl_point(const char *url, const struct mint *publisher);
