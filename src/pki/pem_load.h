/*
 * What servers that use OpenSSL make of a certificate file: the bytes are given
 * to libcrypto's own reader in the way they give them. Beside pem.h, which
 * makes out whatever can be made out.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pki/cert.h"

struct pem_load {
	size_t count; /* certificates read up to the end, or to an error */
	uint8_t first[CERT_SHA256_LEN]; /* the server's; when count > 0 */
	/* SSL_CTX_use_certificate_chain_file and its like, as in nginx, Apache
	 * or Python: an error anywhere, or no certificate at all */
	bool is_refused;
	/* HAProxy takes an error of the PEM text for the end of the file */
	bool is_refused_by_haproxy;
};

struct pem_load pem_load(const uint8_t *bytes, size_t len);
