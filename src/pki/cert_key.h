/* The public key and the signature algorithm of a certificate, as values. */
#pragma once

#include "pki/cert.h"

/* Fill cert->key and cert->signature from cert->x509; used by cert.c. */
void cert_key_read(struct cert *cert);
void cert_signature_read(struct cert *cert);
/* key_cost.h, of a key that comes without a certificate. */
unsigned cert_key_cost(EVP_PKEY *pkey);
