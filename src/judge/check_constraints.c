/*
 * The rules of RFC 5280 on extensions: who may sign, how deep, for which names
 * and purposes. Most are OpenSSL's verdict put into our codes; what it does not
 * check, or mixes up, is checked here first.
 *
 * An anchor is one whatever its own extensions say, since somebody put it into
 * a store; its limits on the path below (depth, names) are kept all the same.
 */
#include "judge/judgement.h"

#include <openssl/x509v3.h>

#include "base/mem.h"
#include "judge/verify.h"

/* Of names with constraints; OpenSSL does no more. */
#define OPENSSL_COMPARISONS_MAX (1 << 20)

static bool
is_anchor(const struct path *path, size_t i)
{
	return path->end == PATH_ANCHORED && i + 1 == path->len;
}

/* RFC 5280 4.2: at most one of each. OpenSSL notices those it knows only. */
static void
look_for_doubles(struct path *path, const struct cert *cert)
{
	int count = X509_get_ext_count(cert->x509);

	if (!cert->has_duplicate_extension)
		return;
	for (int i = 1; i < count; i++) {
		const ASN1_OBJECT *oid =
		    X509_EXTENSION_get_object(X509_get_ext(cert->x509, i));
		char name[80] = "";

		if (X509_get_ext_by_OBJ(cert->x509, oid, -1) == i)
			continue;
		OBJ_obj2txt(name, sizeof name, oid, 0);
		path_add_fault(path, FINDING_DUPLICATE_EXTENSION, cert,
		    "\"%s\" has the extension %s more than once.", cert->label,
		    name);
		return;
	}
}

static void
look_at_ca(struct path *path, const struct cert *cert, const struct cert *below)
{
	if (cert->version < 3)
		path_add_fault(path, FINDING_NOT_A_CA, cert,
		    "\"%s\" signed \"%s\", but is of version %d and cannot say "
		    "that it is a CA.",
		    cert->label, below->label, cert->version);
	else if (!cert->has_basic_constraints)
		path_add_fault(path, FINDING_BASIC_CONSTRAINTS_MISSING, cert,
		    "\"%s\" signed \"%s\", but has no basicConstraints.",
		    cert->label, below->label);
	else if (!cert->is_ca)
		path_add_fault(path, FINDING_NOT_A_CA, cert,
		    "\"%s\" signed \"%s\", but says CA:FALSE.", cert->label,
		    below->label);
	else if (cert->has_key_usage && !(cert->key_usage & KU_KEY_CERT_SIGN))
		path_add_fault(path, FINDING_CA_KEY_USAGE, cert,
		    "\"%s\" signed \"%s\", but its key usage lacks "
		    "keyCertSign.",
		    cert->label, below->label);
}

static bool
is_for_tls_servers(const struct cert *cert)
{
	return !cert->has_extended_key_usage ||
	    (cert->extended_key_usage &
		(CERT_EKU_SERVER_AUTH | CERT_EKU_SGC)) != 0;
}

/* One error of OpenSSL as a code of ours. */
struct translation {
	int error;
	enum finding_code leaf, issuer; /* FINDING_COUNT: said elsewhere */
	bool is_about_anchor;		/* counts for the anchor too */
	const char
	    *words; /* follows the label; NULL: critical_extension_words */
};

static const struct translation translations[] = {
    {
	.error = X509_V_ERR_PATH_LENGTH_EXCEEDED,
	.leaf = FINDING_PATH_LENGTH_EXCEEDED,
	.issuer = FINDING_PATH_LENGTH_EXCEEDED,
	.is_about_anchor = true,
	.words = "allows fewer intermediates below it than the path has",
    },
    {
	.error = X509_V_ERR_INVALID_CA,
	.leaf = FINDING_COUNT,
	.issuer = FINDING_NOT_A_CA,
	.words = "signed a certificate, but is no CA",
    },
    {
	.error = X509_V_ERR_KEYUSAGE_NO_CERTSIGN,
	.leaf = FINDING_COUNT,
	.issuer = FINDING_CA_KEY_USAGE,
	.words = "may not sign certificates",
    },
    {
	.error = X509_V_ERR_INVALID_PURPOSE,
	.leaf = FINDING_COUNT,
	.issuer = FINDING_CA_EXTENDED_KEY_USAGE,
	.words = "is not meant for TLS servers",
    },
    {
	.error = X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION,
	.leaf = FINDING_UNKNOWN_CRITICAL_EXTENSION,
	.issuer = FINDING_UNKNOWN_CRITICAL_EXTENSION,
	.words = NULL, /* says which */
    },
    {
	.error = X509_V_ERR_PROXY_CERTIFICATES_NOT_ALLOWED,
	.leaf = FINDING_UNKNOWN_CRITICAL_EXTENSION,
	.issuer = FINDING_UNKNOWN_CRITICAL_EXTENSION,
	.words = "is a proxy certificate, which TLS clients do not take",
    },
    {
	.error = X509_V_ERR_PERMITTED_VIOLATION,
	.leaf = FINDING_NAME_CONSTRAINT_VIOLATED,
	.issuer = FINDING_NAME_CONSTRAINT_VIOLATED,
	.is_about_anchor = true,
	.words = "has a name that no CA above it is allowed to issue for",
    },
    {
	.error = X509_V_ERR_EXCLUDED_VIOLATION,
	.leaf = FINDING_NAME_CONSTRAINT_VIOLATED,
	.issuer = FINDING_NAME_CONSTRAINT_VIOLATED,
	.is_about_anchor = true,
	.words = "has a name that a CA above it is forbidden to issue for",
    },
    {
	.error = X509_V_ERR_SUBTREE_MINMAX,
	.leaf = FINDING_NAME_CONSTRAINT_MALFORMED,
	.issuer = FINDING_NAME_CONSTRAINT_MALFORMED,
	.is_about_anchor = true,
	.words = "is under a name constraint with bounds, which nobody reads",
    },
    {
	.error = X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE,
	.leaf = FINDING_NAME_CONSTRAINT_MALFORMED,
	.issuer = FINDING_NAME_CONSTRAINT_MALFORMED,
	.is_about_anchor = true,
	.words = "is under a name constraint of a kind that clients do not "
		 "know",
    },
    {
	.error = X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX,
	.leaf = FINDING_NAME_CONSTRAINT_MALFORMED,
	.issuer = FINDING_NAME_CONSTRAINT_MALFORMED,
	.is_about_anchor = true,
	.words = "is under a name constraint that cannot be read",
    },
    {
	.error = X509_V_ERR_UNSUPPORTED_NAME_SYNTAX,
	.leaf = FINDING_NAME_CONSTRAINT_MALFORMED,
	.issuer = FINDING_NAME_CONSTRAINT_MALFORMED,
	.is_about_anchor = true,
	.words = "has a name that cannot be held against a name constraint",
    },
    {
	.error = X509_V_ERR_UNSPECIFIED,
	.leaf = FINDING_TOO_MANY_NAMES,
	.issuer = FINDING_TOO_MANY_NAMES,
	.is_about_anchor = true,
	.words = "has more names than clients compare with the constraints of "
		 "its CAs",
    },
    {
	.error = X509_V_ERR_INVALID_POLICY_EXTENSION,
	.leaf = FINDING_POLICY_VIOLATED,
	.issuer = FINDING_POLICY_VIOLATED,
	.words = "has a policy extension that cannot be read",
    },
    {
	.error = X509_V_ERR_NO_EXPLICIT_POLICY,
	.leaf = FINDING_POLICY_VIOLATED,
	.issuer = FINDING_POLICY_VIOLATED,
	.is_about_anchor = true,
	.words = "is under a CA that demands a policy, and none is left that "
		 "all agree on",
    },
    {
	.error = X509_V_ERR_EC_KEY_EXPLICIT_PARAMS,
	.leaf = FINDING_EXPLICIT_CURVE,
	.issuer = FINDING_EXPLICIT_CURVE,
	.words = "has a key that spells its curve out",
    },
};

/* What OpenSSL says of building: the search knows better. */
static bool
is_about_building(int error)
{
	switch (error) {
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
	case X509_V_ERR_CERT_UNTRUSTED: return true;
	default: return false;
	}
}

static const struct translation *
translation_of(const struct path *path, int error)
{
	/* said of unreadable keys as well */
	if (error == X509_V_ERR_UNSPECIFIED &&
	    verify_name_work(path) <= OPENSSL_COMPARISONS_MAX)
		return NULL;
	for (size_t i = 0; i < sizeof translations / sizeof translations[0];
	     i++) {
		if (translations[i].error == error)
			return &translations[i];
	}
	return NULL;
}

/* Faults by which a certificate is no proper CA explain what OpenSSL says of
 * its purpose. */
static bool
is_explained(const struct path *path, const struct cert *cert, int error)
{
	static const enum finding_code no_ca[] = {
	    FINDING_DUPLICATE_EXTENSION,
	    FINDING_NOT_A_CA,
	    FINDING_BASIC_CONSTRAINTS_MISSING,
	    FINDING_CA_KEY_USAGE,
	};

	if (error != X509_V_ERR_INVALID_PURPOSE &&
	    error != X509_V_ERR_INVALID_CA &&
	    error != X509_V_ERR_KEYUSAGE_NO_CERTSIGN)
		return false;
	for (size_t i = 0; i < sizeof no_ca / sizeof no_ca[0]; i++) {
		if (path_find_fault(path, no_ca[i], cert) != NULL)
			return true;
	}
	return false;
}

/* "the critical extension 1.2.3.4": the first that libcrypto does not know. */
static char *
critical_extension_words(const struct cert *cert)
{
	int count = X509_get_ext_count(cert->x509);

	for (int i = 0; i < count; i++) {
		X509_EXTENSION *extension = X509_get_ext(cert->x509, i);
		char name[80] = "";

		if (!X509_EXTENSION_get_critical(extension) ||
		    X509_supported_extension(extension))
			continue;
		OBJ_obj2txt(
		    name, sizeof name, X509_EXTENSION_get_object(extension), 1);
		return mem_printf(
		    "has the critical extension %s, which clients do not know",
		    name);
	}
	return mem_strdup("has a critical extension that clients do not know");
}

static void
translate(struct path *path, const struct verify_error *error)
{
	const struct translation *row = translation_of(path, error->error);
	size_t at = error->depth < 0 ? 0 : (size_t)error->depth;
	const struct cert *cert;
	CLEANUP(free) char *words = NULL;
	enum finding_code code;

	if (at >= path->len)
		at = path->len - 1;
	cert = path->certs[at].cert;
	if (is_about_building(error->error) ||
	    is_explained(path, cert, error->error))
		return;
	if (row == NULL && !cert->key.is_readable)
		return; /* check_key.c says so */
	if (row == NULL &&
	    (cert->unreadable_extensions != 0 || cert->has_negative_path_len))
		return; /* look_for_unreadable says so */
	if (row == NULL) {
		path_add_fault(path, FINDING_MALFORMED_CERTIFICATE, cert,
		    "Clients cannot read \"%s\": %s.", cert->label,
		    cert->der_fault != NULL
			? cert->der_fault
			: X509_verify_cert_error_string(error->error));
		return;
	}
	if (is_anchor(path, at) && path->len > 1 && !row->is_about_anchor)
		return;
	code = at == 0 ? row->leaf : row->issuer;
	if (row->words == NULL)
		words = critical_extension_words(cert);
	if (code != FINDING_COUNT)
		path_add_fault(path, code, cert, "\"%s\" %s.", cert->label,
		    words != NULL ? words : row->words);
}

/* The most exact code for what cannot be read; all else is malformed. */
static const struct {
	uint32_t extension;
	enum finding_code code;
	const char *what;
} unreadable[] = {
    {CERT_EXT_BASIC_CONSTRAINTS, FINDING_BASIC_CONSTRAINTS_MALFORMED,
	"basic constraints"},
    {CERT_EXT_NAME_CONSTRAINTS, FINDING_NAME_CONSTRAINT_MALFORMED,
	"name constraints"},
    {CERT_EXT_AUTHORITY_KEY_ID, FINDING_AUTHORITY_KEY_MALFORMED,
	"authority key identifier"},
    {CERT_EXT_SUBJECT_KEY_ID, FINDING_SUBJECT_KEY_MALFORMED,
	"subject key identifier"},
    {CERT_EXT_SAN, FINDING_NAME_MALFORMED, "subject alternative name"},
};

/* libcrypto would not let such a certificate be issued by anybody, which our
 * own order of issuers passes over. */
static void
look_for_unreadable(struct path *path, const struct cert *cert)
{
	const char *colon = cert->der_fault != NULL ? ": " : "";
	const char *why = cert->der_fault != NULL ? cert->der_fault : "";
	uint32_t rest = cert->unreadable_extensions;

	for (size_t i = 0; i < sizeof unreadable / sizeof unreadable[0]; i++) {
		if (!(rest & unreadable[i].extension))
			continue;
		rest &= ~unreadable[i].extension;
		path_add_fault(path, unreadable[i].code, cert,
		    "The %s of \"%s\" cannot be read%s%s.", unreadable[i].what,
		    cert->label, colon, why);
	}
	if (rest != 0)
		path_add_fault(path, FINDING_MALFORMED_CERTIFICATE, cert,
		    "An extension of \"%s\" cannot be read%s%s.", cert->label,
		    colon, why);
	if (cert->has_negative_path_len)
		path_add_fault(path, FINDING_BASIC_CONSTRAINTS_MALFORMED, cert,
		    "The basic constraints of \"%s\" limit the path to less "
		    "than nothing.",
		    cert->label);
}

static void
look_at_extensions(const struct judgement *judgement, struct path *path)
{
	const struct cert *leaf = path->certs[0].cert;
	struct verify_result result;

	for (size_t i = 0; i < path->len; i++) {
		if (is_anchor(path, i) && i > 0)
			continue;
		look_for_doubles(path, path->certs[i].cert);
		look_for_unreadable(path, path->certs[i].cert);
		if (i > 0)
			look_at_ca(
			    path, path->certs[i].cert, path->certs[i - 1].cert);
	}
	if (!is_for_tls_servers(leaf))
		path_add_fault(path, FINDING_LEAF_EXTENDED_KEY_USAGE, leaf,
		    "The extended key usage of \"%s\" lacks serverAuth.",
		    leaf->label);

	verify_path(judgement->verifier, path, &result);
	for (size_t i = 0; i < result.error_count; i++)
		translate(path, &result.errors[i]);
	/* a self-issued certificate without key identifiers can make OpenSSL
	 * stop early; what it did not look at, it cannot vouch for */
	if (!result.is_whole && path->faults.len == 0)
		path_add_fault(path, FINDING_UNTRUSTED_ROOT,
		    path->certs[path->len - 1].cert,
		    "Clients take a self-issued certificate of this path for "
		    "its end.");
}

/* RFC 5280 leaves it to the protocol what a leaf's key may be used for, so the
 * path stays valid; TLS wants signing (RFC 8446 4.4.2.2), and did with
 * encipherment in what few servers still speak. */
static void
look_at_leaf(struct judgement *judgement)
{
	const struct cert *leaf = judgement->leaf;
	bool can_encipher;

	if (leaf == NULL || judgement->served.is_absent ||
	    !leaf->has_key_usage ||
	    (leaf->key_usage & KU_DIGITAL_SIGNATURE) != 0)
		return;
	can_encipher =
	    (leaf->key_usage & (KU_KEY_ENCIPHERMENT | KU_KEY_AGREEMENT)) != 0;
	report_add(judgement->report, FINDING_LEAF_KEY_USAGE, leaf,
	    "The key usage of \"%s\" lacks digitalSignature, which TLS "
	    "servers need%s.",
	    leaf->label,
	    can_encipher ? "; what it allows does for old key exchanges "
			   "only, and browsers and Java refuse it"
			 : "");
}

const struct check check_constraints = {
    .name = "constraints",
    .path = look_at_extensions,
    .report = look_at_leaf,
};
