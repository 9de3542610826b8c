/* Why a client refuses a chain: a code and its words; see reason.def. */
#pragma once

#include "base/strbuf.h"
#include "pki/cert.h"

enum client_reason {
#define REASON(id, words) CLIENT_REASON_##id,
#include "clients/reason.def"
#undef REASON
	CLIENT_REASON_COUNT,
};

/* What one client says of one chain at one time. */
struct client_verdict {
	bool accepts;
	enum client_reason reason;
	const struct cert *cert; /* at fault; NULL: none in particular */
	unsigned limit;		 /* what it exceeds; 0: none */
	const char *rule;	 /* of the policy; NULL: none */
};

/* In words a person can act on, without the client's name. */
void client_reason_format(
    struct strbuf *buf, const struct client_verdict *verdict);
