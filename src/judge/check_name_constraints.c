/*
 * Name constraints, where OpenSSL does not look: a wildcard that covers an
 * excluded name, constraints that constrain nothing, and DNS names that begin
 * with a period (RFC 5280 4.2.1.10).
 * All else is check_constraints.c's.
 */
#include "judge/judgement.h"

#include <openssl/x509v3.h>
#include <string.h>
#include <strings.h>

#include "judge/verify.h"

/* Comparisons of names with constraints after which Go and rustls give up; of
 * OpenSSL's own limit, which is four times that, check_constraints.c tells. */
#define COMPARISONS_MAX 250000

/* Does "*.rest" cover the excluded name: one label, then rest. */
static bool
wildcard_covers(const struct cert_name *name, const ASN1_IA5STRING *excluded)
{
	const char *base = (const char *)ASN1_STRING_get0_data(excluded);
	size_t len = (size_t)ASN1_STRING_length(excluded);
	const char *dot;

	if (name->raw_len < 3 || memcmp(name->raw, "*.", 2) != 0)
		return false;
	dot = memchr(base, '.', len);
	if (dot == NULL || dot == base)
		return false;
	return name->raw_len - 1 == len - (size_t)(dot - base) &&
	    strncasecmp((const char *)name->raw + 1, dot, name->raw_len - 1) ==
	    0;
}

static void
look_at_wildcards(struct path *path, const struct cert *ca,
    const NAME_CONSTRAINTS *constraints)
{
	const struct cert *leaf = path->certs[0].cert;

	for (int i = 0;
	     i < sk_GENERAL_SUBTREE_num(constraints->excludedSubtrees); i++) {
		const GENERAL_NAME *base =
		    sk_GENERAL_SUBTREE_value(constraints->excludedSubtrees, i)
			->base;

		if (base->type != GEN_DNS)
			continue;
		for (size_t k = 0; k < leaf->name_count; k++) {
			if (leaf->names[k].kind != CERT_NAME_DNS ||
			    !wildcard_covers(&leaf->names[k], base->d.dNSName))
				continue;
			path_add_fault(path, FINDING_NAME_CONSTRAINT_VIOLATED,
			    leaf,
			    "\"%s\" has the name %s, which covers one that "
			    "\"%s\" is forbidden to issue for.",
			    leaf->label, leaf->names[k].text, ca->label);
			return;
		}
	}
}

/* RFC 5280 4.2.1.10: a leading period belongs into constraints on URIs; one on
 * DNS names has none. Libraries disagree on what it then means. */
static void
look_for_periods(struct path *path, const struct cert *ca,
    const STACK_OF(GENERAL_SUBTREE) * subtrees)
{
	for (int i = 0; i < sk_GENERAL_SUBTREE_num(subtrees); i++) {
		const GENERAL_NAME *base =
		    sk_GENERAL_SUBTREE_value(subtrees, i)->base;

		if (base->type != GEN_DNS ||
		    ASN1_STRING_length(base->d.dNSName) == 0 ||
		    ASN1_STRING_get0_data(base->d.dNSName)[0] != '.')
			continue;
		path_add_fault(path, FINDING_NAME_CONSTRAINT_MALFORMED, ca,
		    "A name constraint of \"%s\" begins with a period, which "
		    "clients read in different ways.",
		    ca->label);
		return;
	}
}

/* What is no DNS name cannot be held against constraints on them. */
static void
look_at_names(struct path *path, const struct cert *ca)
{
	const struct cert *leaf = path->certs[0].cert;

	for (size_t i = 0; i < leaf->name_count; i++) {
		const struct cert_name *name = &leaf->names[i];

		if (name->kind != CERT_NAME_DNS ||
		    (name->raw_len > 0 && name->raw[0] != '.'))
			continue;
		path_add_fault(path, FINDING_NAME_MALFORMED, leaf,
		    "\"%s\" has the malformed name \"%s\", which cannot be "
		    "held against the name constraints of \"%s\".",
		    leaf->label, name->text, ca->label);
		return;
	}
}

static void
look_at_constraints(const struct judgement *judgement UNUSED, struct path *path)
{
	for (size_t i = 1; i < path->len; i++) {
		const struct cert *ca = path->certs[i].cert;
		NAME_CONSTRAINTS *constraints;

		if (!ca->has_name_constraints)
			continue;
		constraints = X509_get_ext_d2i(
		    ca->x509, NID_name_constraints, NULL, NULL);
		if (constraints == NULL)
			continue; /* OpenSSL refuses it by itself */
		if (sk_GENERAL_SUBTREE_num(constraints->permittedSubtrees) <=
			0 &&
		    sk_GENERAL_SUBTREE_num(constraints->excludedSubtrees) <= 0)
			path_add_fault(path, FINDING_NAME_CONSTRAINT_MALFORMED,
			    ca,
			    "The name constraints of \"%s\" neither permit nor "
			    "exclude anything.",
			    ca->label);
		look_for_periods(path, ca, constraints->permittedSubtrees);
		look_for_periods(path, ca, constraints->excludedSubtrees);
		look_at_wildcards(path, ca, constraints);
		look_at_names(path, ca);
		NAME_CONSTRAINTS_free(constraints);
	}
}

static void
look_at_number(struct judgement *judgement)
{
	const struct path *best = judgement->best;
	size_t work = best == NULL ? 0 : verify_name_work(best);

	if (work <= COMPARISONS_MAX ||
	    report_find(judgement->report, FINDING_TOO_MANY_NAMES) != NULL)
		return;
	report_add(judgement->report, FINDING_TOO_MANY_NAMES, judgement->leaf,
	    "\"%s\" has %zu names, and its CAs so many name constraints that "
	    "%zu comparisons are needed; Go and rustls make %d.",
	    judgement->leaf->label, judgement->leaf->name_count, work,
	    COMPARISONS_MAX);
}

const struct check check_name_constraints = {
    .name = "name-constraints",
    .path = look_at_constraints,
    .report = look_at_number,
};
