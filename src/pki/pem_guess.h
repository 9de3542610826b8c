/* What bytes that are no clean PEM look like, so that a message can say it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum pem_encoding {
	PEM_ENCODING_BYTES, /* ASCII or a superset of it */
	PEM_ENCODING_UTF16_LE,
	PEM_ENCODING_UTF16_BE,
};

enum pem_encoding pem_guess_encoding(const uint8_t *bytes, size_t len);
/* "a web page (HTML)", "a Java key store", ...; never NULL. */
const char *pem_guess_content(const uint8_t *bytes, size_t len);
/* Length of the DER element that begins here with its header; 0: none, or it
 * does not fit. */
size_t pem_guess_der_len(const uint8_t *bytes, size_t len);
/* A private key in DER (PKCS#1, SEC 1 or PKCS#8)? */
bool pem_guess_is_der_key(const uint8_t *bytes, size_t len);
