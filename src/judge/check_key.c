/*
 * Keys: RSA of 2048 bits or more, P-256 or more, Ed25519, Ed448; no DSA, no
 * curve that is spelt out. The anchor's key counts as well: it signs.
 */
#include "judge/judgement.h"

#define RSA_MIN_BITS 2048
#define EC_MIN_BITS 256

static bool
is_strong(const struct cert_key *key)
{
	switch (key->kind) {
	case CERT_KEY_RSA:
	case CERT_KEY_RSA_PSS: return key->bits >= RSA_MIN_BITS;
	case CERT_KEY_EC: return key->bits >= EC_MIN_BITS;
	case CERT_KEY_ED25519:
	case CERT_KEY_ED448: return true;
	case CERT_KEY_DSA:
	case CERT_KEY_UNKNOWN: return false;
	}
	return false;
}

static void
look_at_key(const struct judgement *judgement UNUSED, struct path *path)
{
	for (size_t i = 0; i < path->len; i++) {
		const struct cert *cert = path->certs[i].cert;
		const struct cert_key *key = &cert->key;

		if (!key->is_readable || key->kind == CERT_KEY_UNKNOWN)
			path_add_fault(path, FINDING_WEAK_KEY, cert,
			    "The key of \"%s\" is of a kind that clients "
			    "cannot use.",
			    cert->label);
		else if (key->has_explicit_curve)
			path_add_fault(path, FINDING_EXPLICIT_CURVE, cert,
			    "The key of \"%s\" spells its curve out.",
			    cert->label);
		else if (!is_strong(key))
			path_add_fault(path, FINDING_WEAK_KEY, cert,
			    "\"%s\" has a key of %s; RSA 2048 or P-256 is the "
			    "least.",
			    cert->label, key->text);
	}
}

const struct check check_key = {
    .name = "key",
    .path = look_at_key,
};
