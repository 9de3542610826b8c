/* Kinds of incidents by finding; see kind.h. */
#include "incident/kind.h"

enum incident_kind
incident_kind(enum finding_code code)
{
	if (code == FINDING_DIVERGENT_CHAIN || code == FINDING_ROLLOUT_STALLED)
		return INCIDENT_DIVERGENCE;
	if (code == FINDING_MIXED_CHAIN)
		return INCIDENT_ALTERNATION;
	if (code == FINDING_NOT_DEPLOYED)
		return INCIDENT_DEPLOYMENT;
	/* Asked for by a server that could be talked to all the way. */
	if (code == FINDING_CLIENT_CERTIFICATE_REQUIRED)
		return INCIDENT_FACT;
	/* How looks at a file fail. */
	if (code == FINDING_FILE_UNREADABLE || code == FINDING_NO_CERTIFICATE)
		return INCIDENT_WEATHER;
	return finding_info(code)->by == FINDING_BY_PROBE ? INCIDENT_WEATHER
							  : INCIDENT_FACT;
}
