/*
 * Why a handshake failed: from what libssl, the socket and the first bytes of
 * the server tell to an enum failure and words. A function; it asks nobody.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "model/observation.h"

#define SYMPTOMS_FIRST_MAX 128 /* of the server's first bytes are looked at */

enum symptoms_end {
	SYMPTOMS_END_LIBSSL,	/* libssl gave up: error_code */
	SYMPTOMS_END_OF_STREAM, /* the server closed */
	SYMPTOMS_END_RESET,	/* the connection broke: error_number */
	SYMPTOMS_END_TIMEOUT,	/* after waited_ms */
	SYMPTOMS_END_TOO_LARGE, /* more bytes than we take */
};

struct symptoms {
	enum symptoms_end end;
	unsigned long error_code; /* the first in libcrypto's queue */
	int error_number;	  /* errno's */
	int alert;		  /* fatal, by the server; -1: none */
	int64_t waited_ms;
	size_t received; /* bytes in all */
	uint8_t first[SYMPTOMS_FIRST_MAX];
};

/* Sets failure and detail; a refusal for want of a client certificate sets
 * is_client_cert_required in place of a failure. */
void diagnose(const struct symptoms *symptoms, struct observation *observation);
/* The same for a connect that failed with that errno. */
void diagnose_dial(int error_number, struct observation *observation);
/* Who begins to speak like that, where it is not TLS: "SSH"; NULL: nobody that
 * we know. */
const char *diagnose_speaker(const void *first, size_t len);
