/*
 * What a list of endpoints ("endpoints_from") held before, for a daemon that
 * starts while the list cannot be read: endpoints that are known from before
 * and that nothing else lists are taken for those of the first list at fault,
 * with the settings of that list, until it can be read. Their own labels are
 * not known.
 */
#pragma once

#include "config/config.h"

/* Was there a list that could not be read, or that is no list? */
bool assumed_list_is_wanted(const struct config *config);
/* ids: those known from before. Adds to the endpoints of the configuration,
 * and gives how many. The next target_lists_refresh reads each file that is at
 * fault again, and tells it. */
size_t assumed_list_make(struct config *config, const struct texts *ids);
