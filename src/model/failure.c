/* Names of failures and the findings they become. */
#include "model/failure.h"

#include <string.h>

static const struct row {
	const char *name;
	enum finding_code finding;
	bool is_reachability;
} rows[FAILURE_COUNT] = {
    [FAILURE_NONE] = {"none", FINDING_COUNT, false},
    [FAILURE_RESOLVE_TIMEOUT] = {"resolve-timeout", FINDING_RESOLVE_FAILED,
	true},
    [FAILURE_RESOLVE_NO_NAME] = {"resolve-no-name", FINDING_RESOLVE_FAILED,
	true},
    [FAILURE_RESOLVE_NO_ADDRESS] = {"resolve-no-address",
	FINDING_RESOLVE_FAILED, true},
    [FAILURE_RESOLVE_REFUSED] = {"resolve-refused", FINDING_RESOLVE_FAILED,
	true},
    [FAILURE_CONNECT_REFUSED] = {"connect-refused", FINDING_CONNECT_REFUSED,
	true},
    [FAILURE_CONNECT_TIMEOUT] = {"connect-timeout", FINDING_CONNECT_TIMEOUT,
	true},
    [FAILURE_CONNECT_RESET] = {"connect-reset", FINDING_CONNECT_REFUSED, true},
    [FAILURE_UNREACHABLE] = {"unreachable", FINDING_UNREACHABLE, true},
    [FAILURE_CONNECT_OTHER] = {"connect-other", FINDING_UNREACHABLE, true},
    [FAILURE_PROXY_UNREACHABLE] = {"proxy-unreachable", FINDING_PROXY_FAILED,
	true},
    [FAILURE_PROXY_CREDENTIALS] = {"proxy-credentials", FINDING_PROXY_REFUSED,
	true},
    [FAILURE_PROXY_REFUSED] = {"proxy-refused", FINDING_PROXY_REFUSED, true},
    [FAILURE_PROXY_GARBAGE] = {"proxy-garbage", FINDING_PROXY_FAILED, true},
    [FAILURE_PROXY_TOO_LONG] = {"proxy-too-long", FINDING_PROXY_FAILED, true},
    [FAILURE_PROXY_TIMEOUT] = {"proxy-timeout", FINDING_PROXY_FAILED, true},
    [FAILURE_PROXY_CLOSED] = {"proxy-closed", FINDING_PROXY_FAILED, true},
    [FAILURE_STARTTLS_WRONG_PROTOCOL] = {"starttls-wrong-protocol",
	FINDING_STARTTLS_REFUSED, false},
    [FAILURE_STARTTLS_ALREADY_TLS] = {"starttls-already-tls",
	FINDING_STARTTLS_REFUSED, false},
    [FAILURE_STARTTLS_NOT_OFFERED] = {"starttls-not-offered",
	FINDING_STARTTLS_REFUSED, false},
    [FAILURE_STARTTLS_REFUSED] = {"starttls-refused", FINDING_STARTTLS_REFUSED,
	false},
    [FAILURE_STARTTLS_TOO_LONG] = {"starttls-too-long",
	FINDING_STARTTLS_REFUSED, false},
    [FAILURE_STARTTLS_TIMEOUT] = {"starttls-timeout", FINDING_HANDSHAKE_TIMEOUT,
	false},
    [FAILURE_STARTTLS_CLOSED] = {"starttls-closed", FINDING_CLOSED_EARLY,
	false},
    [FAILURE_STARTTLS_RESET] = {"starttls-reset", FINDING_CLOSED_EARLY, false},
    [FAILURE_STARTTLS_INJECTION] = {"starttls-injection",
	FINDING_STARTTLS_INJECTION, false},
    [FAILURE_NOT_TLS] = {"not-tls", FINDING_NOT_TLS, false},
    [FAILURE_HANDSHAKE_ALERT] = {"handshake-alert", FINDING_HANDSHAKE_FAILED,
	false},
    [FAILURE_HANDSHAKE_PROTOCOL] = {"handshake-protocol",
	FINDING_HANDSHAKE_FAILED, false},
    [FAILURE_HANDSHAKE_TIMEOUT] = {"handshake-timeout",
	FINDING_HANDSHAKE_TIMEOUT, false},
    [FAILURE_HANDSHAKE_RESET] = {"handshake-reset", FINDING_CLOSED_EARLY,
	false},
    [FAILURE_CLOSED_EARLY] = {"closed-early", FINDING_CLOSED_EARLY, false},
    [FAILURE_HANDSHAKE_SIGNATURE] = {"handshake-signature",
	FINDING_HANDSHAKE_FAILED, false},
    [FAILURE_HANDSHAKE_MALFORMED] = {"handshake-malformed",
	FINDING_HANDSHAKE_FAILED, false},
    [FAILURE_TOO_LARGE] = {"too-large", FINDING_HANDSHAKE_FAILED, false},
    [FAILURE_HANDSHAKE_OTHER] = {"handshake-other", FINDING_HANDSHAKE_FAILED,
	false},
    [FAILURE_FILE_UNREADABLE] = {"file-unreadable", FINDING_FILE_UNREADABLE,
	false},
    [FAILURE_FILE_NO_CERTIFICATE] = {"file-no-certificate",
	FINDING_NO_CERTIFICATE, false},
};

const char *
failure_text(enum failure failure)
{
	return failure < FAILURE_COUNT ? rows[failure].name : "?";
}

enum failure
failure_of_text(const char *text)
{
	for (int i = 0; i < FAILURE_COUNT; i++) {
		if (strcmp(rows[i].name, text) == 0)
			return (enum failure)i;
	}
	return FAILURE_NONE;
}

enum finding_code
failure_finding(enum failure failure)
{
	return rows[failure].finding;
}

bool
failure_is_refusal(enum failure failure)
{
	return failure == FAILURE_HANDSHAKE_ALERT ||
	    failure == FAILURE_HANDSHAKE_PROTOCOL ||
	    failure == FAILURE_HANDSHAKE_RESET ||
	    failure == FAILURE_CLOSED_EARLY;
}

bool
failure_is_reachability(enum failure failure)
{
	return rows[failure].is_reachability;
}
