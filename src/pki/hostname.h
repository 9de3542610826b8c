/*
 * Names that clients ask for, and whether a certificate answers to them
 * (RFC 6125, RFC 9525; addresses RFC 5280 4.2.1.6). Never the common name.
 */
#pragma once

#include "base/error.h"
#include "base/ip_address.h"
#include "pki/cert.h"

#define HOSTNAME_MAX 253

/* A host name or IP address in the form to compare, resolve and send as SNI. */
struct hostname {
	bool is_address;
	struct ip_address address;   /* when is_address */
	char text[HOSTNAME_MAX + 3]; /* A-labels, lower case, no final dot; or
				      * the canonical address */
};

/* Takes IDN in either form (IDNA 2008, libidn2), IPv4 and IPv6 text with or
 * without brackets. Refuses empty and over-long labels, characters outside
 * LDH and "_", wildcards, and names that end in a number. */
bool hostname_parse(
    const char *text, struct hostname *ret_name, struct error *err) MUST_CHECK;
/* Of `from` no more is read than its text has: it may lie in a block of memory
 * that is cut there (endpoint_pack). */
void hostname_copy(struct hostname *to, const struct hostname *from);
/* Does one dNSName pattern cover the name: case-blind, "*" only as the whole
 * left-most label, for exactly one label. */
bool hostname_matches_pattern(
    const struct hostname *name, const uint8_t *pattern, size_t len);
bool hostname_matches_cert(
    const struct hostname *name, const struct cert *cert);
/* IP text stands as a dNSName of the certificate: a common mistake. */
bool hostname_is_address_as_dns(
    const struct hostname *name, const struct cert *cert);
