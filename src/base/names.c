/* Names of enum values; see names.h. */
#include "base/names.h"

#include <string.h>

const char *
names_text(const struct names *names, int value)
{
	if (value < 0 || (size_t)value >= names->count ||
	    names->table[value] == NULL)
		return "?";
	return names->table[value];
}

bool
names_find(const struct names *names, const char *text, int *ret_value)
{
	for (size_t i = 0; i < names->count; i++) {
		if (names->table[i] == NULL ||
		    strcmp(names->table[i], text) != 0)
			continue;
		*ret_value = (int)i;
		return true;
	}
	return false;
}
