/* What one probe saw; see observation.h. */
#include "model/observation.h"

#include <openssl/sha.h>
#include <string.h>

#include "base/mem.h"

struct observation *
observation_new(void)
{
	struct observation *observation = MEM_NEW(struct observation);

	observation->dial_ms = observation->handshake_ms = -1;
	observation->talk_ms = -1;
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
	free(observation->status);
	free(observation->own_scts);
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

void
observation_digest_staples(
    const struct observation *observation, uint8_t ret_digest[CERT_SHA256_LEN])
{
	uint8_t digests[OBSERVATION_MAX_CERTS][CERT_SHA256_LEN] = {{0}};
	bool has_any = false;

	memset(ret_digest, 0, CERT_SHA256_LEN);
	for (size_t i = 0;
	     i < observation->certs.len && i < OBSERVATION_MAX_CERTS; i++) {
		const struct observation_cert *cert =
		    &observation->certs.items[i];

		if (cert->staple == NULL)
			continue;
		has_any = true;
		SHA256(cert->staple, cert->staple_len, digests[i]);
	}
	if (has_any)
		SHA256(&digests[0][0], observation->certs.len * CERT_SHA256_LEN,
		    ret_digest);
}

void
observation_digest_scts(
    const struct observation *observation, uint8_t ret_digest[CERT_SHA256_LEN])
{
	memset(ret_digest, 0, CERT_SHA256_LEN);
	if (observation->scts != NULL)
		SHA256(observation->scts, observation->scts_len, ret_digest);
}
