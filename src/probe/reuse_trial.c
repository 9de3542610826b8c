/* Does libssl ask? See reuse_trial.h. */
#include "probe/reuse_trial.h"

/* A record with a ServerHello of TLS 1.2 (RFC 5246 7.4.1.3) that chooses
 * ECDHE-RSA-AES128-GCM-SHA256, and one with a Certificate of four octets
 * (7.4.2) that are no certificate. */
static const char heard[] =
    "\26\3\3\0\60\2\0\0\54\3\3"
    "01234567890123456789012345678901\0\300\57\0\0\4\0\27\0\0"
    "\26\3\3\0\16\13\0\0\12\0\0\7\0\0\4none";

bool
reuse_trial_is_asked(
    struct handshaker *handshaker, const struct cert_reuse *reuse)
{
	CLEANUP(observation_free)
	struct observation *observation = observation_new();
	CLEANUP(handshake_free)
	struct handshake *handshake =
	    handshake_new(handshaker, "", VARIANT_USUAL, observation);

	if (handshake == NULL)
		return false;
	if (handshake_step(handshake) != HANDSHAKE_WAITS)
		return false;
	handshake_receive(handshake, heard, sizeof heard - 1);
	(void)handshake_step(handshake);
	return cert_reuse_counts(reuse).parsed > 0;
}
