/*
 * What opening a PKCS#12 file will cost: how often it has passwords hashed, by
 * what it says itself, so that a file that asks for hours is refused before
 * the first of them.
 */
#pragma once

#include <openssl/pkcs12.h>
#include <stdbool.h>

#include "base/error.h"

#define PKCS12_MAX_ITERATIONS 1000000 /* of turning a password into a key */
#define PKCS12_MAX_WORK 4000000	      /* of all parts, seal and tries */

/* false: the seal (its MAC) or one of the parts, or all together, go beyond the
 * limits (ERROR_LIMIT), or the seal is one that no program makes
 * (ERROR_INVALID). Parts may be of any type. tries: passwords that may be
 * meant; the seal is tried with each, and parts are where there is none. */
bool pkcs12_cost_check(const PKCS12 *file, const STACK_OF(PKCS7) * parts,
    unsigned tries, struct error *err) MUST_CHECK;
