/*
 * struct policy: rules that depend on a date. How long certificates may live,
 * which CAs the programmes that ship root stores refuse for which certificates,
 * what keys and signatures must be at least. It is data with a source to each
 * row (policy_text.h says how it is written); here are its values and what may
 * be asked of them. Shared and immutable once made; the judge asks.
 *
 * A public CA is one whose root the policy names as public, by fingerprint:
 * what lies in a system's store says nothing, as local CAs lie there too.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/texts.h"
#include "base/timestamp.h"
#include "pki/cert.h"

/* Who decides which roots its clients trust. */
enum policy_programme {
	POLICY_MOZILLA,
	POLICY_CHROME,
	POLICY_APPLE,
	POLICY_MICROSOFT,
	POLICY_JAVA,
	POLICY_PROGRAMME_COUNT,
};

/* "mozilla", as it is written in a policy. */
extern const struct names policy_programme_names;
/* "Mozilla", for people. */
const char *policy_programme_words(enum policy_programme programme);

enum policy_kind {
	POLICY_LIFETIME,     /* of certificates of servers, at most */
	POLICY_KEY,	     /* of all below the root, at least */
	POLICY_SIGNATURE,    /* the same */
	POLICY_SHORT_LIVED,  /* what lives no longer needs no revocation */
	POLICY_DISTRUST,     /* certificates of these roots, by their issue */
	POLICY_REMOVE,	     /* these roots altogether */
	POLICY_KEEP,	     /* POLICY_TERM does not apply to these roots */
	POLICY_TERM,	     /* public roots, by the age of their keys */
	POLICY_LACK,	     /* clients that do not have these roots */
	POLICY_TRANSPARENCY, /* of public CAs: timestamps of logs */
};

#define POLICY_NO_GROUP (-1)

struct policy_rule {
	enum policy_kind kind;
	char *name;    /* unique in a policy */
	char *source;  /* document, section, date */
	char *clients; /* "Chrome 131 and later"; NULL: not said */
	/* lifetime, key, signature, short-lived, transparency: for certificates
	 * issued from then on. distrust, remove: in force from then on; 0:
	 * always. term: for keys made from then on. lack: public roots made
	 * from then on */
	int64_t from;
	bool is_for_all;  /* private CAs too */
	unsigned days;	  /* lifetime, short-lived */
	int64_t key_kind; /* enum cert_key_kind: RSA or EC */
	unsigned bits;	  /* key */
	/* transparency: timestamps wanted of a certificate that lives up to
	 * `days`, of one that lives longer, and of how many operators' logs;
	 * and in the handshake and in a staple, where these are to do */
	unsigned scts, longer_scts, operators, beside;
	int64_t digest_bits;   /* signature: strength against collisions */
	unsigned programmes;   /* 1u << enum policy_programme */
	int group;	       /* of roots; POLICY_NO_GROUP */
	int64_t issued_after;  /* notBefore is later; TIMESTAMP_NEVER: no matter
				*/
	int64_t issued_before; /* notBefore is earlier; 0: no matter */
	int64_t sct_after;     /* the earliest embedded timestamp is later, in
				* seconds; TIMESTAMP_NEVER: no matter */
	int64_t created_before; /* term: for keys made before that */
	int64_t removed_at;	/* term; 0: by years */
	unsigned years;		/* term: so long after the key was made */
	struct texts lacking;	/* lack: names of clients */
};

/* One root as one row of the policy names it. */
struct policy_root {
	uint8_t digest[CERT_SHA256_LEN];
	bool is_key; /* digest of the SubjectPublicKeyInfo, not of all */
	bool is_public;
	int group;	     /* POLICY_NO_GROUP: of none */
	int64_t key_made_at; /* 0: not known */
};

struct policy {
	char *name;			 /* "shipped", or the file's path */
	ARRAY(struct policy_rule) rules; /* in the order of the text */
	ARRAY(struct policy_root) roots; /* by digest */
	uint64_t generation; /* differs when the text differs: a hash */
	unsigned refs;
};

struct policy *policy_ref(struct policy *policy);
void policy_unref(struct policy *policy); /* NULL is fine */
CLEANUP_DEFINE(struct policy, policy_unref)
void policy_rule_clear(struct policy_rule *rule);
/* Puts the roots in order; before anything is asked. */
void policy_sort(struct policy *policy);

bool policy_is_public(const struct policy *policy, const struct cert *root);

/* The rule for a certificate issued at that second, the strictest when there
 * are several; NULL: none. policy may be NULL in all of these. */
const struct policy_rule *policy_lifetime(
    const struct policy *policy, int64_t issued_at, bool is_public);
const struct policy_rule *policy_key(const struct policy *policy,
    enum cert_key_kind kind, int64_t issued_at, bool is_public);
const struct policy_rule *policy_signature(
    const struct policy *policy, int64_t issued_at, bool is_public);
const struct policy_rule *policy_short_lived(
    const struct policy *policy, int64_t issued_at);

/* What clients of a programme demand of what was issued at that second. */
const struct policy_rule *policy_transparency(const struct policy *policy,
    enum policy_programme programme, int64_t issued_at);

/* Does it live longer than so many days? Both ends count (RFC 5280 4.1.2.5),
 * and a second more is a day more (Baseline Requirements 6.3.2). */
bool policy_is_longer(const struct cert *cert, unsigned days);

/* The first second at which clients of a programme refuse this server's
 * certificate under this root, and by which rule; TIMESTAMP_NEVER: no rule
 * says so, and *ret_rule is NULL. What does not hang on the time gives 0. */
int64_t policy_refused_from(const struct policy *policy,
    enum policy_programme programme, const struct cert *root,
    const struct cert *leaf, const struct policy_rule **ret_rule);

/* The rule by which a client of that name does not have this root, whatever
 * store it is judged with: its own was made before. NULL: it may have it. */
const struct policy_rule *policy_lacks(
    const struct policy *policy, const char *client, const struct cert *root);
