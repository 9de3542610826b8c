/* "allowed" and "rollout": in what the addresses of an endpoint may differ, and
 * for how long. */
#pragma once

#include "config/field.h"

/* A map; its slot is a struct allowed *, which is replaced. */
extern const struct field_type config_allowed_type;
extern const struct field_table config_allowed_table;
/* A section; its slot is a struct endpoint_rollout. */
extern const struct field_table config_rollout_table;

#define CONFIG_ALLOWED_SENTENCE \
	"In what the addresses of an endpoint may differ from each other; " \
	"anything else is a rollout or divergent-chain."
#define CONFIG_ROLLOUT_SENTENCE \
	"How long old and new certificate may stand side by side at an " \
	"endpoint's addresses."
