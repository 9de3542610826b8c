/*
 * Signature algorithms: SHA-256 or better on everything below the root. A
 * root's signature on itself protects nothing and is not looked at. Whether
 * signatures verify was settled when the paths were searched.
 */
#include "judge/judgement.h"

#define MIN_SECURITY_BITS 128 /* against collisions: SHA-256 */

static void
look_at_signatures(const struct judgement *judgement UNUSED, struct path *path)
{
	for (size_t i = 0; i < path->len; i++) {
		const struct cert *cert = path->certs[i].cert;

		if (path_is_root(path, i) || cert->signature.security_bits < 0)
			continue;
		if (cert->signature.security_bits >= MIN_SECURITY_BITS)
			continue;
		path_add_fault(path, FINDING_WEAK_SIGNATURE, cert,
		    "\"%s\" is signed with %s; SHA-256 is the least.",
		    cert->label, cert->signature.text);
	}
}

const struct check check_signature = {
    .name = "signature",
    .path = look_at_signatures,
};
