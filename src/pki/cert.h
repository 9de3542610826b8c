/*
 * struct cert: one immutable, shared certificate with all that the layers
 * above ask of it, read once. A certificate that cannot be parsed is a cert
 * too (malformed says why), since a server did send it.
 *
 * The fields are read-only for everybody but cert.c. All texts are fit for a
 * terminal (safe_print); never label by common name alone.
 */
#pragma once

#include <openssl/x509.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"

#define CERT_SHA256_LEN 32
#define CERT_MAX_BYTES 65536 /* DER larger than this is malformed */
#define CERT_MAX_NAMES 22000 /* subjectAltName entries; no more would fit */
#define CERT_MAX_AIA 8	     /* caIssuers URLs kept */
#define CERT_MAX_OCSP 4	     /* OCSP responders kept */
#define CERT_MAX_CRLS 8	     /* URLs of revocation lists kept */

enum cert_key_kind {
	CERT_KEY_UNKNOWN,
	CERT_KEY_RSA,
	CERT_KEY_RSA_PSS,
	CERT_KEY_EC,
	CERT_KEY_DSA,
	CERT_KEY_ED25519,
	CERT_KEY_ED448,
};

struct cert_key {
	enum cert_key_kind kind;
	int bits;	  /* size of the modulus or the group */
	const char *text; /* "RSA 2048", "EC P-256", ... */
	bool has_explicit_curve;
	bool is_readable;    /* the SubjectPublicKeyInfo could be decoded */
	uint8_t sha256[32];  /* of the SubjectPublicKeyInfo's DER */
	unsigned check_cost; /* of a signature by it; key_cost.h */
};

struct cert_signature {
	const char *text;   /* "ecdsa-with-SHA256" */
	int digest_nid;	    /* NID_sha256 ...; NID_undef: own digest (EdDSA) */
	int security_bits;  /* -1: not known */
	bool is_consistent; /* inner and outer AlgorithmIdentifier agree */
};

enum cert_name_kind {
	CERT_NAME_DNS,
	CERT_NAME_IP, /* raw: 4 or 16 bytes, else malformed */
	CERT_NAME_EMAIL,
	CERT_NAME_URI,
	CERT_NAME_DIRECTORY,
	CERT_NAME_OTHER,
};

/* What is wrong with a dNSName; words: dns_name.h. */
enum dns_name_fault {
	DNS_NAME_GOOD,
	DNS_NAME_UNDERSCORE, /* and nothing else */
	DNS_NAME_EMPTY,
	DNS_NAME_NUL,
	DNS_NAME_NOT_ASCII,
	DNS_NAME_SPACE,
	DNS_NAME_URL, /* or a port */
	DNS_NAME_ADDRESS,
	DNS_NAME_WILDCARD, /* partial, in the wrong place, or alone */
	DNS_NAME_FINAL_DOT,
	DNS_NAME_EMPTY_LABEL,
	DNS_NAME_LONG_LABEL,
	DNS_NAME_LONG,
	DNS_NAME_HYPHEN,
	DNS_NAME_CHARACTER,
};

/* What "*." stands before. */
enum dns_name_reach {
	DNS_NAME_NORMAL,	 /* an ordinary name, or no "*." at all */
	DNS_NAME_TOP_LEVEL,	 /* a single label: *.com, *.corp */
	DNS_NAME_PUBLIC_SUFFIX,	 /* a registry's: *.co.uk */
	DNS_NAME_PRIVATE_SUFFIX, /* where a company lets others have names */
};

struct cert_name {
	enum cert_name_kind kind;
	/* of DNS names */
	enum dns_name_fault fault;
	enum dns_name_reach reach;
	const char *text;   /* printable */
	const uint8_t *raw; /* contents octets; of DNS names not a C string */
	size_t raw_len;
};

/* Bits of cert.extended_key_usage */
#define CERT_EKU_SERVER_AUTH 1u
#define CERT_EKU_CLIENT_AUTH 2u
#define CERT_EKU_ANY 4u
#define CERT_EKU_SGC 8u
#define CERT_EKU_OCSP_SIGNING 16u
#define CERT_EKU_OTHER 32u

/* Bits of cert.extensions and of its companions: those that are read. */
#define CERT_EXT_BASIC_CONSTRAINTS 0x0001u
#define CERT_EXT_KEY_USAGE 0x0002u
#define CERT_EXT_EXTENDED_KEY_USAGE 0x0004u
#define CERT_EXT_SAN 0x0008u
#define CERT_EXT_SUBJECT_KEY_ID 0x0010u
#define CERT_EXT_AUTHORITY_KEY_ID 0x0020u
#define CERT_EXT_AIA 0x0040u
#define CERT_EXT_CRL_POINTS 0x0080u
#define CERT_EXT_NAME_CONSTRAINTS 0x0100u
#define CERT_EXT_POLICIES 0x0200u
#define CERT_EXT_POLICY_MAPPINGS 0x0400u
#define CERT_EXT_POLICY_CONSTRAINTS 0x0800u
#define CERT_EXT_INHIBIT_ANY_POLICY 0x1000u
#define CERT_EXT_TLS_FEATURE 0x2000u

struct cert {
	/* identity */
	uint8_t sha256[CERT_SHA256_LEN]; /* of the DER: the fingerprint */
	const uint8_t *der;
	size_t der_len;
	const char *malformed; /* why it could not be parsed; NULL: it could.
				* When set all below is empty (texts ""), but
				* for label */
	X509 *x509;	       /* for libcrypto calls; owned by the cert */
	const char *der_fault; /* libcrypto reads it, but it breaks DER: how;
				* NULL: it does not */

	/* names */
	const char *subject; /* RFC 4514 order and escapes; "" if empty */
	const char *issuer;
	const char *label; /* what people call it: common name, else first
			    * DNS or IP name, else O/OU, else the start of
			    * its fingerprint; never empty */
	const char *issuer_label;
	const char *common_name;  /* NULL: none */
	const char *serial;	  /* hex, sign kept */
	const char *serial_fault; /* how it breaks RFC 5280 4.1.2.2, after
				   * "the serial number"; NULL: it does not */
	struct cert_name *names;  /* subjectAltName, in order */
	size_t name_count;
	bool has_san;

	/* equal names (RFC 5280 7.1) have equal hashes; others may too */
	uint64_t subject_hash, issuer_hash;

	/* validity; read as RFC 5280 4.1.2.5 says */
	int64_t not_before, not_after; /* seconds since 1970, both inclusive */
	bool has_odd_time; /* a form that RFC 5280 forbids, read all the same */

	struct cert_key key;
	struct cert_signature signature;

	/* extensions; of doubled ones the first counts */
	int version; /* 1, 2, 3; foreign numbers as they stand */
	bool has_duplicate_extension;
	bool has_unreadable_extension;	/* one of those below did not decode */
	uint32_t extensions;		/* CERT_EXT_*: are there */
	uint32_t critical_extensions;	/* ... and marked critical */
	uint32_t unreadable_extensions; /* ... and did not decode */
	bool has_basic_constraints, is_ca;
	int path_len;	   /* -1: no limit */
	bool has_path_len; /* also where it says nothing */
	bool has_negative_path_len;
	bool has_key_usage;
	uint32_t key_usage; /* KU_* of x509v3.h */
	bool has_extended_key_usage;
	uint32_t extended_key_usage;
	bool has_name_constraints;
	size_t name_constraint_count; /* subtrees, permitted and excluded */
	bool has_policy_constraints;  /* or inhibitAnyPolicy */
	bool has_must_staple;	      /* RFC 7633 */
	bool has_scts;	  /* a list of embedded timestamps (RFC 6962 3.3) */
	size_t sct_count; /* of them; 0 when it is not well-formed */
	int64_t earliest_sct_ms;     /* of version 1, since 1970; 0: none */
	bool has_revocation_pointer; /* CRL distribution point or OCSP URL */
	const uint8_t *subject_key_id;
	size_t subject_key_id_len;
	const uint8_t *authority_key_id;
	size_t authority_key_id_len;
	bool has_authority_issuer, has_authority_serial; /* of the same */
	const char *aia_issuers[CERT_MAX_AIA]; /* caIssuers URLs as printed */
	size_t aia_issuer_count;
	const char *ocsp_urls[CERT_MAX_OCSP]; /* in the same way */
	size_t ocsp_url_count;
	/* of the points of its revocation lists, in their order: of several in
	 * one point each gives the same list */
	const char *crl_urls[CERT_MAX_CRLS];
	size_t crl_url_count;

	bool is_self_issued; /* subject equals issuer, by RFC 5280 7.1 */

	unsigned refs; /* single-threaded: the loop's thread only */
};

/* Never NULL: what does not parse gives a malformed cert. Copies the bytes. */
struct cert *cert_new(const uint8_t *der, size_t der_len);
/* The same from an object libssl has parsed already from the same bytes; takes
 * a reference of its own. */
struct cert *cert_new_parsed(X509 *x509, const uint8_t *der, size_t der_len);
struct cert *cert_ref(struct cert *cert);
void cert_unref(struct cert *cert); /* NULL is fine */
CLEANUP_DEFINE(struct cert, cert_unref)

bool cert_equal(const struct cert *a, const struct cert *b);
/* Did b's name sign a: a's issuer equals b's subject (RFC 5280 7.1). Says
 * nothing about the signature. */
bool cert_names_issuer(const struct cert *a, const struct cert *b);

#define CERT_FINGERPRINT_TEXT_MAX (CERT_SHA256_LEN * 2 + 1)
const char *cert_fingerprint(const uint8_t sha256[CERT_SHA256_LEN],
    char text[CERT_FINGERPRINT_TEXT_MAX]);
