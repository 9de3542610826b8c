/* The reasons to be quiet by name; see hush.h. */
#include "model/hush.h"

static const char *const table[HUSH_COUNT] = {
    [HUSH_NONE] = "none",
    [HUSH_SILENCED] = "silenced",
    [HUSH_MAINTENANCE] = "maintenance",
    [HUSH_ACKNOWLEDGED] = "acknowledged",
    [HUSH_FLAPPING] = "flapping",
};

const struct names hush_names = NAMES_INIT(table);

const char *
hush_text(enum hush hush)
{
	return names_text(&hush_names, (int)hush);
}
