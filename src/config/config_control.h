/* "control": the socket at which `chainwatch` asks the daemon. */
#pragma once

#include "config/field.h"

extern const struct field_table config_control_table;

struct config;
/* Where it listens, by the configuration; NULL: nowhere. Free it. */
char *config_control_path(const struct config *config);
/* The same where the state is kept in another directory than it says. */
char *config_control_path_in(
    const struct config *config, const char *directory);
/* Where it is asked where the service manager may have made the socket: NULL
 * where the configuration names one, or a state of its own. Lent. */
const char *config_control_service_path(const struct config *config);
