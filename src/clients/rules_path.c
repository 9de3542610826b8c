/* What a client asks of the certificates of a path; see rules.h. */
#include <openssl/x509v3.h>
#include <string.h>

#include "clients/constraint_memo.h"
#include "clients/rules.h"

/* One certificate of a path under a rule. */
struct spot {
	const struct client_question *question;
	const struct client_path *path;
	const struct client_cert *cert;
	size_t depth;
	bool is_anchor;
};

typedef bool (*spot_fn)(const struct spot *spot, struct client_verdict *ret);

static const struct client_cert *
at_depth(const struct spot *spot, size_t depth)
{
	return &spot->question->scene->certs.items[spot->path->certs[depth]];
}

static bool
has(const struct spot *spot, unsigned oddity)
{
	return (spot->question->profile->oddities & oddity) != 0;
}

/* Is the rule held against this one, which may be the anchor? */
static bool
is_held(const struct spot *spot, unsigned anchor_rule)
{
	return !spot->is_anchor ||
	    (spot->question->profile->anchor_rules & anchor_rule) != 0;
}

static bool
look_at_dates(const struct spot *spot, struct client_verdict *ret)
{
	return !is_held(spot, CLIENT_ANCHOR_DATES) ||
	    client_rules_date(spot->question, spot->cert, ret);
}

static bool
look_at_version(const struct spot *spot, struct client_verdict *ret)
{
	if (spot->cert->cert->version >= 3)
		return true;
	if (has(spot, CLIENT_NO_VERSION_1) && !spot->is_anchor)
		return client_rules_refuse(
		    ret, CLIENT_REASON_VERSION_1, spot->cert, 0);
	if (spot->depth == 0 || has(spot, CLIENT_VERSION_1_CA) ||
	    !is_held(spot, CLIENT_ANCHOR_VERSION))
		return true;
	return client_rules_refuse(ret, CLIENT_REASON_VERSION_1, spot->cert, 0);
}

static bool
look_at_ca(const struct spot *spot, struct client_verdict *ret)
{
	const struct cert *cert = spot->cert->cert;

	if (spot->depth == 0) {
		bool may = !has(spot, CLIENT_LEAF_NOT_CA) ||
		    (spot->is_anchor &&
			has(spot, CLIENT_LEAF_ANCHOR_MAY_BE_CA));

		return !cert->is_ca || may ||
		    client_rules_refuse(
			ret, CLIENT_REASON_LEAF_IS_CA, spot->cert, 0);
	}
	if (cert->is_ca || cert->version < 3)
		return true;
	if (!cert->has_basic_constraints &&
	    (has(spot, CLIENT_NO_BASIC_CA) ||
		!is_held(spot, CLIENT_ANCHOR_BASIC)))
		return true;
	if (spot->is_anchor && !is_held(spot, CLIENT_ANCHOR_BASIC))
		return true;
	return client_rules_refuse(ret, CLIENT_REASON_NOT_A_CA, spot->cert, 0);
}

static bool
look_at_netscape_type(const struct spot *spot, struct client_verdict *ret)
{
	return spot->depth > 0 || !spot->cert->is_no_netscape_server ||
	    !has(spot, CLIENT_NETSCAPE_TYPE) ||
	    client_rules_refuse(ret, CLIENT_REASON_LEAF_PURPOSE, spot->cert, 0);
}

static uint32_t
usage_wanted(const struct client_profile *profile, const struct cert *leaf)
{
	unsigned wanted = profile->leaf_usage;
	uint32_t bits = 0;

	if ((profile->oddities & CLIENT_EC_AGREES) &&
	    leaf->key.kind != CERT_KEY_RSA)
		wanted = CLIENT_KU_AGREE | CLIENT_KU_SIGN;
	if (wanted & CLIENT_KU_SIGN)
		bits |= KU_DIGITAL_SIGNATURE;
	if (wanted & CLIENT_KU_COMMIT)
		bits |= KU_NON_REPUDIATION;
	if (wanted & CLIENT_KU_ENCIPHER)
		bits |= KU_KEY_ENCIPHERMENT;
	if (wanted & CLIENT_KU_AGREE)
		bits |= KU_KEY_AGREEMENT;
	return bits;
}

static bool
look_at_usage(const struct spot *spot, struct client_verdict *ret)
{
	const struct cert *cert = spot->cert->cert;
	uint32_t wanted;

	if (!cert->has_key_usage)
		return spot->depth == 0 || spot->is_anchor ||
		    !has(spot, CLIENT_CA_KEY_USAGE) ||
		    client_rules_refuse(
			ret, CLIENT_REASON_CA_USAGE, spot->cert, 0);
	if (spot->depth == 0) {
		wanted = usage_wanted(spot->question->profile, cert);
		return wanted == 0 || (cert->key_usage & wanted) != 0 ||
		    client_rules_refuse(
			ret, CLIENT_REASON_LEAF_USAGE, spot->cert, 0);
	}
	return (cert->key_usage & KU_KEY_CERT_SIGN) != 0 ||
	    has(spot, CLIENT_NO_CERT_SIGN) ||
	    !is_held(spot, CLIENT_ANCHOR_USAGE) ||
	    client_rules_refuse(ret, CLIENT_REASON_CA_USAGE, spot->cert, 0);
}

static bool
look_at_purpose(const struct spot *spot, struct client_verdict *ret)
{
	unsigned row = spot->question->profile->purposes;
	const struct cert *cert = spot->cert->cert;
	uint32_t will_do = CERT_EKU_SERVER_AUTH;

	if (!cert->has_extended_key_usage)
		return true;
	if ((row & CLIENT_EKU_NOT_CRITICAL) && !spot->is_anchor &&
	    (spot->cert->critical & CLIENT_CRITICAL_PURPOSE))
		return client_rules_refuse(
		    ret, CLIENT_REASON_PURPOSE_CRITICAL, spot->cert, 0);
	if ((row & CLIENT_EKU_UNCHECKED) ||
	    (spot->depth > 0 && (row & CLIENT_EKU_LEAF_ONLY)) ||
	    !is_held(spot, CLIENT_ANCHOR_PURPOSE))
		return true;
	if (row & (spot->depth == 0 ? CLIENT_EKU_SGC_LEAF : CLIENT_EKU_SGC))
		will_do |= CERT_EKU_SGC;
	if (spot->depth > 0 && (row & CLIENT_EKU_CLIENT_CA))
		will_do |= CERT_EKU_CLIENT_AUTH;
	if (row & (spot->depth == 0 ? CLIENT_EKU_ANY_LEAF : CLIENT_EKU_ANY_CA))
		will_do |= CERT_EKU_ANY;
	return (cert->extended_key_usage & will_do) != 0 ||
	    client_rules_refuse(ret,
		spot->depth == 0 ? CLIENT_REASON_LEAF_PURPOSE
				 : CLIENT_REASON_CA_PURPOSE,
		spot->cert, 0);
}

static bool
look_at_path_length(const struct spot *spot, struct client_verdict *ret)
{
	int below = 0;

	if (spot->depth == 0 || spot->cert->cert->path_len < 0 ||
	    !is_held(spot, CLIENT_ANCHOR_PATH_LEN))
		return true;
	for (size_t i = 1; i < spot->depth; i++)
		below += has(spot, CLIENT_SELF_ISSUED_COUNTS) ||
		    !at_depth(spot, i)->cert->is_self_issued;
	return below <= spot->cert->cert->path_len ||
	    client_rules_refuse(ret, CLIENT_REASON_PATH_LENGTH, spot->cert, 0);
}

/* RFC 5280 6.1: self-issued ones are not held to them, but for the last. */
static bool
is_constrained(const struct spot *spot, size_t depth)
{
	const struct client_profile *profile = spot->question->profile;

	if (depth == 0)
		return true;
	return profile->constraints == CLIENT_NAMES_FULL &&
	    !at_depth(spot, depth)->cert->is_self_issued;
}

static enum constraint_common_name
common_name_held(const struct spot *spot, size_t depth)
{
	if (has(spot, CLIENT_ANY_CN_CONSTRAINED))
		return CONSTRAINT_CN_WITHOUT_SAN;
	return depth == 0 && has(spot, CLIENT_CN_CONSTRAINED)
	    ? CONSTRAINT_CN_OF_HOST
	    : CONSTRAINT_CN_FREE;
}

static bool
look_at_constraints(const struct spot *spot, struct client_verdict *ret)
{
	const struct client_profile *profile = spot->question->profile;
	const struct client_scene *scene = spot->question->scene;
	const struct client_cert *ca = spot->cert;
	bool is_critical = ca->critical & CLIENT_CRITICAL_NAMES;

	if (!ca->cert->has_name_constraints || spot->depth == 0 ||
	    !is_held(spot, CLIENT_ANCHOR_NAMES))
		return true;
	if (profile->constraints == CLIENT_NAMES_REFUSE_CRITICAL)
		return !is_critical ||
		    client_rules_refuse(
			ret, CLIENT_REASON_CONSTRAINTS_UNKNOWN, ca, 0);
	if (is_critical && !has(spot, CLIENT_SKIPS_CONSTRAINTS) &&
	    (ca->constraint_kinds & ~profile->constraint_kinds) != 0)
		return client_rules_refuse(
		    ret, CLIENT_REASON_CONSTRAINTS_UNKNOWN, ca, 0);
	for (size_t i = 0; i < spot->depth; i++) {
		if (is_constrained(spot, i) &&
		    !constraint_memo_allows(scene->constraints, ca->cert,
			at_depth(spot, i)->cert, profile->constraint_kinds,
			common_name_held(spot, i)))
			return client_rules_refuse(
			    ret, CLIENT_REASON_CONSTRAINED, ca, 0);
	}
	return true;
}

static bool
look_at_critical(const struct spot *spot, struct client_verdict *ret)
{
	const uint32_t ids =
	    CLIENT_CRITICAL_AUTHORITY_KEY | CLIENT_CRITICAL_SUBJECT_KEY;
	const uint32_t policies = CLIENT_CRITICAL_POLICY_CONSTRAINTS;

	if (spot->is_anchor && !is_held(spot, CLIENT_ANCHOR_CRITICAL))
		return true;
	if (has(spot, CLIENT_NO_CRITICAL_KEY_IDS) &&
	    (spot->cert->critical & ids) != 0)
		return client_rules_refuse(
		    ret, CLIENT_REASON_CRITICAL_KEY_ID, spot->cert, 0);
	if (has(spot, CLIENT_NO_POLICY_CONSTRAINTS) &&
	    (spot->cert->critical & policies) != 0)
		return client_rules_refuse(
		    ret, CLIENT_REASON_POLICY_CONSTRAINTS, spot->cert, 0);
	return (spot->cert->critical & ~spot->question->profile->critical) ==
	    0 ||
	    client_rules_refuse(ret, CLIENT_REASON_CRITICAL, spot->cert, 0);
}

static bool
is_usual_curve(const struct cert_key *key)
{
	return strncmp(key->text, "EC P-", 5) == 0;
}

static bool
look_at_key_kind(const struct spot *spot, struct client_verdict *ret)
{
	unsigned row = spot->question->profile->algorithms;
	const struct cert_key *key = &spot->cert->cert->key;
	unsigned needed = 0;

	if (spot->depth == 0 && (row & CLIENT_ALG_DSA_LEAF))
		row |= CLIENT_ALG_DSA;
	if (spot->depth == 0 && (row & CLIENT_ALG_OTHER_CURVE_LEAF))
		row |= CLIENT_ALG_OTHER_CURVE;
	switch (key->kind) {
	case CERT_KEY_UNKNOWN: needed = ~0u; break;
	case CERT_KEY_RSA: break;
	case CERT_KEY_RSA_PSS: needed = CLIENT_ALG_PSS_KEY; break;
	case CERT_KEY_EC:
		if (key->has_explicit_curve)
			needed = CLIENT_ALG_EXPLICIT_CURVE;
		else if (!is_usual_curve(key))
			needed = CLIENT_ALG_OTHER_CURVE;
		break;
	case CERT_KEY_DSA: needed = CLIENT_ALG_DSA; break;
	case CERT_KEY_ED25519: needed = CLIENT_ALG_ED25519; break;
	case CERT_KEY_ED448: needed = CLIENT_ALG_ED448; break;
	}
	return (needed & ~row) == 0 ||
	    client_rules_refuse(ret, CLIENT_REASON_KEY_KIND, spot->cert, 0);
}

static bool
look_at_key(const struct spot *spot, struct client_verdict *ret)
{
	const struct client_profile *profile = spot->question->profile;
	const struct cert_key *key = &spot->cert->cert->key;

	if (spot->cert->has_broken_key && !has(spot, CLIENT_BROKEN_KEY))
		return client_rules_refuse(
		    ret, CLIENT_REASON_KEY_BROKEN, spot->cert, 0);
	if (spot->depth == 0 && has(spot, CLIENT_KEYS_OF_SIGNERS))
		return true;
	if (spot->depth == 0 && has(spot, CLIENT_KEYS_OF_CAS))
		return key->kind != CERT_KEY_EC || look_at_key_kind(spot, ret);
	if (!look_at_key_kind(spot, ret))
		return false;
	if (key->kind != CERT_KEY_RSA && key->kind != CERT_KEY_RSA_PSS)
		return true;
	if (profile->rsa_min != 0 && key->bits < profile->rsa_min)
		return client_rules_refuse(
		    ret, CLIENT_REASON_WEAK_KEY, spot->cert, profile->rsa_min);
	if (profile->rsa_max != 0 && key->bits > profile->rsa_max)
		return client_rules_refuse(
		    ret, CLIENT_REASON_LARGE_KEY, spot->cert, profile->rsa_max);
	return true;
}

/* The anchor's own signature is looked at by nobody. */
static bool
look_at_signature(const struct spot *spot, struct client_verdict *ret)
{
	unsigned row = spot->question->profile->algorithms;
	const struct cert_signature *signature = &spot->cert->cert->signature;

	if (spot->is_anchor)
		return true;
	if (!signature->is_consistent)
		return client_rules_refuse(
		    ret, CLIENT_REASON_ALGORITHMS_DIFFER, spot->cert, 0);
	if (signature->digest_nid == NID_sha224 && has(spot, CLIENT_NO_SHA224))
		return client_rules_refuse(
		    ret, CLIENT_REASON_SIGNATURE_KIND, spot->cert, 0);
	if ((signature->digest_nid == NID_sha1 && !(row & CLIENT_ALG_SHA1)) ||
	    ((signature->digest_nid == NID_md5 ||
		 signature->digest_nid == NID_md5_sha1 ||
		 signature->digest_nid == NID_md4 ||
		 signature->digest_nid == NID_md2) &&
		!(row & CLIENT_ALG_MD5)))
		return client_rules_refuse(
		    ret, CLIENT_REASON_WEAK_SIGNATURE, spot->cert, 0);
	if (X509_get_signature_nid(spot->cert->cert->x509) == NID_rsassaPss &&
	    !(row & CLIENT_ALG_PSS))
		return client_rules_refuse(
		    ret, CLIENT_REASON_SIGNATURE_KIND, spot->cert, 0);
	return true;
}

/* Whatever it says: that is another rule's. Where no handshake asked for one,
 * as of a file, nobody knows what would be stapled. */
static bool
lacks_staple(const struct spot *spot)
{
	const struct evidence *evidence = spot->question->scene->evidence;
	const struct staple *staples = evidence->staples;

	return evidence->was_staple_asked &&
	    (staples == NULL || spot->cert->sent_at < 0 ||
		staples[spot->cert->sent_at].der == NULL);
}

static bool
look_at_oddities(const struct spot *spot, struct client_verdict *ret)
{
	const struct cert *cert = spot->cert->cert;

	if (spot->is_anchor && spot->depth > 0)
		return true;
	if (cert->has_duplicate_extension &&
	    !has(spot, CLIENT_DOUBLE_EXTENSION) &&
	    (spot->cert->has_known_double ||
		!has(spot, CLIENT_DOUBLE_UNKNOWN_EXTENSION)))
		return client_rules_refuse(
		    ret, CLIENT_REASON_DOUBLE_EXTENSION, spot->cert, 0);
	if (has(spot, CLIENT_NO_PLAIN_SAN) && cert->subject[0] == '\0' &&
	    cert->has_san && !(spot->cert->critical & CLIENT_CRITICAL_SAN))
		return client_rules_refuse(
		    ret, CLIENT_REASON_STRICT_SAN, spot->cert, 0);
	if (spot->depth == 0 && has(spot, CLIENT_NO_P521_LEAF) &&
	    cert->key.kind == CERT_KEY_EC && cert->key.bits == 521)
		return client_rules_refuse(
		    ret, CLIENT_REASON_KEY_KIND, spot->cert, 0);
	if (spot->depth == 0 && cert->has_must_staple && lacks_staple(spot) &&
	    has(spot, CLIENT_NO_MUST_STAPLE))
		return client_rules_refuse(
		    ret, CLIENT_REASON_MUST_STAPLE, spot->cert, 0);
	return true;
}

static bool
strict(const struct spot *spot, bool is_kept, enum client_reason reason,
    struct client_verdict *ret)
{
	return is_kept || client_rules_refuse(ret, reason, spot->cert, 0);
}

/* The rules that X509_V_FLAG_X509_STRICT adds. */
static bool
look_strictly(const struct spot *spot, struct client_verdict *ret)
{
	const struct cert *cert = spot->cert->cert;
	bool is_critical_basic = spot->cert->critical & CLIENT_CRITICAL_BASIC;

	if (!has(spot, CLIENT_STRICT_RFC5280) || cert->version < 3)
		return true;
	if (cert->is_ca &&
	    !(strict(
		  spot, is_critical_basic, CLIENT_REASON_STRICT_BASIC, ret) &&
		strict(spot, cert->has_key_usage,
		    CLIENT_REASON_STRICT_NO_KEY_USAGE, ret) &&
		strict(spot, cert->subject_key_id != NULL,
		    CLIENT_REASON_STRICT_NO_SUBJECT_KEY, ret)))
		return false;
	if (!cert->is_ca &&
	    !strict(spot,
		cert->path_len < 0 &&
		    (!cert->has_key_usage ||
			!(cert->key_usage & KU_KEY_CERT_SIGN)),
		CLIENT_REASON_STRICT_BASIC, ret))
		return false;
	if (!spot->cert->is_self_signed &&
	    !strict(spot, cert->authority_key_id != NULL,
		CLIENT_REASON_STRICT_NO_AUTHORITY_KEY, ret))
		return false;
	return strict(spot,
	    cert->subject[0] != '\0' || !cert->has_san ||
		(spot->cert->critical & CLIENT_CRITICAL_SAN) != 0,
	    CLIENT_REASON_STRICT_SAN, ret);
}

/* In the order in which they tell most. */
static const spot_fn looks[] = {
    look_at_dates,
    look_at_version,
    look_at_ca,
    look_at_usage,
    look_at_purpose,
    look_at_netscape_type,
    look_at_path_length,
    look_at_critical,
    look_at_constraints,
    look_at_key,
    look_at_signature,
    look_at_oddities,
    look_strictly,
};

static bool
look_at_spot(const struct spot *spot, struct client_verdict *ret)
{
	for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++) {
		if (!looks[i](spot, ret))
			return false;
	}
	return true;
}

bool
client_rules_path(const struct client_question *question,
    const struct client_path *path, struct client_verdict *ret_verdict)
{
	const struct client_profile *profile = question->profile;
	struct spot spot = {.question = question, .path = path};

	if (profile->max_intermediates != 0 &&
	    path->len > (size_t)profile->max_intermediates + 2)
		return client_rules_refuse(ret_verdict, CLIENT_REASON_TOO_DEEP,
		    NULL, profile->max_intermediates);
	for (size_t i = 0; i < path->len; i++) {
		spot.depth = i;
		spot.cert = at_depth(&spot, i);
		spot.is_anchor = i + 1 == path->len;
		if (!look_at_spot(&spot, ret_verdict))
			return false;
	}
	return true;
}
