/*
 * Whether libssl, as this process has it, asks probe/cert_reuse.c for
 * certificates: the dynamic linker decides that, and says nothing. It does not
 * where libssl is linked in, or bound to libcrypto, or where a newer one calls
 * another function.
 *
 * So a client of ours is told a ServerHello and a Certificate that is none,
 * which libssl has to have parsed to know that. No socket, no key but the
 * client's own, some hundred microseconds.
 */
#pragma once

#include <stdbool.h>

#include "probe/cert_reuse.h"
#include "probe/handshake.h"

/* reuse is the handshaker's own. */
bool reuse_trial_is_asked(
    struct handshaker *handshaker, const struct cert_reuse *reuse);
