/* Policies out of files; see policy_file.h. */
#include "files/policy_file.h"

#include <assert.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "clients/profile.h"
#include "files/policy_shipped.h"
#include "model/policy_lines.h"

#define SHIPPED_MAX 4

/* What the text itself cannot know: which clients there are. */
static bool
check_clients(const struct policy *policy, struct error *err)
{
	ARRAY_EACH (rule, &policy->rules) {
		const char *unknown =
		    client_profile_find_unknown(&rule->lacking);

		if (unknown != NULL)
			return error_set(err, ERROR_INVALID,
			    "%s: rule '%s': no client is called '%s' "
			    "(chainwatch clients)",
			    policy->name, rule->name, unknown);
	}
	return true;
}

static struct policy *
checked(struct policy *take_policy, struct error *err)
{
	if (take_policy == NULL || check_clients(take_policy, err))
		return take_policy;
	policy_unref(take_policy);
	return NULL;
}

struct policy *
policy_file_load(const char *path, struct error *err)
{
	struct policy_text shipped[SHIPPED_MAX], own = {.name = path};
	CLEANUP(free) uint8_t *bytes = NULL;

	assert(policy_shipped_count <= SHIPPED_MAX);
	for (size_t i = 0; i < policy_shipped_count; i++) {
		shipped[i] = policy_shipped[i];
		shipped[i].len = strlen(shipped[i].text);
	}
	if (path == NULL)
		return checked(
		    policy_read(shipped, policy_shipped_count, NULL, err), err);
	if (!file_read(path, POLICY_MAX_BYTES, &bytes, &own.len, err))
		return NULL;
	own.text = (const char *)bytes;
	return checked(
	    policy_read(shipped, policy_shipped_count, &own, err), err);
}
