/* What differs between two chains, and how far a new one has come, as JSON. */
#pragma once

#include <jansson.h>

#include "model/event.h"

/* [{"what", "before", "after", "is_worse"}], the worst first. */
json_t *json_changes(const struct chain_changes *changes);
/* {"done", "total", "since", "taken_back"}; null: it is not about one. */
json_t *json_rollout(const struct event_rollout *rollout);
