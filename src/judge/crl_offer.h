/*
 * Who could have signed a revocation list that is to be fetched, beside the
 * issuer of the certificate that it is for: so that whoever fetches it can tell
 * it from one that somebody made up. By the same rules as crl_signer.h.
 */
#pragma once

#include "judge/judgement.h"

/* For lists of the path's certificate i, into want: certificates at hand that
 * have its issuer's name, or one that it names (cRLIssuer), may sign lists, are
 * vouched for and not revoked. RFC 5280 6.3.3 (b), (f). */
void crl_offer(const struct judgement *judgement, const struct path *path,
    size_t i, struct want *want);
