/* What is known of a certificate's revocation; see revocation.h. */
#include "model/revocation.h"

#include <stdlib.h>

static const char *const modes[] = {
    [REVOCATION_OFF] = "off",
    [REVOCATION_SOFT] = "soft",
    [REVOCATION_HARD] = "hard",
};
const struct names revocation_mode_names = NAMES_INIT(modes);

static const char *const statuses[] = {
    [REVOCATION_GOOD] = "good",
    [REVOCATION_REVOKED] = "revoked",
    [REVOCATION_UNKNOWN] = "unknown",
    [REVOCATION_UNAVAILABLE] = "unavailable",
    [REVOCATION_NOT_APPLICABLE] = "not-applicable",
};
const struct names revocation_status_names = NAMES_INIT(statuses);

static const char *const sources[] = {
    [REVOCATION_NO_SOURCE] = "none",
    [REVOCATION_STAPLE] = "staple",
    [REVOCATION_OCSP] = "ocsp",
    [REVOCATION_CRL] = "crl",
    [REVOCATION_GIVEN_OCSP] = "given-ocsp",
    [REVOCATION_GIVEN_CRL] = "given-crl",
};
const struct names revocation_source_names = NAMES_INIT(sources);

bool
revocation_source_is_list(enum revocation_source source)
{
	return source == REVOCATION_CRL || source == REVOCATION_GIVEN_CRL;
}

void
revocation_clear(struct revocation *revocation)
{
	cert_unref(revocation->cert);
	free(revocation->url);
	free(revocation->words);
}
