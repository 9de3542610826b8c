/*
 * Mints OCSP responses in memory, beside mint.h:
 *
 *	struct ocsp *ocsp = MINT_OCSP(.issuer = root,
 *	    .singles = {{.cert = inter->cert}});
 *
 * What it gives is the caller's (ocsp_free). A recipe that libcrypto cannot
 * make aborts: it is a mistake in a test.
 */
#pragma once

#include "pki/ocsp.h"
#include "support/mint.h"
#include "support/mint_log.h"

#define MINT_OCSP_MAX_SINGLES 20
#define MINT_OCSP_NEVER (-1) /* next_update: none */

struct mint_ocsp_single {
	const struct cert *cert;   /* its serial; NULL ends the list */
	const struct mint *issuer; /* another than the response's; NULL */
	const char *status; /* "good", "revoked" or "unknown"; NULL: good */
	int64_t revoked_at; /* 0: ten days before mint_now */
	const char *reason; /* as x509v3_config has them; NULL: none */
	/* 0: a day before mint_now, and a week after it */
	int64_t this_update, next_update;
	int64_t archive_cutoff;		 /* 0: none */
	bool has_unknown_critical;	 /* an extension nobody knows */
	const struct mint_log_sct *scts; /* of the certificate */
	size_t sct_count;
};

struct mint_ocsp_recipe {
	const struct mint *issuer; /* of what it speaks of */
	const struct mint *signer; /* NULL: the issuer */
	const struct cert *extra;  /* one more certificate with it; NULL */
	struct mint_ocsp_single singles[MINT_OCSP_MAX_SINGLES];
	/* 0: successful; else there is nothing but this. As
	 * OCSP_RESPONSE_STATUS_* */
	int status;
	int64_t produced_at;   /* 0: as the first single's this_update */
	const char *id_digest; /* of the CertIDs; NULL: SHA1 */
	const char *digest;    /* of the signature; NULL: SHA256 */
	bool is_by_key;	       /* names its signer by key, not by name */
	bool has_no_certs;     /* the signer's own does not come with it */
	bool has_unknown_critical;
	bool has_broken_signature;
};

struct ocsp *mint_ocsp(const struct mint_ocsp_recipe *recipe);
#define MINT_OCSP(...) mint_ocsp(&(const struct mint_ocsp_recipe){__VA_ARGS__})
/* The same as DER; free it. */
uint8_t *mint_ocsp_der(const struct mint_ocsp_recipe *recipe, size_t *ret_len);
