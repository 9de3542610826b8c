/* Why an event was not told, as JSON: {reason, words}, or null. */
#pragma once

#include <jansson.h>

#include "model/event.h"

json_t *json_hush(const struct event *event);
