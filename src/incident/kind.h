/*
 * What kind of thing an incident is: it decides which rules open and end it.
 */
#pragma once

#include <stdbool.h>

#include "model/finding.h"

enum incident_kind {
	INCIDENT_FACT,	      /* a chain shows it: opens at once */
	INCIDENT_WEATHER,     /* reachability: n of m looks */
	INCIDENT_DIVERGENCE,  /* addresses of an endpoint differ */
	INCIDENT_ALTERNATION, /* one address alternates */
	INCIDENT_DEPLOYMENT,  /* a file is newer than what is served */
};

enum incident_kind incident_kind(enum finding_code code);
/* Does it hang on what time it is? */
bool incident_is_of_dates(enum finding_code code);
/* ... and says that a certificate is not good yet, or no more? */
bool incident_is_beyond_dates(enum finding_code code);
