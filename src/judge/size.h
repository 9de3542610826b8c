/* What is too large to be judged to its end. */
#pragma once

#include "judge/judgement.h"

/* The search was stopped before it reached an anchor: why it reaches none is
 * not known, and nothing may be said of it. */
bool size_hides_cause(const struct judgement *judgement);
