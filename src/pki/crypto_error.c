/* libcrypto's start and its error queue; see crypto_error.h. */
#include "pki/crypto_error.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <stdarg.h>
#include <stdio.h>

void
crypto_start(void)
{
	static bool is_started;

	if (is_started)
		return;
	is_started = true;
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG |
		OPENSSL_INIT_ADD_ALL_CIPHERS | OPENSSL_INIT_ADD_ALL_DIGESTS,
	    NULL);
}

bool
crypto_error_take(struct error *err, const char *fmt, ...)
{
	unsigned long code = ERR_get_error();
	const char *reason = ERR_reason_error_string(code);
	char words[ERROR_MESSAGE_MAX / 2];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words, sizeof words, fmt, ap);
	va_end(ap);
	if (code == 0)
		error_set(err, ERROR_CRYPTO, "%s", words);
	else if (reason != NULL)
		error_set(err, ERROR_CRYPTO, "%s: %s", words, reason);
	else
		error_set(
		    err, ERROR_CRYPTO, "%s: libcrypto error %lx", words, code);
	ERR_clear_error();
	return false;
}

void
crypto_error_drop(void)
{
	ERR_clear_error();
}
