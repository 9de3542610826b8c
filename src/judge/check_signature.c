/*
 * Signature algorithms: SHA-256 or better on everything below the root, and the
 * same named inside and outside. A root's signature on itself protects nothing
 * and keeps no path from being valid. Whether signatures verify was settled
 * when the paths were searched.
 */
#include "judge/written.h"

#define MIN_SECURITY_BITS 128 /* against collisions: SHA-256 */

static void
look_at_signatures(const struct judgement *judgement UNUSED, struct path *path)
{
	for (size_t i = 0; i < path->len; i++) {
		const struct cert *cert = path->certs[i].cert;

		if (path_is_root(path, i))
			continue;
		if (!cert->signature.is_consistent)
			path_add_fault(path,
			    FINDING_SIGNATURE_ALGORITHM_MISMATCH, cert,
			    "\"%s\" is signed with %s, and names another "
			    "algorithm inside.",
			    cert->label, cert->signature.text);
		if (cert->signature.security_bits < 0)
			continue;
		if (cert->signature.security_bits >= MIN_SECURITY_BITS)
			continue;
		path_add_fault(path, FINDING_WEAK_SIGNATURE, cert,
		    "\"%s\" is signed with %s; SHA-256 is the least.",
		    cert->label, cert->signature.text);
	}
}

static void
look_at_root(struct judgement *judgement)
{
	const struct path *best = judgement->best;
	const struct cert *root;

	if (best == NULL || !path_is_root(best, best->len - 1) ||
	    !written_matters(judgement, best->len - 1))
		return;
	root = best->certs[best->len - 1].cert;
	if (!root->signature.is_consistent)
		report_add(judgement->report,
		    FINDING_SIGNATURE_ALGORITHM_MISMATCH, root,
		    "The root \"%s\" is signed with %s, and names another "
		    "algorithm inside.",
		    root->label, root->signature.text);
}

const struct check check_signature = {
    .name = "signature",
    .path = look_at_signatures,
    .report = look_at_root,
};
