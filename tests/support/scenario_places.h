/*
 * Where a scenario's targets are: @N as a place, and back. @1 is 192.0.2.1,
 * @601 is 2001:db8::1, @1001 is 198.18.1.1 and in a network of its own, as each
 * from there on.
 */
#pragma once

#include "model/place.h"

struct place scenario_place_at(int number);
unsigned scenario_place_number(const struct place *place);
