/* From symptoms to failures: every value, and its near misses. */
#include "probe/diagnose.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define SSL_CODE(reason) ERR_PACK(ERR_LIB_SSL, 0, (reason))

struct row {
	const char *first; /* what the server said, as text */
	size_t first_len;
	enum symptoms_end end;
	unsigned long code;
	int error_number, alert;
	bool has_message, was_asked; /* of the observation */
	enum failure failure;
	const char *words;
};

#define TEXT(text) .first = (text), .first_len = sizeof(text) - 1
#define HELLO TEXT("\26\3\3\0\60\2\0\0\54\3\3")
#define ALERT TEXT("\25\3\3\0\2\2\50")

static const struct row rows[] = {
    /* something else answers */
    {TEXT("HTTP/1.1 400 Bad Request\r\nServer: x"), .alert = -1,
	.failure = FAILURE_NOT_TLS,
	.words = "the server speaks HTTP: \"HTTP/1.1 400 Bad Request\""},
    {TEXT("SSH-2.0-OpenSSH_9.2\r\n"), .alert = -1, .failure = FAILURE_NOT_TLS,
	.words = "the server speaks SSH: \"SSH-2.0-OpenSSH_9.2\""},
    {TEXT("220 mail ESMTP\r\n"), .alert = -1, .failure = FAILURE_NOT_TLS,
	.words = "SMTP or FTP: \"220 mail ESMTP\""},
    {TEXT("hello \33[31m"), .alert = -1, .failure = FAILURE_NOT_TLS,
	.words = "something else than TLS: \"hello \\x1b[31m\""},
    {TEXT("+OK"), .end = SYMPTOMS_END_OF_STREAM, .alert = -1,
	.failure = FAILURE_NOT_TLS, .words = "POP3"},
    {TEXT("S"), .end = SYMPTOMS_END_TIMEOUT, .alert = -1,
	.failure = FAILURE_NOT_TLS, .words = "\"S\""},
    {TEXT("\n\n"), .end = SYMPTOMS_END_RESET, .error_number = ECONNRESET,
	.alert = -1, .failure = FAILURE_NOT_TLS, .words = "\\x0a\\x0a"},
    {TEXT("\26HTTP"), .alert = -1, .failure = FAILURE_NOT_TLS, .words = ""},
    {TEXT("\26\3\5\0\1"), .alert = -1, .failure = FAILURE_NOT_TLS, .words = ""},
    /* too old */
    {TEXT("\200\26\4\0\1\0\2\0\0\0"), .alert = -1,
	.failure = FAILURE_HANDSHAKE_PROTOCOL, .words = "SSL 2.0"},
    {TEXT("\26\3\0\0\52\2\0\0\46\3\0"),
	.code = SSL_CODE(SSL_R_UNSUPPORTED_PROTOCOL), .alert = -1,
	.failure = FAILURE_HANDSHAKE_PROTOCOL,
	.words = "SSL 3.0, which is too old"},
    {TEXT("\25\3\0\0\2\2\50"), .code = SSL_CODE(1040), .alert = 40,
	.failure = FAILURE_HANDSHAKE_ALERT,
	.words = "handshake_failure (40) in a record of SSL 3.0"},
    /* alerts */
    {ALERT, .code = SSL_CODE(1040), .alert = 40,
	.failure = FAILURE_HANDSHAKE_ALERT,
	.words = "the server sent alert handshake_failure (40)"},
    {ALERT, .code = SSL_CODE(1070), .alert = 70,
	.failure = FAILURE_HANDSHAKE_PROTOCOL,
	.words = "alert protocol_version (70)"},
    {HELLO, .alert = 40, .was_asked = true, .failure = FAILURE_NONE,
	.words = "requires a client certificate"},
    {HELLO, .alert = 51, .was_asked = true, .failure = FAILURE_HANDSHAKE_ALERT,
	.words = "decrypt_error (51)"},
    /* libssl's reasons */
    {HELLO, .code = SSL_CODE(SSL_R_UNSUPPORTED_PROTOCOL), .alert = -1,
	.failure = FAILURE_HANDSHAKE_PROTOCOL, .words = "unsupported protocol"},
    {HELLO, .code = SSL_CODE(SSL_R_WRONG_CIPHER_RETURNED), .alert = -1,
	.failure = FAILURE_HANDSHAKE_PROTOCOL,
	.words = "wrong cipher returned"},
    {HELLO, .code = SSL_CODE(SSL_R_BAD_SIGNATURE), .alert = -1,
	.failure = FAILURE_HANDSHAKE_SIGNATURE,
	.words = "holds the key of its certificate"},
    /* as OpenSSL 3.6 has it, by number: 3.0 has no name for it */
    {HELLO, .code = ERR_PACK(ERR_LIB_EVP, 0, 234), .alert = -1,
	.failure = FAILURE_HANDSHAKE_SIGNATURE,
	.words = "holds the key of its certificate"},
    {HELLO, .code = SSL_CODE(SSL_R_LENGTH_MISMATCH), .alert = -1,
	.failure = FAILURE_HANDSHAKE_MALFORMED, .words = "length mismatch"},
    {HELLO, .code = ERR_PACK(ERR_LIB_ASN1, 0, SSL_R_BAD_SIGNATURE), .alert = -1,
	.failure = FAILURE_HANDSHAKE_MALFORMED,
	.words = "the handshake failed"},
    {HELLO, .code = SSL_CODE(SSL_R_EXCESSIVE_MESSAGE_SIZE), .alert = -1,
	.failure = FAILURE_TOO_LARGE, .words = "longer than we take"},
    {HELLO, .code = SSL_CODE(SSL_R_DIGEST_CHECK_FAILED), .alert = -1,
	.failure = FAILURE_HANDSHAKE_OTHER, .words = "digest check failed"},
    {HELLO, .code = SSL_CODE(ERR_R_INTERNAL_ERROR), .alert = -1,
	.failure = FAILURE_HANDSHAKE_OTHER, .words = "internal error"},
    {TEXT(""), .alert = -1, .failure = FAILURE_HANDSHAKE_OTHER,
	.words = "no reason given"},
    /* ends */
    {TEXT(""), .end = SYMPTOMS_END_OF_STREAM, .alert = -1,
	.failure = FAILURE_CLOSED_EARLY,
	.words = "closed the connection without having said anything"},
    {HELLO, .end = SYMPTOMS_END_OF_STREAM, .alert = -1,
	.failure = FAILURE_CLOSED_EARLY,
	.words = "in the middle of its first messages (11 bytes"},
    {HELLO, .end = SYMPTOMS_END_OF_STREAM, .alert = -1, .has_message = true,
	.failure = FAILURE_CLOSED_EARLY,
	.words = "after it had sent its certificates"},
    {HELLO, .end = SYMPTOMS_END_RESET, .error_number = ECONNRESET, .alert = -1,
	.was_asked = true, .failure = FAILURE_HANDSHAKE_RESET,
	.words = "after it asked for a client certificate"},
    {TEXT(""), .end = SYMPTOMS_END_TIMEOUT, .alert = -1,
	.failure = FAILURE_HANDSHAKE_TIMEOUT, .words = "within 1234 ms"},
    {HELLO, .end = SYMPTOMS_END_TOO_LARGE, .alert = -1,
	.failure = FAILURE_TOO_LARGE, .words = "11 bytes and no end"},
};

static void
symptoms_become_failures_and_words(void **state)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct row *row = &rows[i];
		struct observation *o = observation_new();
		struct symptoms symptoms = {
		    .end = row->end,
		    .error_code = row->code,
		    .error_number = row->error_number,
		    .alert = row->alert,
		    .waited_ms = 1234,
		    .received = row->first_len,
		};

		memcpy(symptoms.first, row->first, row->first_len);
		o->was_client_cert_requested = row->was_asked;
		if (row->has_message)
			o->message = mem_new(1, 1);
		diagnose(&symptoms, o);
		if (o->failure != row->failure ||
		    strstr(o->detail, row->words) == NULL)
			fail_msg("row %zu: %s: %s", i, failure_text(o->failure),
			    o->detail);
		assert_int_equal(
		    o->is_client_cert_required, row->failure == FAILURE_NONE);
		observation_free(o);
	}
}

static void
errnos_of_connect_become_failures(void **state)
{
	static const struct {
		int error_number;
		enum failure failure;
	} cases[] = {
	    {ECONNREFUSED, FAILURE_CONNECT_REFUSED},
	    {ETIMEDOUT, FAILURE_CONNECT_TIMEOUT},
	    {ECONNRESET, FAILURE_CONNECT_RESET},
	    {EHOSTUNREACH, FAILURE_UNREACHABLE},
	    {ENETUNREACH, FAILURE_UNREACHABLE},
	    {EMFILE, FAILURE_CONNECT_OTHER},
	    {EACCES, FAILURE_CONNECT_OTHER},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct observation *o = observation_new();

		diagnose_dial(cases[i].error_number, o);
		assert_int_equal(o->failure, cases[i].failure);
		assert_non_null(
		    strstr(o->detail, strerror(cases[i].error_number)));
		observation_free(o);
	}
}

/* What a hostile server says, however long, fits and is fit to print. */
static void
foreign_bytes_are_cut_and_escaped(void **state)
{
	for (int c = 0; c < 256; c++) {
		struct symptoms symptoms = {.alert = -1, .received = 100000};
		struct observation *o = observation_new();

		memset(symptoms.first, c, sizeof symptoms.first);
		diagnose(&symptoms, o);
		assert_true(strlen(o->detail) < sizeof o->detail - 1);
		for (const char *p = o->detail; *p != '\0'; p++)
			assert_in_range((unsigned char)*p, 32, 126);
		observation_free(o);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(symptoms_become_failures_and_words),
	    cmocka_unit_test(errnos_of_connect_become_failures),
	    cmocka_unit_test(foreign_bytes_are_cut_and_escaped),
	};

	(void)OPENSSL_init_ssl(OPENSSL_INIT_LOAD_SSL_STRINGS, NULL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
