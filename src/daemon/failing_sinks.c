/* Receivers that take nothing; see failing_sinks.h. */
#include "daemon/failing_sinks.h"

#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "daemon/daemon.h"
#include "daemon/own_event.h"
#include "model/monitor_fault.h"
#include "notify/sink_syslog.h"

/* Until the monitor has taken over what was stored. */
static const struct monitor_fault_list *
faults_of(const struct daemon *daemon)
{
	return daemon->monitor != NULL && daemon->has_begun
	    ? monitor_own_faults(daemon->monitor)
	    : &daemon->state.loaded.faults;
}

bool
failing_sinks_has(void *arg, const char *name)
{
	return monitor_fault_list_find(
		   faults_of(arg), FINDING_SINK_FAILING, name) != NULL;
}

static bool
is_configured(const struct config *config, const char *name)
{
	if (strcmp(name, SINK_SYSLOG_OUTBOX) == 0)
		return config->syslog != NULL;
	ARRAY_EACH (webhook, &config->webhooks) {
		if (strcmp(webhook->name, name) == 0)
			return true;
	}
	ARRAY_EACH (mail, &config->mails) {
		if (strcmp(mail->name, name) == 0)
			return true;
	}
	return false;
}

void
failing_sinks_end_gone(struct daemon *daemon)
{
	const struct monitor_fault_list *faults =
	    monitor_own_faults(daemon->monitor);

	for (size_t i = faults->len; i-- > 0;) {
		const struct monitor_fault *fault = &faults->items[i];

		if (fault->finding == FINDING_SINK_FAILING &&
		    !is_configured(daemon->config, fault->subject))
			monitor_tell(daemon->monitor,
			    own_event_sink_gone(
				fault->subject, clock_wall_s(&clock_system)));
	}
}
