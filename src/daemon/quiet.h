/* What the configuration says need not be told, given to the fleet. */
#pragma once

#include "config/config.h"

void quiet_configure(
    struct fleet *fleet, const struct config *config, int64_t now);
