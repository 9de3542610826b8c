/*
 * Names in a recipe's text as libcrypto objects. In values a backslash quotes
 * the next character, and \xNN gives any byte. Broken text aborts: it is a
 * mistake in a test.
 */
#pragma once

#include <openssl/x509v3.h>

/* "CN=www.example.test,O=Example": RFC 4514 order, as struct cert shows it. ""
 * and NULL are the empty name. */
X509_NAME *mint_names_dn(const char *text);
/* "DNS:a.test,IP:192.0.2.1,IP:hex=0a00,email:x@y,URI:http://x,dirName:CN=x". */
GENERAL_NAMES *mint_names_alternative(const char *text);
