/* Which dead letters are told; see burials.h. */
#include "notify/burials.h"

#include "notify/payload.h"

bool
burials_add(struct burials *burials, const char *payload, int64_t now_ms,
    unsigned *ret_others)
{
	struct payload_about about;

	if (!payload_about(payload, &about) ||
	    about.finding == FINDING_DEAD_LETTER)
		return false;
	if (burials->quiet_until_ms > now_ms) {
		burials->untold++;
		return false;
	}
	*ret_others = burials->untold;
	burials->untold = 0;
	burials->quiet_until_ms = now_ms + BURIALS_QUIET_MS;
	return true;
}
