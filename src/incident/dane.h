/*
 * TLSA records that are not known now: what a look shows says nothing of them
 * then, and is no clean look for what they had opened.
 */
#pragma once

#include "model/incident.h"
#include "model/verdict.h"

/* Does the look leave open whether this still holds? */
bool dane_is_open(
    const struct incident *incident, const struct verdict *verdict);
