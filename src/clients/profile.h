/*
 * struct client_profile: how one TLS client decides whether it takes a chain.
 * One row a client in profiles.c; no code knows a client by name. What differs
 * between clients: the issuers they may use, how they build a path, what they
 * ask of an anchor, of names, keys and extensions, and their limits.
 *
 * What a row does not say (zero) is what most clients do.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/texts.h"

/* How a path is built from what is at hand. */
enum client_builder {
	/* any order, every issuer, backs up on any failure */
	CLIENT_BUILDS_EVERY_PATH,
	/* one issuer a step, never revised; anchors looked at first */
	CLIENT_BUILDS_TRUSTED_FIRST,
	/* the same, all that was sent before the anchors */
	CLIENT_BUILDS_SENT_FIRST,
	/* ... and a second try from lower down, among the anchors */
	CLIENT_BUILDS_SENT_THEN_SHORTER,
	/* sorts what was sent, by names and key identifiers alone */
	CLIENT_BUILDS_SORTED,
	/* each issuer stands behind the certificate it issued */
	CLIENT_BUILDS_FORWARD,
	/* from the last certificate sent to the first */
	CLIENT_BUILDS_BACKWARD,
	/* one issuer a step, the newest of its name and key identifier */
	CLIENT_BUILDS_NEWEST,
	/* each certificate is issued by the next one */
	CLIENT_BUILDS_STRICT,
	CLIENT_BUILDER_COUNT,
};

/* Issuers beyond those sent. */
#define CLIENT_FETCHES 1u  /* asks caIssuers URLs */
#define CLIENT_PRELOADS 2u /* knows the intermediates of public CAs */

/* When the common name is looked at. */
enum client_common_name {
	CLIENT_CN_NEVER,
	CLIENT_CN_WITHOUT_DNS_NAME, /* the certificate has no dNSName */
	CLIENT_CN_WITHOUT_HOST,	    /* ... and no iPAddress */
	CLIENT_CN_WITHOUT_SAN,
};

/* Ways in which a certificate can answer to a name; see name_facts.h. A row
 * lists those that do beyond the plain one. */
#define CLIENT_NAME_PARTIAL 1u	   /* f*.example.com */
#define CLIENT_NAME_STAR_INSIDE 2u /* www.*.com */
#define CLIENT_NAME_TOP 4u	   /* *.com */
#define CLIENT_NAME_SUFFIX 8u	   /* *.co.uk, at a public suffix */
#define CLIENT_NAME_IP_AS_DNS 16u  /* an address written as dNSName */
/* ... as common name, where there is no iPAddress */
#define CLIENT_NAME_IP_IN_CN 32u
#define CLIENT_NAME_PARTIAL_HEAD 64u	/* *o.example.com */
#define CLIENT_NAME_PARTIAL_MIDDLE 128u /* f*o.example.com */
#define CLIENT_NAME_PARTIAL_IDN 256u	/* xn--*.example.com */

enum client_ip_names {
	CLIENT_IP_BYTES,   /* iPAddress, compared as bytes */
	CLIENT_IP_V4_ONLY, /* IPv6 only when it is spelt the same */
	CLIENT_IP_NEVER,
};

/* Who may be an anchor. */
enum client_anchor {
	CLIENT_ANCHOR_ANY_CERT,		/* whatever lies in the store */
	CLIENT_ANCHOR_SELF_SIGNED,	/* only what signs itself */
	CLIENT_ANCHOR_CA,		/* no server's own certificate */
	CLIENT_ANCHOR_SELF_SIGNED_LEAF, /* CAs, and a leaf that signs itself */
};

/* Rules of RFC 5280 that are held against the anchor's own extensions. */
#define CLIENT_ANCHOR_DATES 1u
#define CLIENT_ANCHOR_PATH_LEN 2u
#define CLIENT_ANCHOR_NAMES 4u	   /* name constraints */
#define CLIENT_ANCHOR_PURPOSE 8u   /* extended key usage */
#define CLIENT_ANCHOR_USAGE 16u	   /* key usage */
#define CLIENT_ANCHOR_CRITICAL 32u /* unknown critical extensions */
#define CLIENT_ANCHOR_BASIC 64u	   /* basicConstraints, in version 3 */
#define CLIENT_ANCHOR_VERSION 128u /* none of version 1 */

/* Extended key usage. */
#define CLIENT_EKU_UNCHECKED 1u
#define CLIENT_EKU_LEAF_ONLY 2u	    /* CAs may be for anything */
#define CLIENT_EKU_ANY_LEAF 4u	    /* anyExtendedKeyUsage will do in a leaf */
#define CLIENT_EKU_ANY_CA 8u	    /* ... in a CA */
#define CLIENT_EKU_SGC 16u	    /* server gated crypto will do in a CA */
#define CLIENT_EKU_NOT_CRITICAL 32u /* refused when critical */
#define CLIENT_EKU_CLIENT_CA 64u    /* clientAuth will do in a CA */
#define CLIENT_EKU_SGC_LEAF 128u    /* server gated crypto in a leaf */

enum client_constraints {
	CLIENT_NAMES_FULL,
	CLIENT_NAMES_LEAF_ONLY,	      /* not the CAs' own names */
	CLIENT_NAMES_REFUSE_CRITICAL, /* not understood */
};

/* Kinds of names whose constraints are understood; one of another kind in a
 * critical extension is refused. */
#define CLIENT_NC_DNS 1u
#define CLIENT_NC_IP 2u
#define CLIENT_NC_EMAIL 4u
#define CLIENT_NC_URI 8u
#define CLIENT_NC_DN 16u
#define CLIENT_NC_OTHER 32u

/* Key usages of the leaf, one of which is wanted when it has the extension. */
#define CLIENT_KU_SIGN 1u
#define CLIENT_KU_ENCIPHER 2u
#define CLIENT_KU_AGREE 4u
#define CLIENT_KU_COMMIT 8u /* nonRepudiation */

/* Algorithms beyond RSA, P-256, P-384, P-521 with SHA-2. */
#define CLIENT_ALG_SHA1 1u
#define CLIENT_ALG_MD5 2u
#define CLIENT_ALG_ED25519 4u
#define CLIENT_ALG_ED448 8u
#define CLIENT_ALG_PSS_KEY 16u /* SubjectPublicKeyInfo of RSASSA-PSS */
#define CLIENT_ALG_PSS 32u     /* signatures by RSASSA-PSS */
#define CLIENT_ALG_DSA 64u
#define CLIENT_ALG_OTHER_CURVE 128u
#define CLIENT_ALG_EXPLICIT_CURVE 256u
#define CLIENT_ALG_DSA_LEAF 512u	  /* not of an issuer */
#define CLIENT_ALG_OTHER_CURVE_LEAF 1024u /* not of an issuer */

/* Oddities; each refuses what others take, or takes what others refuse. */
#define CLIENT_LEAF_NOT_CA (1u << 0) /* a leaf with CA:TRUE */
#define CLIENT_LEAF_ANCHOR_MAY_BE_CA (1u << 1)
#define CLIENT_VERSION_1_CA (1u << 2)	    /* taken as an issuer */
#define CLIENT_NO_BASIC_CA (1u << 3)	    /* without basicConstraints too */
#define CLIENT_SELF_ISSUED_COUNTS (1u << 4) /* against pathLenConstraint */
#define CLIENT_STRICT_RFC5280 (1u << 5)	    /* X509_V_FLAG_X509_STRICT */
#define CLIENT_NO_MUST_STAPLE (1u << 6) /* refused when nothing is stapled */
#define CLIENT_KEY_IDS_BIND (1u << 7)	/* an issuer's must fit */
#define CLIENT_NO_CRITICAL_KEY_IDS (1u << 8)
#define CLIENT_NO_P521_LEAF (1u << 9) /* no such signature in a handshake */
#define CLIENT_DOUBLE_EXTENSION (1u << 10) /* taken */
#define CLIENT_SKIPS_MALFORMED (1u << 11)  /* extra ones that do not parse */
#define CLIENT_NO_UNDERSCORE (1u << 12)	   /* in the name asked for */
#define CLIENT_NO_CERT_SIGN (1u << 13)	   /* keyCertSign is not asked for */
#define CLIENT_KEYS_OF_SIGNERS (1u << 14)  /* key size: of issuers only */
#define CLIENT_KEYS_OF_CAS (1u << 15)	   /* the leaf's is not looked at */
#define CLIENT_NO_VERSION_1 (1u << 16)	   /* anywhere */
#define CLIENT_CN_CONSTRAINED (1u << 17)   /* name constraints hold for it */
#define CLIENT_NO_POLICY_CONSTRAINTS (1u << 18)
#define CLIENT_EXTRAS_MUST_LOAD \
	(1u << 19)		    /* all that is sent, needed or not, \
				     * with its critical extensions */
#define CLIENT_EC_AGREES (1u << 20) /* a key that is not RSA: AGREE, SIGN */
#define CLIENT_NO_PLAIN_SAN \
	(1u << 21)		       /* with an empty subject it must be \
					* critical */
#define CLIENT_CA_KEY_USAGE (1u << 22) /* wanted in every CA but anchors */
/* of a critical extension: kinds not understood are passed over */
#define CLIENT_SKIPS_CONSTRAINTS (1u << 23)
/* the common name of whatever has no SAN, CAs too, is taken for a host's */
#define CLIENT_ANY_CN_CONSTRAINED (1u << 24)
/* taken if it is one that the client does not know */
#define CLIENT_DOUBLE_UNKNOWN_EXTENSION (1u << 25)
#define CLIENT_BROKEN_KEY (1u << 26)	/* of the leaf; not looked at */
#define CLIENT_NETSCAPE_TYPE (1u << 27) /* nsCertType must be server */
#define CLIENT_NO_STAR_UNDERSCORE (1u << 28)
#define CLIENT_CN_ANY (1u << 29)    /* of several common names */
#define CLIENT_CN_SINGLE (1u << 30) /* several are refused */
#define CLIENT_NO_SHA224 (1u << 31)

struct client_profile {
	const char *name;   /* "openssl": in JSON and configuration */
	const char *title;  /* "OpenSSL 3" */
	const char *users;  /* who else is like it: "nginx, PHP, Ruby" */
	bool is_mainstream; /* matters where nobody says otherwise; choice.h */
	bool is_checked;    /* against the real stack, by the tests (browsers:
			     * by `make check-browsers`); else modelled from
			     * documentation */
	const char *source; /* what was asked, or what was read */
	/* what of a checked row is not, and what was read of that; or NULL */
	const char *modelled;

	enum client_builder builder;
	unsigned issuers; /* CLIENT_FETCHES, CLIENT_PRELOADS */
	/* 1u << enum policy_programme: whose dated rules on roots it follows;
	 * 0: whatever lies in its store */
	unsigned programmes;

	enum client_anchor anchor;
	unsigned anchor_rules; /* CLIENT_ANCHOR_* */
	bool is_end_exclusive; /* expired in the second of notAfter */
	int32_t early_s;       /* taken that long before notBefore */

	enum client_common_name common_name;
	unsigned names; /* CLIENT_NAME_* */
	enum client_ip_names ip_names;

	unsigned purposes;   /* CLIENT_EKU_* */
	unsigned leaf_usage; /* CLIENT_KU_*; 0: not looked at */
	enum client_constraints constraints;
	uint8_t constraint_kinds; /* CLIENT_NC_* */
	unsigned critical;	  /* CLIENT_CRITICAL_* understood; scene.h */

	unsigned algorithms;	   /* CLIENT_ALG_* */
	uint16_t rsa_min, rsa_max; /* bits; 0: no limit */
	unsigned oddities;

	uint8_t max_intermediates; /* 0: no limit of note */
	uint8_t max_sent;	   /* certificates in the message; 0: 100 */
	uint32_t max_bytes;	   /* of the message; 0: 100 KiB */
	uint16_t max_steps;	   /* tried in a search; 0: our own budget */
};

extern const struct client_profile client_profiles[];
extern const size_t client_profile_count;

/* NULL: there is none of that name. */
const struct client_profile *client_profile_find(const char *name);
/* The first of these names that no client has; NULL: all are known. */
const char *client_profile_find_unknown(const struct texts *names);
