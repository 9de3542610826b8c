/*
 * One certificate as JSON (store/cert_record.h):
 *
 *   entry	as the inventory has it (control/inventory_line.h)
 *   pem	null: its bytes were not kept
 *   locations	{issuers, ocsp, crls}: URLs that it names
 *   seen	[{endpoint, address, variant, from, to, position}]: every place
 *		that ever showed a chain with it; position in what was sent,
 *		from 1; null: it was needed and not sent
 *   seen_count, from	all of them, and the number of the first
 *   issuers	[{label, fingerprint_sha256, issuer_label, not_after,
 *verified}]: that stand in a chain with it and signed it; verified null: bytes
 *are missing, it is so by its name issued	the same of what it signed;
 *has_more_issued
 */
#pragma once

#include <jansson.h>

#include "control/name_set.h"
#include "store/cert_record.h"

/* Checks signatures, so it costs some: for one certificate, not for a list. */
json_t *certificate_line(
    const struct cert_record *record, struct name_set *watched);
