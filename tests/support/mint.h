/*
 * Mints certificates in memory, with any dates and any fault, for tests:
 *
 *	const struct mint *root = MINT(.subject = "CN=Root", .is_ca = true);
 *	const struct mint *leaf = MINT(.subject = "CN=www.example.test",
 *	    .issuer = root, .names = "DNS:www.example.test");
 *
 * What is minted is lent and lives as long as the process; leak checkers find
 * it reachable. Keys are kept by name (mint_key.h), so that two recipes with
 * one key name share the key: that makes cross-signs and renewals. A recipe
 * that libcrypto cannot make aborts: it is a mistake in a test.
 */
#pragma once

#include <stdint.h>

#include "pki/cert.h"
#include "pki/chain.h"
#include "pki/trust_store.h"
#include "support/mint_key.h"

/* The midst of the default dates: tests judge at this time. */
#define MINT_NOW INT64_C(1780272000) /* 2026-06-01T00:00:00Z */
#define MINT_DAY INT64_C(86400)
/* MINT_NOW, unless a program that mints for others says otherwise. */
extern int64_t mint_now;
/* Dates of a recipe that names none: 45 days around mint_now for a server's
 * certificate, ten years for a CA's. */
#define MINT_LEAF_DAYS 45
#define MINT_CA_DAYS 3650

#define MINT_MAX_EXTENSIONS 8

enum mint_presence {
	MINT_DEFAULT,
	MINT_ABSENT,
	MINT_PRESENT,
};

struct mint {
	struct cert *cert;
	EVP_PKEY *key; /* its own */
	const char *key_name;
};

struct mint_recipe {
	/* names; texts as in mint_names.h */
	const char *subject;	    /* NULL: empty */
	const struct mint *issuer;  /* NULL: signs itself */
	const char *issuer_subject; /* written instead of the issuer's */
	const char *names;	    /* subjectAltName; NULL: none */
	bool are_names_critical;

	/* dates in seconds since 1970; 0: the default */
	int64_t not_before, not_after;
	/* Raw ASN.1 time instead: "utc:YYMMDD...", "generalized:..." */
	const char *not_before_raw, *not_after_raw;

	/* key */
	const char *key; /* its name; NULL: the subject's text */
	enum mint_key_kind key_kind;
	bool has_broken_key; /* its bytes cannot be decoded */

	/* signature */
	const char *digest;	     /* "SHA1", "MD5", ...; NULL: SHA256 */
	bool is_pss;		     /* RSASSA-PSS by an RSA issuer */
	bool has_broken_signature;   /* one bit wrong */
	const char *outer_algorithm; /* another AlgorithmIdentifier outside */
	const char *signature_oid;   /* inside and outside; not checkable */

	/* extensions; texts as in x509v3_config(5), "" leaves one out */
	bool is_ca;
	enum mint_presence basic_constraints; /* default: of a CA only */
	bool is_basic_constraints_plain;      /* not critical */
	bool has_path_len;
	int path_len;
	const char *key_usage; /* NULL: "critical,keyCertSign,cRLSign" or
				* "critical,digitalSignature" */
	const char *extended_key_usage; /* NULL: of others than a CA
					 * "serverAuth" */
	const char *subject_key_id;	/* hex; NULL: of the key */
	const char *authority_key_id;	/* hex; NULL: the issuer's, if any */
	const char *aia;		/* URL of the issuer's certificate */
	const char *name_constraints;	/* "critical,permitted;DNS:x" */
	/* Any other: "2.5.29.54=critical,DER:020100", "tlsfeature=..." */
	const char *extensions[MINT_MAX_EXTENSIONS];

	/* the rest */
	int version;	    /* 0: 3; 1 has no extensions */
	const char *serial; /* hex, "-" before it; NULL: a running number */
};

const struct mint *mint_cert(const struct mint_recipe *recipe);
/* For who mints without end: this one is lent no longer. NULL: nothing. */
void mint_free(const struct mint *mint);
#define MINT(...) mint_cert(&(const struct mint_recipe){__VA_ARGS__})

/* What nearly every test wants: a good root, intermediate and leaf. The names
 * and keys are the same for every host; the leaf's key is named by the host. */
struct mint_chain {
	const struct mint *root, *intermediate, *leaf;
};

struct mint_chain mint_chain_for(const char *host);

/* PEM of the certificate; free it. */
char *mint_pem(const struct mint *mint);
/* Chain of the certificates in that order, up to NULL; unref it. */
struct chain *mint_presented(const struct mint *first, ...)
    __attribute__((sentinel));
/* Store of these anchors, up to NULL; unref it. */
struct trust_store *mint_trust(const char *name, const struct mint *first, ...)
    __attribute__((sentinel));
