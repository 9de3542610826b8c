/*
 * What checking one signature by a key costs, in units of one P-256 check
 * (about 60 us): read once with the key, and counted by signature.h.
 */
#pragma once

#include "pki/cert.h"

unsigned key_cost(EVP_PKEY *pkey, enum cert_key_kind kind, int bits);
