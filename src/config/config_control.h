/* "control": the socket at which `chainwatch` asks the daemon. */
#pragma once

#include "config/field.h"

extern const struct field_table config_control_table;

struct config;
/* Where it listens, by the configuration; NULL: nowhere. Free it. */
char *config_control_path(const struct config *config);
