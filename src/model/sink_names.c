/* Sets of sinks; see sink_names.h. */
#include "model/sink_names.h"

#include <string.h>

#include "base/mem.h"

bool
sink_names_next(const char **at, char name[SINK_NAME_MAX + 1])
{
	size_t len;

	if (*at == NULL)
		return false;
	*at += strspn(*at, " ");
	len = strcspn(*at, " ");
	if (len == 0)
		return false;
	memset(name, 0, SINK_NAME_MAX + 1);
	memcpy(name, *at, len < SINK_NAME_MAX ? len : SINK_NAME_MAX);
	*at += len;
	return true;
}

bool
sink_names_have(const char *names, const char *name)
{
	char each[SINK_NAME_MAX + 1];

	while (sink_names_next(&names, each)) {
		if (strcmp(each, name) == 0)
			return true;
	}
	return false;
}

void
sink_names_add(char **names, const char *name)
{
	char *longer;

	if (sink_names_have(*names, name))
		return;
	longer = *names == NULL || **names == '\0'
	    ? mem_strdup(name)
	    : mem_printf("%s %s", *names, name);
	free(*names);
	*names = longer;
}

void
sink_names_add_all(char **names, const char *others)
{
	char each[SINK_NAME_MAX + 1];

	while (sink_names_next(&others, each))
		sink_names_add(names, each);
}

char *
sink_names_without(const char *names, const char *others)
{
	char each[SINK_NAME_MAX + 1], *left = NULL;

	while (sink_names_next(&names, each)) {
		if (!sink_names_have(others, each))
			sink_names_add(&left, each);
	}
	return left;
}
