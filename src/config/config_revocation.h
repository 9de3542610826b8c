/*
 * "revocation": the section says how it is asked whether certificates were
 * revoked, and fills struct config_revocation; the key of endpoints and of the
 * defaults says whether, and what follows.
 */
#pragma once

#include "config/field.h"

extern const struct field_table config_revocation_table;

/* Of endpoints and of the defaults: a uint8_t, enum revocation_mode. */
extern const struct field_type config_revocation_mode_type;

#define CONFIG_REVOCATION_SENTENCE \
	"Whether it is asked if certificates were revoked, by their lists " \
	"and OCSP responders: 'soft' tells what is revoked, and as a notice " \
	"that nothing can be learnt; for 'hard' that is critical; 'off' does " \
	"not ask."
