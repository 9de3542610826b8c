/*
 * A silence as JSON: id, pattern, labels {}, finding, certificate, tied,
 * reason, author, set_at, ends_at, configured.
 */
#pragma once

#include <jansson.h>

#include "model/silence.h"

json_t *render_silence(const struct silence *silence);
