/*
 * Many endpoints of a scenario by one name: "web" is web1, web2 ..., and
 * "web*.north" is web1.north, web2.north ..., all of one zone.
 */
#pragma once

#include <stdbool.h>

/* The n-th; owned by the caller. */
char *scenario_names_nth(const char *pattern, unsigned long n);
bool scenario_names_fit(const char *pattern, const char *name);
