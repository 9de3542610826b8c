/*
 * What kind of thing an incident is: it decides which rules open and end it.
 */
#pragma once

#include "model/finding.h"

enum incident_kind {
	INCIDENT_FACT,	      /* a chain shows it: opens at once */
	INCIDENT_WEATHER,     /* reachability: n of m looks */
	INCIDENT_DIVERGENCE,  /* addresses of an endpoint differ */
	INCIDENT_ALTERNATION, /* one address alternates */
	INCIDENT_DEPLOYMENT,  /* a file is newer than what is served */
};

enum incident_kind incident_kind(enum finding_code code);
