/*
 * The protocols that begin in the clear and turn to TLS when asked: the words
 * of the configuration and of `check --starttls`.
 */
#pragma once

#include <stdint.h>

#include "base/names.h"

enum starttls {
	STARTTLS_NONE, /* TLS from the first byte */
	STARTTLS_POSTGRES,
	STARTTLS_COUNT,
};

extern const struct names starttls_names;
/* Where it is spoken unless told otherwise; 0 for STARTTLS_NONE. */
uint16_t starttls_port(enum starttls starttls);
/* What `openssl s_client -starttls` calls it; NULL: it does not speak it. */
const char *starttls_openssl(enum starttls starttls);
