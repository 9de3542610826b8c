/* "control": the socket at which `chainwatch` asks the daemon. */
#pragma once

#include "base/texts.h"
#include "config/field.h"

extern const struct field_table config_control_table;

struct config;
/* Where it listens, by the configuration; NULL: nowhere. Free it. */
char *config_control_path(const struct config *config);
/* The same where the state is kept in another directory than it says. */
char *config_control_path_in(
    const struct config *config, const char *directory);
/* Where it may be asked, the likelier place first: unless the configuration
 * names a socket or a state of its own, also where the service manager has put
 * it. NULL: one that cannot be read. false: nowhere. */
bool config_control_add_paths(
    const struct config *config, struct texts *ret_paths);
