/* The extensions of a certificate that the layers above ask for. */
#pragma once

#include "pki/cert.h"

/* Fills the extension fields of cert from cert->x509; used by cert.c. */
void cert_extensions_read(struct cert *cert);
void cert_extensions_clear(struct cert *cert);
