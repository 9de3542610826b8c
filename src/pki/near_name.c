/* Why a name that looks right does not do; see near_name.h. */
#include "pki/near_name.h"

#include <string.h>
#include <strings.h>

#define ENTRY_MAX 512 /* octets of an entry that are looked at */

static bool
equals(const char *a, const char *b, size_t b_len)
{
	return strlen(a) == b_len && strncasecmp(a, b, b_len) == 0;
}

static bool
ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);

	return len > end_len && strcasecmp(text + len - end_len, end) == 0;
}

/* "*.rest" against names above and below what it covers. */
static const char *
find_by_wildcard(const char *asked, const char *entry)
{
	if (entry[0] != '*' || entry[1] != '.')
		return NULL;
	if (strcasecmp(asked, entry + 2) == 0)
		return "covers what is before the dot, not the domain itself";
	if (ends_with(asked, entry + 1))
		return "covers one label in place of the star, not several";
	return NULL;
}

/* RFC 6125 let clients take "f*.example.com"; RFC 9525 does not. */
static const char *
find_by_partial(const char *asked, const char *entry)
{
	const char *star = strchr(entry, '*'), *dot = strchr(entry, '.');
	const char *asked_dot = strchr(asked, '.');
	size_t before, after;

	if (star == NULL || dot == NULL || star > dot || asked_dot == NULL ||
	    strcasecmp(dot, asked_dot) != 0)
		return NULL;
	before = (size_t)(star - entry);
	after = (size_t)(dot - star - 1);
	if (before + after == 0 || memchr(star + 1, '*', after) != NULL ||
	    (size_t)(asked_dot - asked) < before + after ||
	    strncasecmp(asked, entry, before) != 0 ||
	    strncasecmp(asked_dot - after, star + 1, after) != 0)
		return NULL;
	return "has a wildcard for a part of a label, which clients ignore";
}

static const char *
find_by_www(const char *asked, const char *entry)
{
	if (strncasecmp(asked, "www.", 4) == 0 &&
	    strcasecmp(asked + 4, entry) == 0)
		return "covers the name without www. only";
	if (strncasecmp(entry, "www.", 4) == 0 &&
	    strcasecmp(entry + 4, asked) == 0)
		return "covers the name with www. only";
	return NULL;
}

/* What is left of a URL, or of a name with spaces around it. */
static void
strip(const char **text, size_t *len)
{
	const char *scheme = strstr(*text, "://");
	size_t lead;

	if (scheme != NULL) {
		*len -= (size_t)(scheme + 3 - *text);
		*text = scheme + 3;
	}
	lead = strspn(*text, " \t\r\n");
	*text += lead;
	*len -= lead;
	*len = strcspn(*text, " \t\r\n/:");
}

static const char *
find_by_form(const struct hostname *asked, const struct cert_name *entry,
    const char *text, size_t len)
{
	struct error err = ERROR_INIT;
	struct hostname name;

	if (entry->fault == DNS_NAME_NUL)
		return equals(asked->text, text, strlen(text))
		    ? "has a NUL and more behind it"
		    : NULL;
	if (entry->fault == DNS_NAME_NOT_ASCII)
		return hostname_parse(text, &name, &err) &&
			strcmp(name.text, asked->text) == 0
		    ? "is written in Unicode, where clients compare the form "
		      "with xn--"
		    : NULL;
	if (entry->fault == DNS_NAME_FINAL_DOT)
		return equals(asked->text, text, len - 1)
		    ? "ends in a dot, with which clients do not compare"
		    : NULL;
	if (entry->fault != DNS_NAME_SPACE && entry->fault != DNS_NAME_URL)
		return NULL;
	strip(&text, &len);
	return equals(asked->text, text, len)
	    ? "has more around it than the name"
	    : NULL;
}

const char *
near_name_find(const struct hostname *asked, const struct cert_name *entry)
{
	char text[ENTRY_MAX + 1];
	const char *reason;

	if (asked->is_address || entry->kind != CERT_NAME_DNS ||
	    entry->raw_len == 0 || entry->raw_len > ENTRY_MAX ||
	    hostname_matches_pattern(asked, entry->raw, entry->raw_len))
		return NULL;
	memcpy(text, entry->raw, entry->raw_len);
	text[entry->raw_len] = '\0';
	reason = find_by_form(asked, entry, text, entry->raw_len);
	if (reason == NULL)
		reason = find_by_wildcard(asked->text, text);
	if (reason == NULL)
		reason = find_by_partial(asked->text, text);
	if (reason == NULL)
		reason = find_by_www(asked->text, text);
	return reason;
}
