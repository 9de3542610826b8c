/* What the handshake agreed on: nothing of it makes a chain invalid. */
#include "judge/judgement.h"

#include <openssl/tls1.h>

static void
look_at_version(struct judgement *judgement)
{
	int version = judgement->evidence->tls_version;

	if (version == 0 || version >= TLS1_2_VERSION)
		return;
	report_add(judgement->report, FINDING_OLD_PROTOCOL, NULL,
	    "The server agreed to %s at best; clients want TLS 1.2 or 1.3.",
	    version == TLS1_1_VERSION	  ? "TLS 1.1"
		: version == TLS1_VERSION ? "TLS 1.0"
					  : "SSL 3");
}

const struct check check_protocol = {
    .name = "protocol",
    .report = look_at_version,
};
