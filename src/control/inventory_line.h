/*
 * A certificate of the inventory as JSON, for the daemon's answer and for a
 * command that reads the store itself:
 *
 *   label, fingerprint_sha256, malformed, subject, issuer, serial, not_before,
 *   not_after, key, key_sha256, signature, is_ca, names	as in the
 *judge's JSON; of one that was not kept only label, issuer and dates
 *   issuer_label
 *   use	own (a server's), issuer (sent behind one), anchor (needed, and
 *		not sent), unused (served by nobody now)
 *   first_seen, since	in all; by those that serve it now
 *   ended	when it was last served; null: it is, or never was
 *   served	[{endpoint, address, variant, since}], 50 at most
 *   served_count
 *   endpoints	who serves it, or breaks with it; 50 at most
 *   endpoint_count
 *   unwatched	names of a server's own one that no endpoint is called by
 */
#pragma once

#include <jansson.h>

#include "control/name_set.h"
#include "store/inventory.h"

/* issuer: text in the issuer's name, in any case; pattern: of endpoints or of
 * the certificate's names. Either may be NULL. */
struct inventory_filter {
	const char *issuer, *pattern;
};

/* NULL: it does not pass. */
json_t *inventory_line(const struct inventory_cert *cert,
    const struct inventory_filter *filter, struct name_set *watched);
