/* What differs between two chains, as JSON. */
#pragma once

#include <jansson.h>

#include "model/chain_change.h"

/* [{"what", "before", "after", "is_worse"}], the worst first. */
json_t *json_changes(const struct chain_changes *changes);
