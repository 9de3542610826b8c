/* Kinds of incidents by finding; see kind.h. */
#include "incident/kind.h"

#include <stddef.h>

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

static const enum finding_code beyond_dates[] = {
    FINDING_LEAF_EXPIRED,
    FINDING_LEAF_NOT_YET_VALID,
    FINDING_INTERMEDIATE_EXPIRED,
    FINDING_INTERMEDIATE_NOT_YET_VALID,
    FINDING_ROOT_EXPIRED,
};

static const enum finding_code of_dates[] = {
    FINDING_LEAF_EXPIRING,
    FINDING_BREAKS_BEFORE_LEAF,
    FINDING_RENEWAL_OVERDUE,
    FINDING_CROSS_SIGN_EXPIRED,
    FINDING_DISTRUSTED_AUTHORITY,
    FINDING_ROOT_LEAVING,
    FINDING_CLIENT_REFUSES,
    /* Lists, responses and timestamps of logs have dates of their own: past
     * their end, or not begun, they count for nothing. So have the signatures
     * of DNSSEC. */
    FINDING_CRL_STALE,
    FINDING_CRL_UNUSABLE,
    FINDING_STAPLE_EXPIRED,
    FINDING_STAPLE_INVALID,
    FINDING_REVOCATION_CONTRADICTS,
    FINDING_REVOCATION_UNKNOWN,
    FINDING_TOO_FEW_SCTS,
    FINDING_SCT_INVALID,
    FINDING_DANE_BOGUS,
};

static bool
is_among(const enum finding_code *codes, size_t count, enum finding_code code)
{
	for (size_t i = 0; i < count; i++) {
		if (codes[i] == code)
			return true;
	}
	return false;
}

bool
incident_is_beyond_dates(enum finding_code code)
{
	return is_among(
	    beyond_dates, sizeof beyond_dates / sizeof beyond_dates[0], code);
}

bool
incident_is_of_dates(enum finding_code code)
{
	return incident_is_beyond_dates(code) ||
	    is_among(of_dates, sizeof of_dates / sizeof of_dates[0], code);
}
