/* Who asks; see author.h. */
#include "cli/author.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const char *
author_of_user(char text[AUTHOR_MAX])
{
	const char *name = getuid() == 0 ? getenv("SUDO_USER") : NULL;
	const struct passwd *entry;

	if (name == NULL || *name == '\0') {
		entry = getpwuid(getuid());
		name = entry == NULL ? NULL : entry->pw_name;
	}
	if (name != NULL)
		snprintf(text, AUTHOR_MAX, "%s", name);
	else
		snprintf(text, AUTHOR_MAX, "user %ld", (long)getuid());
	return text;
}
