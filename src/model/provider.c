/* Products that terminate TLS for others; see provider.h. */
#include "model/provider.h"

#include <string.h>
#include <strings.h>

#define NAMES(...) \
	(const char *const[]) \
	{ \
		__VA_ARGS__, NULL \
	}

#define PROVIDER(id_, key_, name_, patterns_, example_, text_) \
	[PROVIDER_##id_] = { \
	    .name = name_, \
	    .patterns = patterns_, \
	    .example = example_, \
	    .text = text_, \
	},
static const struct provider providers[PROVIDER_COUNT] = {
#include "model/providers.def"
};
#undef PROVIDER

static const char *const keys[PROVIDER_COUNT] = {
#define PROVIDER(id_, key_, ...) [PROVIDER_##id_] = key_,
#include "model/providers.def"
#undef PROVIDER
};

const struct names provider_names = NAMES_INIT(keys);

const struct provider *
provider_get(enum provider_id id)
{
	return id > PROVIDER_NONE && id < PROVIDER_COUNT ? &providers[id]
							 : NULL;
}

/* '*' takes at least one character; it begins a label and ends one, which the
 * rows see to. Patterns have two at most, so that going back is cheap. */
static bool
matches(const char *pattern, const char *name, size_t len)
{
	size_t plain = strcspn(pattern, "*");

	if (plain > len || strncasecmp(pattern, name, plain) != 0)
		return false;
	pattern += plain;
	name += plain;
	len -= plain;
	if (*pattern == '\0')
		return len == 0;
	for (size_t taken = 1; taken <= len; taken++) {
		if (matches(pattern + 1, name + taken, len - taken))
			return true;
	}
	return false;
}

enum provider_id
provider_of_name(const char *name)
{
	size_t len = strlen(name);

	if (len > 0 && name[len - 1] == '.')
		len--;
	for (int id = PROVIDER_NONE + 1; id < PROVIDER_COUNT; id++) {
		const char *const *pattern = providers[id].patterns;

		for (; *pattern != NULL; pattern++) {
			if (matches(*pattern, name, len))
				return (enum provider_id)id;
		}
	}
	return PROVIDER_NONE;
}

enum provider_id
provider_of_names(const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		enum provider_id id = provider_of_name(names[i]);

		if (id != PROVIDER_NONE)
			return id;
	}
	return PROVIDER_NONE;
}
