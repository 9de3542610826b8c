/* The keys of "defaults", and what endpoints take over from them. */
#pragma once

#include "config/field.h"

/* The slot of its rows is struct config_defaults. */
extern const struct field_table config_defaults_table;
extern const struct field_type config_defaults_type; /* a section */

/* Is a probe longer than the time between two? Adds the fault at the key of
 * map that made it so. */
void config_check_timeout(struct field_reader *reader,
    const struct yaml_node *map, int64_t interval_s, int64_t timeout_ms);

/* The limits that "defaults" and "endpoints" share. */
#define CONFIG_LEAST_INTERVAL_S 10
#define CONFIG_MOST_INTERVAL_S (30 * 86400)
#define CONFIG_LEAST_TIMEOUT_S 1
#define CONFIG_MOST_TIMEOUT_S 120
#define CONFIG_MOST_TRUST 16
