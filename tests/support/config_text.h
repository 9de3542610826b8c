/* Configurations as text, for the tests of config: what comes out of them, or
 * the one fault that they have. */
#pragma once

#include "config/config.h"

/* A good one, out of bytes; the test fails, with the faults, when it is none.
 * There is no folder: includes and files are not looked at. */
struct config *config_text_load(const char *yaml);
/* Exactly one fault, at this place, with this message. */
void config_text_expect(
    const char *yaml, size_t line, size_t column, const char *message);
/* All faults as they would be printed (free). */
char *config_text_faults(const struct config_faults *faults);
