/* The kernel's word for its clock; see clock_sync.h. */
#include "base/clock_sync.h"

#include <sys/timex.h>
#include <unistd.h>

#include "base/cleanup.h"

/* Touched whenever it has set the clock since the machine was started. */
#define TIMESYNCD_MARK "/run/systemd/timesync/synchronized"

/* In a sandbox the kernel may not be asked (systemd's ProtectClock=); what
 * systemd-timesyncd leaves behind may be seen. */
static struct clock_sync
word_of_timesyncd(void)
{
	bool is_there = access(TIMESYNCD_MARK, F_OK) == 0;

	return (struct clock_sync){
	    .is_known = is_there, .is_synchronised = is_there};
}

struct clock_sync
clock_sync_read(void)
{
	struct timex timex = {0};
	struct clock_sync sync = {0};
	int state = adjtimex(&timex);

	if (state < 0)
		return word_of_timesyncd();
	sync.is_known = true;
	sync.is_synchronised =
	    state != TIME_ERROR && (timex.status & STA_UNSYNC) == 0;
	sync.max_error_ms = timex.maxerror / 1000;
	return sync;
}
