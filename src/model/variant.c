/* Names of the ways a server is asked; see variant.h. */
#include "model/variant.h"

static const char *const table[VARIANT_COUNT] = {
    [VARIANT_USUAL] = "usual",
    [VARIANT_RSA] = "rsa",
    [VARIANT_ECDSA] = "ecdsa",
    [VARIANT_NO_SNI] = "no-sni",
    [VARIANT_TLS12] = "tls1.2",
};

static const char *const words[VARIANT_COUNT] = {
    [VARIANT_USUAL] = "",
    [VARIANT_RSA] = "RSA",
    [VARIANT_ECDSA] = "ECDSA",
    [VARIANT_NO_SNI] = "without SNI",
    [VARIANT_TLS12] = "TLS 1.2",
};

const struct names variant_names = NAMES_INIT(table);

const char *
variant_text(enum variant variant)
{
	return names_text(&variant_names, variant);
}

bool
variants_have(unsigned variants, enum variant variant)
{
	return (variants & VARIANT_BIT(variant)) != 0;
}

const char *
variant_words(enum variant variant)
{
	return words[variant];
}
