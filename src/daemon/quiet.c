/* Windows and silences of the configuration; see quiet.h. */
#include "daemon/quiet.h"

#include <time.h>

#include "incident/quiet.h"

static int64_t
local_offset(UNUSED void *arg, int64_t time)
{
	time_t at = (time_t)time;
	struct tm local = {0};

	if (localtime_r(&at, &local) == NULL)
		return 0;
	return local.tm_gmtoff;
}

void
quiet_configure(struct fleet *fleet, const struct config *config, int64_t now)
{
	static const struct window_zone zone = {.offset = local_offset};

	tzset();
	fleet_set_windows(fleet,
	    (const struct window *const *)config->windows.items,
	    config->windows.len, &zone);
	fleet_configure_silences(fleet,
	    (const struct silence *const *)config->silences.items,
	    config->silences.len, now);
}
