/*
 * Which certificates of the best path are looked at for how they are written:
 * rules that most clients do not enforce, and somebody could have kept.
 */
#pragma once

#include "judge/judgement.h"

/* Was certificate i of the best path sent, or is it an anchor of the operator's
 * own. How a public root is written is nobody's business here, nor how what
 * the server did not send is. */
bool written_matters(const struct judgement *judgement, size_t i);
/* Does certificate i sign itself, as far as can be told without checking. */
bool written_by_itself(const struct path *path, size_t i);
