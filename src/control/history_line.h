/*
 * What was, as JSON, for the daemon's answer and for a command that reads the
 * store itself. One object each:
 *
 *   type	chain
 *   endpoint, address, variant, from, to (null: still)
 *   change	first, renewed, returned (to a certificate that was issued
 *		before the old one), rebuilt (the same certificate, with others
 *		behind it)
 *   chain, count	its id; how many certificates
 *   leaf, before	{fingerprint_sha256, label, issuer, not_before,
 *		not_after}; before: what it replaces, or null
 *   left_s	seconds that the old one had left then; null: none was replaced
 *
 *   type	incident
 *   id, finding, severity, from, to (null: open), duration_s (null: open)
 *   endpoint	that it is about, or null; fingerprint_sha256 likewise
 *   detail, told	untold, in-summary, told, hushed
 *   hushed	{reason, words}: why it is not told; null: it is
 *   acknowledged	{at, until, author, reason}: who sees to it, or null
 *   endpoints, endpoint_count	some that it met, and of how many
 */
#pragma once

#include <jansson.h>

#include "store/history.h"

json_t *history_line(const struct history_entry *entry);
