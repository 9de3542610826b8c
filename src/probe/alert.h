/* TLS alerts (RFC 8446 6, RFC 5246 7.2): names and meaning. */
#pragma once

#include <stdbool.h>

#define ALERT_TEXT_MAX 64

enum {
	ALERT_HANDSHAKE_FAILURE = 40,
	ALERT_REVOKED = 44,
	ALERT_EXPIRED = 45,
	ALERT_DECRYPT_ERROR = 51,
	ALERT_PROTOCOL_VERSION = 70,
	ALERT_CERTIFICATE_REQUIRED = 116,
};

/* "handshake_failure (40)"; "number 200" for one without a name. */
const char *alert_format(int number, char text[ALERT_TEXT_MAX]);
/* Is it one that servers send who do not take the client's certificate? */
bool alert_is_about_sent_cert(int number);
/* Is it one that servers send who want a client certificate and got none? */
bool alert_is_about_client_cert(int number);
