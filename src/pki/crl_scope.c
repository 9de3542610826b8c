/* Matches lists with certificates; see crl_scope.h. */
#include "pki/crl_scope.h"

#include <string.h>

#include "pki/crypto_error.h"

/* One way by which a certificate names its lists. */
struct point {
	const GENERAL_NAMES *names;   /* of the point in full; may be NULL */
	const X509_NAME *relative;    /* ... or as one name; may be NULL */
	const GENERAL_NAMES *issuers; /* cRLIssuer; NULL: its own issuer */
	unsigned reasons;
};

void
crl_points_read(const struct cert *cert, struct crl_points *ret_points)
{
	ret_points->points = X509_get_ext_d2i(
	    cert->x509, NID_crl_distribution_points, NULL, NULL);
	crypto_error_drop();
}

void
crl_points_clear(struct crl_points *points)
{
	CRL_DIST_POINTS_free(points->points);
	points->points = NULL;
}

static bool
names_have(const GENERAL_NAMES *names, const X509_NAME *wanted)
{
	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);

		if (name->type == GEN_DIRNAME &&
		    X509_NAME_cmp(name->d.directoryName, wanted) == 0)
			return true;
	}
	return false;
}

static bool
names_meet(const GENERAL_NAMES *a, const GENERAL_NAMES *b)
{
	for (int i = 0; i < sk_GENERAL_NAME_num(a); i++) {
		for (int k = 0; k < sk_GENERAL_NAME_num(b); k++) {
			if (GENERAL_NAME_cmp(sk_GENERAL_NAME_value(a, i),
				sk_GENERAL_NAME_value(b, k)) == 0)
				return true;
		}
	}
	return false;
}

static const X509_NAME *
first_directory(const GENERAL_NAMES *names)
{
	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);

		if (name->type == GEN_DIRNAME)
			return name->d.directoryName;
	}
	return NULL;
}

static unsigned
reasons_of(const ASN1_BIT_STRING *bits)
{
	unsigned reasons = 0;

	if (bits == NULL)
		return CRL_ALL_REASONS;
	for (int bit = 1; bit <= 8; bit++)
		reasons |= (unsigned)ASN1_BIT_STRING_get_bit(bits, bit) << bit;
	return reasons;
}

static struct point
point_of(const DIST_POINT *from, const struct cert *cert)
{
	struct point point = {
	    .issuers = from->CRLissuer,
	    .reasons = reasons_of(from->reasons),
	};
	const X509_NAME *base = from->CRLissuer != NULL
	    ? first_directory(from->CRLissuer)
	    : X509_get_issuer_name(cert->x509);
	DIST_POINT_NAME *name = from->distpoint;

	if (name == NULL) {
		point.names = from->CRLissuer;
	} else if (name->type == 0) {
		point.names = name->name.fullname;
	} else if (base != NULL && name->dpname == NULL &&
	    DIST_POINT_set_dpname(name, base) == 1) {
		point.relative = name->dpname;
	} else {
		point.relative = name->dpname;
	}
	return point;
}

bool
crl_points_name_others(const struct crl_points *points)
{
	for (int i = 0; i < sk_DIST_POINT_num(points->points); i++) {
		if (sk_DIST_POINT_value(points->points, i)->CRLissuer != NULL)
			return true;
	}
	return false;
}

bool
crl_points_allow(const struct crl_points *points, const struct cert *cert,
    const struct cert *signer)
{
	const X509_NAME *name;

	if (signer->malformed != NULL || cert->malformed != NULL)
		return false;
	name = X509_get_subject_name(signer->x509);
	for (int i = 0; i < sk_DIST_POINT_num(points->points); i++) {
		const DIST_POINT *point =
		    sk_DIST_POINT_value(points->points, i);

		if (point->CRLissuer != NULL &&
		    names_have(point->CRLissuer, name))
			return true;
	}
	return cert_names_issuer(cert, signer);
}

/* Does the list's own issuer fit what the point says of it? */
static bool
is_of_issuer(
    const struct crl *crl, const struct cert *cert, const struct point *point)
{
	const X509_NAME *issuer = X509_get_issuer_name(cert->x509);

	if (point->issuers == NULL)
		return crl->issuer_hash == cert->issuer_hash &&
		    X509_NAME_cmp(crl->issuer, issuer) == 0;
	if (!names_have(point->issuers, crl->issuer))
		return false;
	return crl_is_indirect(crl) || X509_NAME_cmp(crl->issuer, issuer) == 0;
}

static bool
is_of_point(const struct crl *crl, const struct point *point)
{
	const DIST_POINT_NAME *own =
	    crl->scope == NULL ? NULL : crl->scope->distpoint;

	if (own == NULL)
		return true;
	if (own->type == 0)
		return point->relative != NULL
		    ? names_have(own->name.fullname, point->relative)
		    : names_meet(own->name.fullname, point->names);
	if (own->dpname == NULL)
		return false;
	return point->relative != NULL
	    ? X509_NAME_cmp(own->dpname, point->relative) == 0
	    : names_have(point->names, own->dpname);
}

/* What the list leaves out by kind of certificate; NULL: not this one. */
static const char *
left_out(const struct crl *crl, const struct cert *cert)
{
	const ISSUING_DIST_POINT *scope = crl->scope;

	if (scope == NULL)
		return NULL;
	if (scope->onlyattr > 0)
		return "speaks of attribute certificates only";
	if (scope->onlyuser > 0 && cert->is_ca)
		return "leaves CA certificates out";
	if (scope->onlyCA > 0 && !cert->is_ca)
		return "speaks of CA certificates only";
	return NULL;
}

static void
try_point(const struct crl *crl, const struct cert *cert,
    const struct point *point, struct crl_scope *scope)
{
	const char *why;

	if (!is_of_issuer(crl, cert, point))
		return;
	why = !is_of_point(crl, point)
	    ? "speaks of another part of its issuer's certificates"
	    : left_out(crl, cert);
	if (why == NULL) {
		scope->result = CRL_SCOPE_COVERS;
		scope->reasons |= point->reasons & crl->reasons;
	} else if (scope->result == CRL_SCOPE_FOREIGN) {
		scope->result = CRL_SCOPE_OUTSIDE;
		scope->why = why;
	}
}

struct crl_scope
crl_scope_of(const struct crl *crl, const struct cert *cert,
    const struct crl_points *points)
{
	struct crl_scope scope = {.result = CRL_SCOPE_FOREIGN};
	/* a list of the issuer that no point of the certificate names is
	 * taken as if one did by the issuer's name */
	const struct point own = {
	    .relative = X509_get_issuer_name(cert->x509),
	    .reasons = CRL_ALL_REASONS,
	};

	for (int i = 0; i < sk_DIST_POINT_num(points->points); i++) {
		const struct point point =
		    point_of(sk_DIST_POINT_value(points->points, i), cert);

		try_point(crl, cert, &point, &scope);
	}
	try_point(crl, cert, &own, &scope);
	crypto_error_drop();
	return scope;
}

static bool
slices_equal(const struct der_slice *a, const struct der_slice *b)
{
	return a->len == b->len &&
	    (a->len == 0 || memcmp(a->at, b->at, a->len) == 0);
}

bool
crl_scope_equal(const struct crl *a, const struct crl *b)
{
	return a->issuer_hash == b->issuer_hash &&
	    X509_NAME_cmp(a->issuer, b->issuer) == 0 &&
	    slices_equal(&a->scope_der, &b->scope_der) &&
	    slices_equal(&a->authority_key_id, &b->authority_key_id);
}
