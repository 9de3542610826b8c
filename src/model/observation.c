/* What one probe saw; see observation.h. */
#include "model/observation.h"

#include "base/mem.h"

struct observation *
observation_new(void)
{
	struct observation *observation = MEM_NEW(struct observation);

	observation->dial_ms = observation->handshake_ms = -1;
	observation->total_ms = -1;
	return observation;
}

void
observation_free(struct observation *observation)
{
	if (observation == NULL)
		return;
	ARRAY_EACH (cert, &observation->certs)
		X509_free(cert->x509);
	ARRAY_CLEAR(&observation->certs);
	free(observation->message);
	free(observation);
}

enum finding_code
observation_finding(const struct observation *observation)
{
	if (observation->failure != FAILURE_NONE)
		return failure_finding(observation->failure);
	if (observation->is_client_cert_refused)
		return FINDING_CLIENT_CERTIFICATE_REFUSED;
	return observation->is_client_cert_required
	    ? FINDING_CLIENT_CERTIFICATE_REQUIRED
	    : FINDING_COUNT;
}
