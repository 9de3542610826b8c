/* Which logs have seen a certificate; see transparency.h. */
#include "model/transparency.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/names.h"

static const char *const ways[] = {
    [SCT_EMBEDDED] = "embedded",
    [SCT_HANDSHAKE] = "handshake",
    [SCT_STAPLED] = "stapled",
};

static const char *const standings[] = {
    [SCT_VALID] = "valid",
    [SCT_INVALID] = "invalid",
    [SCT_UNKNOWN_LOG] = "unknown-log",
    [SCT_UNCHECKED] = "unchecked",
};

const struct names sct_way_names = NAMES_INIT(ways);
const struct names sct_standing_names = NAMES_INIT(standings);

struct transparency *
transparency_new(void)
{
	return MEM_NEW(struct transparency);
}

void
transparency_free(struct transparency *transparency)
{
	if (transparency == NULL)
		return;
	ARRAY_EACH (sct, &transparency->scts) {
		free(sct->log);
		free(sct->operator);
		free(sct->why);
	}
	ARRAY_CLEAR(&transparency->scts);
	free(transparency->list);
	free(transparency);
}

unsigned
transparency_count(
    const struct transparency *transparency, enum sct_standing standing)
{
	unsigned count = 0;

	ARRAY_EACH (sct, &transparency->scts)
		count += sct->standing == standing;
	return count;
}
