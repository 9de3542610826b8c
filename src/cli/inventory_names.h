/*
 * Whether the names of certificates lead to who serves them: asked of DNS for a
 * window of entries (control/inventory_line.h) at a time.
 */
#pragma once

#include <jansson.h>

#include "cli/names_asked.h"

/* Sets of each entry:
 *	unresolved  names that DNS does not know, or gives no address
 *	elsewhere   [{name, addresses}]: names that lead to none of the
 *		    addresses at which the certificate is served
 * null where it was not asked, or who serves it is not known in full. asked
 * NULL: nothing is asked. */
void inventory_names(struct names_asked *asked, json_t *entries);
