/* Why a handshake failed; see diagnose.h. */
#include "probe/diagnose.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/evperr.h>
#include <openssl/sslerr.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/safe_print.h"
#include "base/utf8.h"
#include "probe/alert.h"

#define QUOTE_MAX_CHARS 48

/* Newer than OpenSSL 3.0: where a signature does not fit, stands in the queue
 * before libssl's own SSL_R_BAD_SIGNATURE. */
#ifndef EVP_R_PROVIDER_SIGNATURE_FAILURE
#define EVP_R_PROVIDER_SIGNATURE_FAILURE 234
#endif

enum { RECORD_ALERT = 21, RECORD_HANDSHAKE = 22, HANDSHAKE_SERVER_HELLO = 2 };

/* libssl's reasons that mean more than "cannot read this". */
static const struct reason {
	int code;
	enum failure failure;
} reasons[] = {
    {SSL_R_UNSUPPORTED_PROTOCOL, FAILURE_HANDSHAKE_PROTOCOL},
    {SSL_R_WRONG_SSL_VERSION, FAILURE_HANDSHAKE_PROTOCOL},
    {SSL_R_WRONG_VERSION_NUMBER, FAILURE_HANDSHAKE_PROTOCOL},
    {SSL_R_UNKNOWN_SSL_VERSION, FAILURE_HANDSHAKE_PROTOCOL},
    {SSL_R_VERSION_TOO_LOW, FAILURE_HANDSHAKE_PROTOCOL},
    {SSL_R_WRONG_CIPHER_RETURNED, FAILURE_HANDSHAKE_PROTOCOL},
    {SSL_R_UNKNOWN_CIPHER_RETURNED, FAILURE_HANDSHAKE_PROTOCOL},
    {SSL_R_WRONG_CURVE, FAILURE_HANDSHAKE_PROTOCOL},
    {SSL_R_UNSUPPORTED_ELLIPTIC_CURVE, FAILURE_HANDSHAKE_PROTOCOL},
    {SSL_R_NO_SUITABLE_KEY_SHARE, FAILURE_HANDSHAKE_PROTOCOL},
    {SSL_R_BAD_KEY_SHARE, FAILURE_HANDSHAKE_PROTOCOL},
    {SSL_R_DH_KEY_TOO_SMALL, FAILURE_HANDSHAKE_PROTOCOL},
    {SSL_R_WRONG_SIGNATURE_TYPE, FAILURE_HANDSHAKE_PROTOCOL},
    {SSL_R_WRONG_CERTIFICATE_TYPE, FAILURE_HANDSHAKE_PROTOCOL},
    {SSL_R_UNABLE_TO_FIND_PUBLIC_KEY_PARAMETERS, FAILURE_HANDSHAKE_PROTOCOL},
    {SSL_R_UNKNOWN_CERTIFICATE_TYPE, FAILURE_HANDSHAKE_PROTOCOL},
    {SSL_R_BAD_SIGNATURE, FAILURE_HANDSHAKE_SIGNATURE},
    {SSL_R_EXCESSIVE_MESSAGE_SIZE, FAILURE_TOO_LARGE},
    {SSL_R_UNEXPECTED_EOF_WHILE_READING, FAILURE_CLOSED_EARLY},
    {SSL_R_DIGEST_CHECK_FAILED, FAILURE_HANDSHAKE_OTHER},
    {SSL_R_TOO_MANY_WARN_ALERTS, FAILURE_HANDSHAKE_OTHER},
    {ERR_R_INTERNAL_ERROR, FAILURE_HANDSHAKE_OTHER},
    {ERR_R_MALLOC_FAILURE, FAILURE_HANDSHAKE_OTHER},
};

/* How those begin who speak, or answer, in the clear. */
static const struct speaker {
	const char *start, *name;
} speakers[] = {
    {"HTTP/", "HTTP"},
    {"<!DOCTYPE", "HTTP"},
    {"<html", "HTTP"},
    {"SSH-", "SSH"},
    {"220", "SMTP or FTP"},
    {"421", "SMTP or FTP"},
    {"500", "SMTP or FTP"},
    {"554", "SMTP or FTP"},
    {"+OK", "POP3"},
    {"* OK", "IMAP"},
    {"* BYE", "IMAP"},
    {"-ERR", "POP3 or Redis"},
    {"<?xml", "XMPP"},
    {"<stream:", "XMPP"},
    {"RFB ", "VNC"},
    {"AMQP", "AMQP"},
    {"INFO {", "NATS"},
};

static bool tell(struct observation *, enum failure, const char *, ...)
    PRINTF_LIKE(3, 4);

static bool
tell(
    struct observation *observation, enum failure failure, const char *fmt, ...)
{
	char *text = observation->detail;
	va_list ap;

	observation->failure = failure;
	va_start(ap, fmt);
	vsnprintf(text, sizeof observation->detail, fmt, ap);
	va_end(ap);
	text[utf8_cut(text, strlen(text))] = '\0';
	return true;
}

static size_t
first_len(const struct symptoms *s)
{
	return s->received < sizeof s->first ? s->received : sizeof s->first;
}

/* Could these be the first bytes of a TLS record of a server? */
static bool
looks_like_tls(const struct symptoms *s)
{
	size_t len = first_len(s);

	if (len >= 1 && s->first[0] != RECORD_ALERT &&
	    s->first[0] != RECORD_HANDSHAKE)
		return false;
	if (len >= 2 && s->first[1] != 3)
		return false;
	return len < 3 || s->first[2] <= 4;
}

/* A ServerHello of SSL 2.0: a two-byte header, then the message's type. */
static bool
looks_like_ssl2(const struct symptoms *s)
{
	return first_len(s) >= 7 && (s->first[0] & 0x80) != 0 &&
	    s->first[2] == 4 && s->first[5] == 0 && s->first[6] == 2;
}

const char *
diagnose_speaker(const void *first, size_t len)
{
	for (size_t i = 0; i < sizeof speakers / sizeof speakers[0]; i++) {
		size_t want = strlen(speakers[i].start);

		if (len >= want && memcmp(first, speakers[i].start, want) == 0)
			return speakers[i].name;
	}
	return NULL;
}

static bool
tell_not_tls(const struct symptoms *s, struct observation *observation)
{
	size_t len = first_len(s), end = 0;
	const char *name = diagnose_speaker(s->first, len);
	char *quote;

	while (end < len && s->first[end] != '\r' && s->first[end] != '\n')
		end++;
	quote = safe_print_dup(s->first, end > 0 ? end : len, QUOTE_MAX_CHARS);
	tell(observation, FAILURE_NOT_TLS, "the server speaks %s: \"%s\"",
	    name != NULL ? name : "something else than TLS", quote);
	free(quote);
	return true;
}

static bool
tell_alert(const struct symptoms *s, struct observation *observation)
{
	bool is_ssl3 = s->first[0] == RECORD_ALERT && s->first[2] == 0;
	char text[ALERT_TEXT_MAX];

	alert_format(s->alert, text);
	if (observation->was_client_cert_sent &&
	    alert_is_about_sent_cert(s->alert)) {
		observation->is_client_cert_refused = true;
		return tell(observation, FAILURE_NONE,
		    "the server refuses the client certificate: alert %s",
		    text);
	}
	if (observation->was_client_cert_requested &&
	    alert_is_about_client_cert(s->alert)) {
		observation->is_client_cert_required = true;
		return tell(observation, FAILURE_NONE,
		    "the server requires a client certificate: alert %s", text);
	}
	return tell(observation,
	    s->alert == ALERT_PROTOCOL_VERSION ? FAILURE_HANDSHAKE_PROTOCOL
					       : FAILURE_HANDSHAKE_ALERT,
	    "the server sent alert %s%s", text,
	    is_ssl3 ? " in a record of SSL 3.0, which we do not speak" : "");
}

/* The version that a ServerHello names; it comes first as a rule. */
static bool
is_ssl3_hello(const struct symptoms *s)
{
	return first_len(s) >= 11 && s->first[0] == RECORD_HANDSHAKE &&
	    s->first[5] == HANDSHAKE_SERVER_HELLO && s->first[9] == 3 &&
	    s->first[10] == 0;
}

static bool
tell_libssl(const struct symptoms *s, struct observation *observation)
{
	const char *words = ERR_reason_error_string(s->error_code);
	enum failure failure = s->error_code == 0 ? FAILURE_HANDSHAKE_OTHER
						  : FAILURE_HANDSHAKE_MALFORMED;

	for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
		bool is_common = (reasons[i].code & ERR_RFLAG_COMMON) != 0;

		if (ERR_GET_REASON(s->error_code) == reasons[i].code &&
		    (is_common || ERR_GET_LIB(s->error_code) == ERR_LIB_SSL))
			failure = reasons[i].failure;
	}
	if (ERR_GET_LIB(s->error_code) == ERR_LIB_EVP &&
	    ERR_GET_REASON(s->error_code) == EVP_R_PROVIDER_SIGNATURE_FAILURE)
		failure = FAILURE_HANDSHAKE_SIGNATURE;
	if (words == NULL)
		words = "no reason given";
	if (is_ssl3_hello(s))
		return tell(observation, FAILURE_HANDSHAKE_PROTOCOL,
		    "the server speaks SSL 3.0, which is too old to talk to");
	if (failure == FAILURE_HANDSHAKE_SIGNATURE)
		return tell(observation, failure,
		    "the server does not prove that it holds the key of its "
		    "certificate: %s",
		    words);
	if (failure == FAILURE_TOO_LARGE)
		return tell(observation, failure,
		    "a message of the handshake is longer than we take (%u "
		    "bytes for the certificates)",
		    OBSERVATION_MAX_BYTES);
	return tell(observation, failure, "the handshake failed: %s", words);
}

/* How far it had come, for what ends without a word. */
static const char *
stage_text(const struct symptoms *s, const struct observation *observation)
{
	if (observation->was_client_cert_requested)
		return " after it asked for a client certificate";
	if (observation->message != NULL)
		return " after it had sent its certificates";
	return s->received > 0 ? " in the middle of its first messages"
			       : " without having said anything";
}

static bool
tell_end(const struct symptoms *s, struct observation *observation)
{
	const char *stage = stage_text(s, observation);

	switch (s->end) {
	case SYMPTOMS_END_LIBSSL: return tell_libssl(s, observation);
	case SYMPTOMS_END_OF_STREAM:
		return tell(observation, FAILURE_CLOSED_EARLY,
		    "the server closed the connection%s (%zu bytes received)",
		    stage, s->received);
	case SYMPTOMS_END_RESET:
		return tell(observation, FAILURE_HANDSHAKE_RESET,
		    "the connection broke%s (%zu bytes received): %s", stage,
		    s->received, strerror(s->error_number));
	case SYMPTOMS_END_TIMEOUT:
		return tell(observation, FAILURE_HANDSHAKE_TIMEOUT,
		    "no end of the handshake within %lld ms: the server is "
		    "silent%s (%zu bytes received)",
		    (long long)s->waited_ms, stage, s->received);
	case SYMPTOMS_END_TOO_LARGE:
		return tell(observation, FAILURE_TOO_LARGE,
		    "the server sent %zu bytes and no end of the handshake",
		    s->received);
	}
	return false;
}

void
diagnose(const struct symptoms *s, struct observation *observation)
{
	if (looks_like_ssl2(s))
		tell(observation, FAILURE_HANDSHAKE_PROTOCOL,
		    "the server speaks SSL 2.0, which is too old to talk to");
	else if (!looks_like_tls(s))
		tell_not_tls(s, observation);
	else if (s->alert >= 0)
		tell_alert(s, observation);
	else
		tell_end(s, observation);
}

void
diagnose_dial(int error_number, struct observation *observation)
{
	static const struct row {
		int error_number;
		enum failure failure;
	} rows[] = {
	    {ECONNREFUSED, FAILURE_CONNECT_REFUSED},
	    {ENOENT, FAILURE_CONNECT_REFUSED}, /* of a Unix socket */
	    {ETIMEDOUT, FAILURE_CONNECT_TIMEOUT},
	    {ECONNRESET, FAILURE_CONNECT_RESET},
	    {ENETUNREACH, FAILURE_UNREACHABLE},
	    {EHOSTUNREACH, FAILURE_UNREACHABLE},
	    {ENETDOWN, FAILURE_UNREACHABLE},
	    {EHOSTDOWN, FAILURE_UNREACHABLE},
	};
	enum failure failure = FAILURE_CONNECT_OTHER;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (rows[i].error_number == error_number)
			failure = rows[i].failure;
	}
	tell(observation, failure, "connect: %s", strerror(error_number));
}
