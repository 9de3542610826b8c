/* Which endpoints are meant; see pattern.h. */
#include "model/pattern.h"

#include <ctype.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"

#define PATTERN_MAX 4096

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

char *
pattern_with(const char *text)
{
	struct strbuf pattern = STRBUF_INIT(PATTERN_MAX);
	bool has_wildcards;

	if (text == NULL || *text == '\0')
		return NULL;
	has_wildcards = strpbrk(text, "*?") != NULL;
	if (!has_wildcards)
		strbuf_add_char(&pattern, '*');
	for (; *text != '\0'; text++) {
		char c = (char)tolower((unsigned char)*text);

		/* "[2001:db8::1]" is meant as it stands. */
		if (c == '[' && !has_wildcards)
			strbuf_add(&pattern, "[[]");
		else
			strbuf_add_char(&pattern, c);
	}
	if (!has_wildcards)
		strbuf_add_char(&pattern, '*');
	return strbuf_take(&pattern);
}
