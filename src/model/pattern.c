/* Which endpoints are meant; see pattern.h. */
#include "model/pattern.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

bool
pattern_fits(const char *pattern, const char *endpoint_id)
{
	const char *colon = strrchr(endpoint_id, ':');
	CLEANUP(free) char *host = NULL;

	if (pattern == NULL || fnmatch(pattern, endpoint_id, 0) == 0)
		return true;
	if (colon == NULL)
		return false;
	host = mem_strndup(endpoint_id, (size_t)(colon - endpoint_id));
	return fnmatch(pattern, host, 0) == 0;
}
