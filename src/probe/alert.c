/* TLS alerts; see alert.h. */
#include "probe/alert.h"

#include <stddef.h>
#include <stdio.h>

static const struct row {
	int number;
	const char *name;
	bool is_about_client_cert;
} rows[] = {
    {0, "close_notify", false},
    {10, "unexpected_message", false},
    {20, "bad_record_mac", false},
    {21, "decryption_failed", false},
    {22, "record_overflow", false},
    {30, "decompression_failure", false},
    {ALERT_HANDSHAKE_FAILURE, "handshake_failure", true},
    {41, "no_certificate", true}, /* SSL 3.0 */
    {42, "bad_certificate", true},
    {43, "unsupported_certificate", true},
    {ALERT_REVOKED, "certificate_revoked", false},
    {ALERT_EXPIRED, "certificate_expired", false},
    {46, "certificate_unknown", true},
    {47, "illegal_parameter", false},
    {48, "unknown_ca", true},
    {49, "access_denied", true},
    {50, "decode_error", false},
    {ALERT_DECRYPT_ERROR, "decrypt_error", false},
    {60, "export_restriction", false},
    {ALERT_PROTOCOL_VERSION, "protocol_version", false},
    {71, "insufficient_security", false},
    {80, "internal_error", false},
    {86, "inappropriate_fallback", false},
    {90, "user_canceled", false},
    {100, "no_renegotiation", false},
    {109, "missing_extension", false},
    {110, "unsupported_extension", false},
    {111, "certificate_unobtainable", false},
    {112, "unrecognized_name", false},
    {113, "bad_certificate_status_response", false},
    {114, "bad_certificate_hash_value", false},
    {115, "unknown_psk_identity", false},
    {ALERT_CERTIFICATE_REQUIRED, "certificate_required", true},
    {120, "no_application_protocol", false},
};

static const struct row *
find(int number)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (rows[i].number == number)
			return &rows[i];
	}
	return NULL;
}

const char *
alert_format(int number, char text[ALERT_TEXT_MAX])
{
	const struct row *row = find(number);

	if (row != NULL)
		snprintf(text, ALERT_TEXT_MAX, "%s (%d)", row->name, number);
	else
		snprintf(text, ALERT_TEXT_MAX, "number %d", number);
	return text;
}

/* The names all but say so; and where one was sent, it is what they mean by
 * access_denied and the like. */
bool
alert_is_about_sent_cert(int number)
{
	return alert_is_about_client_cert(number) || number == ALERT_REVOKED ||
	    number == ALERT_EXPIRED || number == ALERT_DECRYPT_ERROR;
}

bool
alert_is_about_client_cert(int number)
{
	const struct row *row = find(number);

	return row != NULL && row->is_about_client_cert;
}
