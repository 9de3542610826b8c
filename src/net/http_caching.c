/* How long an answer may be used; see http_caching.h. */
#include "net/http_caching.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MAX_AGE_MOST_S (366 * (int64_t)86400)

/* NULL: it is not there. Lent until the next one. */
static const char *
find_header(CURL *easy, const char *name)
{
	struct curl_header *header;

	if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &header) !=
	    CURLHE_OK)
		return NULL;
	return header->value;
}

/* What is sent back has to be what came, or nothing. */
static void
copy_header(CURL *easy, const char *name, char to[HTTP_TAG_MAX])
{
	const char *value = find_header(easy, name);

	to[0] = '\0';
	if (value == NULL || strlen(value) >= HTTP_TAG_MAX)
		return;
	for (const char *p = value; *p != '\0'; p++) {
		if (*p < ' ' || *p > '~')
			return;
	}
	snprintf(to, HTTP_TAG_MAX, "%s", value);
}

static int64_t
read_seconds(const char *text)
{
	size_t digits = strspn(text, "0123456789");
	int64_t seconds;

	if (digits == 0)
		return -1;
	seconds = digits > 9 ? MAX_AGE_MOST_S : strtoll(text, NULL, 10);
	return seconds < MAX_AGE_MOST_S ? seconds : MAX_AGE_MOST_S;
}

static bool
is_directive(const char *text, size_t len, const char *name)
{
	return len == strlen(name) && strncasecmp(text, name, len) == 0;
}

int64_t
http_caching_max_age(const char *cache_control)
{
	int64_t found = -1;

	for (const char *p = cache_control; *p != '\0';) {
		size_t len;

		p += strspn(p, " \t,");
		len = strcspn(p, " \t,=");
		if (is_directive(p, len, "no-cache") ||
		    is_directive(p, len, "no-store"))
			return 0;
		if (is_directive(p, len, "max-age") && p[len] == '=')
			found = read_seconds(p + len + 1 + (p[len + 1] == '"'));
		p += strcspn(p, ",");
	}
	return found;
}

void
http_caching_read(CURL *easy, struct http_caching *ret_caching)
{
	const char *value = find_header(easy, "Cache-Control");
	int64_t age_s;

	*ret_caching = (struct http_caching){.max_age_s = -1};
	if (value != NULL)
		ret_caching->max_age_s = http_caching_max_age(value);
	value = find_header(easy, "Age");
	age_s = value == NULL ? 0 : read_seconds(value);
	if (ret_caching->max_age_s > 0 && age_s > 0)
		ret_caching->max_age_s = ret_caching->max_age_s > age_s
		    ? ret_caching->max_age_s - age_s
		    : 0;
	copy_header(easy, "ETag", ret_caching->etag);
	copy_header(easy, "Last-Modified", ret_caching->last_modified);
}
