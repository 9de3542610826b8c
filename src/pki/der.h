/*
 * Is it DER, and not just BER that libcrypto reads all the same? Clients with
 * a strict reader (Go, rustls, NSS) refuse the difference.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define DER_MAX_DEPTH 32 /* elements inside each other; deeper is a fault */

/* The first breach of X.690's rules for DER in the elements at bytes, in words;
 * NULL: none. Looks at tags, lengths and the values of booleans, integers and
 * bit strings; not at default values, nor at the order in sets. */
const char *der_find_fault(const uint8_t *bytes, size_t len);
