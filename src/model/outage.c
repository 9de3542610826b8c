/* An outage of the monitor's own, as it is kept; see outage.h. */
#include "model/outage.h"

static const char *const texts[OUTAGE_COUNT] = {
    [OUTAGE_NETWORK] = "network",
    [OUTAGE_DNS] = "dns",
};

const struct names outage_names = NAMES_INIT(texts);

bool
outage_is_same(const struct outage *a, const struct outage *b)
{
	return a->of == b->of && a->since == b->since &&
	    a->back_since == b->back_since && a->looks == b->looks &&
	    a->bad == b->bad && a->ended_at == b->ended_at &&
	    a->was_back_at == b->was_back_at && a->returns == b->returns;
}
