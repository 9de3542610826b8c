/* How urgent an event is; see priority.h. */
#include "notify/priority.h"

#include <syslog.h>

int
priority_of_event(const struct event *event)
{
	static const int priorities[] = {
	    [SEVERITY_OK] = LOG_INFO,
	    [SEVERITY_NOTICE] = LOG_NOTICE,
	    [SEVERITY_WARNING] = LOG_WARNING,
	    [SEVERITY_CRITICAL] = LOG_CRIT,
	};

	if (event->hush != HUSH_NONE)
		return LOG_INFO;
	if (event->kind == EVENT_INCIDENT_RESOLVED)
		return LOG_NOTICE;
	return priorities[event->severity];
}
