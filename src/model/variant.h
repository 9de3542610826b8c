/*
 * enum variant: how a server is asked, because the answer may differ: servers
 * hold certificates of two key types, show another one to who names no host,
 * and some show another chain to old protocols. What a modern client gets is
 * the usual one.
 */
#pragma once

#include "base/names.h"

enum variant {
	VARIANT_USUAL,
	VARIANT_RSA,   /* signatures by RSA keys only */
	VARIANT_ECDSA, /* ... by ECDSA keys only */
	VARIANT_NO_SNI,
	VARIANT_TLS12,
	VARIANT_COUNT,
};

/* A set of them: a bit for each. */
#define VARIANT_BIT(variant) (1u << (variant))
/* Few servers have a second key type, and of those that have, the one that
 * modern clients do not see is the one that nobody looks at. */
#define VARIANTS_DEFAULT (VARIANT_BIT(VARIANT_RSA) | VARIANT_BIT(VARIANT_ECDSA))

/* "usual", "rsa", "ecdsa", "no-sni", "tls1.2": in configuration, store, JSON */
extern const struct names variant_names;

const char *variant_text(enum variant variant);
bool variants_have(unsigned variants, enum variant variant);
/* For sentences: "RSA", "without SNI"; "" for the usual one. */
const char *variant_words(enum variant variant);
