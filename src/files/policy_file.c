/* Policies out of files; see policy_file.h. */
#include "files/policy_file.h"

#include <assert.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "files/policy_shipped.h"
#include "model/policy_lines.h"

#define SHIPPED_MAX 4

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
		return policy_read(shipped, policy_shipped_count, NULL, err);
	if (!file_read(path, POLICY_MAX_BYTES, &bytes, &own.len, err))
		return NULL;
	own.text = (const char *)bytes;
	return policy_read(shipped, policy_shipped_count, &own, err);
}
