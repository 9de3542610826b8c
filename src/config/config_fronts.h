/* Where an endpoint is reached, as the configuration says it. */
#pragma once

#include "config/field.h"

#define CONFIG_MOST_ADDRESSES 256

/* An item of "addresses"; the slot is the endpoint, which gets a front. */
extern const struct field_type config_address_type;
/* An item of "fronts": a map; the slot is the endpoint. */
extern const struct field_type config_front_type;
extern const struct field_table config_front_table;
