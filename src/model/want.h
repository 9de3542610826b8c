/* Further evidence that would settle an open question of a report. */
#pragma once

#include "pki/cert.h"

enum want_kind {
	WANT_ISSUER, /* the issuer of a certificate, at these URLs */
};

struct want {
	enum want_kind kind;
	struct cert *cert; /* whose issuer; a reference is held. Its
			    * aia_issuers are the URLs */
};
