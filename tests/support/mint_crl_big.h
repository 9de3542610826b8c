/* Lists as long as those of large CAs: that of a recipe, with as many other
 * entries before its own as are wanted, signed with the same algorithm. */
#pragma once

#include "support/mint_crl.h"

#define MINT_CRL_FILLER_BYTES 38 /* of one entry */

/* The DER; free it. The recipe revokes at least one. */
uint8_t *mint_crl_big(
    const struct mint_crl_recipe *recipe, size_t fillers, size_t *ret_len);
