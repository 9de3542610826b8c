/*
 * Where the changes to a revocation list are to be had: freshestCRL, which
 * stands in certificates (RFC 5280 4.2.1.15), or in the complete list itself
 * (5.2.6), as a CA of Microsoft's writes it. Read when somebody asks: most
 * have none.
 */
#pragma once

#include "base/texts.h"
#include "pki/crl.h"

#define CRL_FRESHEST_MAX 8 /* URLs of both together; the first ones count */

/* Adds those that are not there yet; printable, of any scheme. One that cannot
 * be read gives none. */
void crl_freshest_of_cert(const struct cert *cert, struct texts *urls);
void crl_freshest_of_list(const struct crl *crl, struct texts *urls);
