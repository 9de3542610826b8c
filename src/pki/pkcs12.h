/*
 * The certificates of a PKCS#12 file (RFC 7292), as trust stores come in it:
 * Java's cacerts, what a CA hands out as .p12 or .pfx. Private keys in it are
 * not looked at.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/array.h"
#include "base/error.h"
#include "pki/cert.h"

#define PKCS12_MAX_CERTS 10000
#define PKCS12_MAX_DEPTH 4 /* bags within bags */

struct pkcs12_certs {
	ARRAY(struct cert *) items; /* a reference each; malformed ones too */
};

/* Does it begin as one? */
bool pkcs12_is(const uint8_t *bytes, size_t len);
/*
 * In the order of the file. Where it marks certificates as trusted, as Java
 * does, only these: the others are chains of keys. password NULL: none, and
 * "changeit", which is what Java's own store has, are tried. What old programs
 * encrypted with RC2 is read where libcrypto has its legacy provider.
 */
bool pkcs12_read(const uint8_t *bytes, size_t len, const char *password,
    struct pkcs12_certs *ret_certs, struct error *err) MUST_CHECK;
void pkcs12_certs_clear(struct pkcs12_certs *certs);
