/* Which kind of JSON is wanted; see accept.h. */
#include "web/accept.h"

#include <string.h>
#include <strings.h>

#define SPACES " \t"

/* How welcome a type is, in thousandths, and by how exact a range. */
struct welcome {
	int weight, exactness;
};

/* "q=0.123" of the parameters up to the end; 1000 without one. */
static int
read_weight(const char *at, const char *end)
{
	while ((at = memchr(at, ';', (size_t)(end - at))) != NULL) {
		int weight = 0, unit = 1000;

		at++;
		at += strspn(at, SPACES);
		if (at + 2 >= end || strncasecmp(at, "q=", 2) != 0)
			continue;
		for (at += 2; at < end; at++) {
			if (*at == '.')
				continue;
			if (*at < '0' || *at > '9' || unit == 0)
				break;
			weight += (*at - '0') * unit;
			unit /= 10;
		}
		return weight > 1000 ? 1000 : weight;
	}
	return 1000;
}

/* 0: the range does not fit the type; more: how exactly it does. */
static int
fit(const char *range, size_t len, const char *type)
{
	size_t family = (size_t)(strchr(type, '/') - type) + 1;

	if (len == strlen(type) && strncasecmp(range, type, len) == 0)
		return 3;
	if (len == family + 1 && strncasecmp(range, type, family) == 0 &&
	    range[family] == '*')
		return 2;
	return len == 3 && strncmp(range, "*/*", 3) == 0;
}

static void
weigh(struct welcome *welcome, const char *range, const char *end,
    const char *type)
{
	size_t len = strcspn(range, ";," SPACES);
	int exactness;

	if (len > (size_t)(end - range))
		len = (size_t)(end - range);
	exactness = fit(range, len, type);
	if (exactness <= welcome->exactness)
		return;
	welcome->exactness = exactness;
	welcome->weight = read_weight(range, end);
}

bool
accept_read(const char *accept, bool *ret_is_lines)
{
	struct welcome document = {0}, lines = {0};
	bool is_said = false;

	for (const char *at = accept; at != NULL && *at != '\0';) {
		size_t len;

		at += strspn(at, SPACES ",");
		len = strcspn(at, ",");
		is_said |= len > 0;
		weigh(&document, at, at + len, "application/json");
		weigh(&lines, at, at + len, "application/x-ndjson");
		at += len;
	}
	if (!is_said)
		document.weight = 1000;
	*ret_is_lines = lines.weight > document.weight;
	return document.weight > 0 || lines.weight > 0;
}
