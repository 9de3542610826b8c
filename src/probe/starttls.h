/*
 * How each protocol is asked for TLS: kinds of dialogues, one for each enum
 * starttls.
 */
#pragma once

#include "model/starttls.h"
#include "probe/dialogue.h"

/* NULL for STARTTLS_NONE. */
const struct dialogue_kind *starttls_kind(enum starttls starttls);

/* What all of them have in common, for the initialiser of a kind. */
#define STARTTLS_KIND_COMMON \
	.peer = "the server", .is_upgrade = true, \
	.closed = FAILURE_STARTTLS_CLOSED, .broken = FAILURE_STARTTLS_RESET, \
	.silent = FAILURE_STARTTLS_TIMEOUT, \
	.too_long = FAILURE_STARTTLS_TOO_LONG

extern const struct dialogue_kind starttls_postgres;
