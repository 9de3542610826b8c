/* Subject, issuer and subjectAltName of a certificate as printable values. */
#pragma once

#include <openssl/x509v3.h>

#include "pki/cert.h"

#define CERT_NAME_TEXT_MAX 4096 /* a distinguished name as text */
#define CERT_ATTRIBUTE_MAX 256	/* characters shown of one attribute value */

/* RFC 4514: last RDN first; escapes of safe_print inside. Free it. */
char *cert_name_format(const X509_NAME *name);
/* Printable value of the most specific attribute of that kind; NULL: none or
 * empty. Free it. */
char *cert_name_attribute(const X509_NAME *name, int nid);
/* What people call a name: its common name, else O or OU; NULL: none of them.
 * Free it. */
char *cert_name_label(const X509_NAME *name);
/* Equal names (RFC 5280 7.1) have equal hashes. */
uint64_t cert_name_hash(const X509_NAME *name);
/* Appends the entries to cert->names; used by cert_extensions.c. */
void cert_names_add(struct cert *cert, const GENERAL_NAMES *names);
void cert_names_clear(struct cert *cert);
