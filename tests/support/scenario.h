/*
 * Plays a scenario: a story about a fleet on a fake clock, with the events
 * that a person would want, exactly those and nothing more. The language is
 * told in tests/scenarios/README.
 */
#pragma once

#include <stdbool.h>

#include "base/strbuf.h"

/* false: complaint says what went otherwise, with file and line. */
bool scenario_play(const char *path, struct strbuf *complaint);
