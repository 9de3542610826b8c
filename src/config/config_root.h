/* The keys at the top of a configuration file. */
#pragma once

#include "config/field.h"

extern const struct field_table config_root_table; /* of struct config */

/* All but endpoints and includes, which are kept for later. */
void config_root_decode(
    struct field_reader *reader, const struct yaml_node *root);
