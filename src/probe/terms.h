/*
 * The terms on which a server is asked, by variant: what it may sign with, by
 * which ciphers, up to which version. Private to handshake.c.
 */
#pragma once

#include <openssl/ssl.h>
#include <stdbool.h>

#include "base/cleanup.h"
#include "model/variant.h"

/* False: libssl has no memory for it. */
bool terms_set(SSL *ssl, enum variant variant) MUST_CHECK;
/* Is the server told by which name it is meant? */
bool terms_have_name(enum variant variant);
