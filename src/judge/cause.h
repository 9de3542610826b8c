/*
 * Root cause first is more than severity: what follows from another finding is
 * left out, so that one fault shows as one code.
 */
#pragma once

#include "model/report.h"

void cause_suppress(struct report *report);
