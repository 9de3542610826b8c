/* Endpoints of a scenario by the dozen; see scenario_names.h. */
#include "support/scenario_names.h"

#include <fnmatch.h>
#include <string.h>

#include "base/mem.h"

char *
scenario_names_nth(const char *pattern, unsigned long n)
{
	size_t before = strcspn(pattern, "*");
	const char *after = pattern + before + (pattern[before] == '*');

	return mem_printf("%.*s%lu%s", (int)before, pattern, n, after);
}

bool
scenario_names_fit(const char *pattern, const char *name)
{
	if (strchr(pattern, '*') != NULL)
		return fnmatch(pattern, name, 0) == 0;
	return strncmp(name, pattern, strlen(pattern)) == 0;
}
