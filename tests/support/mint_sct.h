/*
 * Embedded timestamps (RFC 6962 3.3) for minted certificates: of a log that
 * does not exist, with signatures that are none.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define MINT_SCT_MAX 8
/* Of one list: two octets, and 2 + 49 for each */
#define MINT_SCT_LIST_MAX (2 + MINT_SCT_MAX * 51)

/* The list itself, as a handshake has it. Returns its length. */
size_t mint_sct_list(const int64_t *timestamps_ms, size_t count,
    uint8_t list[MINT_SCT_LIST_MAX]);
/* Text for mint_recipe.extensions; free it. */
char *mint_sct_extension(const int64_t *timestamps_ms, size_t count);
