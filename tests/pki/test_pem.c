/*
 * Files as people really make them. Each row of a table is a way to spoil a
 * file with two certificates: what is found, which fault on which line, and
 * whether a server would load it. The last is asked of libcrypto too, so that
 * the reader cannot drift away from the servers.
 */
#include "pki/pem.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "support/mint.h"

#define TEXT_MAX (1 << 20)
#define BEGIN "-----BEGIN CERTIFICATE-----"
#define END "-----END CERTIFICATE-----"

static const struct mint *
first(void)
{
	static const struct mint *mint;

	if (mint == NULL)
		mint = MINT(.subject = "CN=first");
	return mint;
}

static const struct mint *
second(void)
{
	static const struct mint *mint;

	if (mint == NULL)
		mint = MINT(.subject = "CN=second");
	return mint;
}

static char *
replace_once(const char *text, const char *old, const char *new)
{
	const char *at = strstr(text, old);

	assert_non_null(at);
	return mem_printf(
	    "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
}

static char *
replace_all(const char *text, char old, const char *new)
{
	struct strbuf buf = STRBUF_INIT(TEXT_MAX);

	for (; *text != '\0'; text++) {
		if (*text == old)
			strbuf_add(&buf, new);
		else
			strbuf_add_char(&buf, *text);
	}
	return strbuf_take(&buf);
}

/* Does a server load exactly the two certificates from it: the first with
 * libcrypto's reader of trusted certificates, the rest with the plain one, to
 * an end of file without a fault? */
static bool
server_loads_both(const char *text, size_t len)
{
	BIO *bio = BIO_new_mem_buf(text, (int)len);
	X509 *a = PEM_read_bio_X509_AUX(bio, NULL, NULL, NULL);
	X509 *b = a == NULL ? NULL : PEM_read_bio_X509(bio, NULL, NULL, NULL);
	X509 *none =
	    b == NULL ? NULL : PEM_read_bio_X509(bio, NULL, NULL, NULL);
	bool ok = b != NULL && none == NULL &&
	    ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;

	ok = ok && X509_cmp(a, first()->cert->x509) == 0 &&
	    X509_cmp(b, second()->cert->x509) == 0;
	X509_free(a);
	X509_free(b);
	X509_free(none);
	BIO_free(bio);
	ERR_clear_error();
	return ok;
}

static struct pem_file
parse(const char *text)
{
	struct pem_file file;

	pem_file_parse((const uint8_t *)text, strlen(text), &file);
	assert_int_equal(ERR_peek_error(), 0);
	assert_int_equal(file.certs.len, file.lines.len);
	return file;
}

static const struct pem_fault *
find_fault(const struct pem_file *file, enum pem_fault_kind kind)
{
	ARRAY_EACH (fault, &file->faults) {
		if (fault->kind == kind)
			return fault;
	}
	return NULL;
}

static bool
has_fatal_fault(const struct pem_file *file)
{
	ARRAY_EACH (fault, &file->faults) {
		if (fault->is_fatal)
			return true;
	}
	return false;
}

static char *
two_certificates(void)
{
	CLEANUP(free) char *a = mint_pem(first());
	CLEANUP(free) char *b = mint_pem(second());

	return mem_printf("%s%s", a, b);
}

static void
clean_file_has_its_certificates_and_no_fault(void **state)
{
	CLEANUP(free) char *text = two_certificates();
	struct pem_file file = parse(text);

	assert_true(server_loads_both(text, strlen(text)));
	assert_int_equal(file.certs.len, 2);
	assert_int_equal(file.faults.len, 0);
	assert_true(cert_equal(file.certs.items[0], first()->cert));
	assert_true(cert_equal(file.certs.items[1], second()->cert));
	assert_int_equal(file.lines.items[0], 1);
	assert_true(file.lines.items[1] > 5);
	pem_file_clear(&file);
	assert_int_equal(file.certs.len, 0);
}

/* Ways to write the file that servers take, with at most a harmless fault. */
static void
harmless_forms_stay_loadable(void **state)
{
	static const struct {
		const char *name, *old, *new;
		int fault; /* -1: none */
	} rows[] = {
	    {"blanks behind lines", "\n", "  \n", -1},
	    {"text first", BEGIN, "hello\n" BEGIN, PEM_FAULT_TEXT_BETWEEN},
	    {"subject lines", END, END "\n i:CN = Root",
		PEM_FAULT_TEXT_BETWEEN},
	    {"comment that quotes", BEGIN, "# like " BEGIN " there\n" BEGIN,
		PEM_FAULT_TEXT_BETWEEN},
	    {"blank lines between", END, END "\n\n\n", -1},
	    {"byte order mark", BEGIN, "\xef\xbb\xbf" BEGIN,
		PEM_FAULT_BYTE_ORDER_MARK},
	    {"byte order mark between files", END "\n" BEGIN,
		END "\n\xef\xbb\xbf" BEGIN, PEM_FAULT_BYTE_ORDER_MARK},
	    {"key first", BEGIN,
		"-----BEGIN EC PRIVATE KEY-----\nAAAA\n"
		"-----END EC PRIVATE KEY-----\n" BEGIN,
		PEM_FAULT_PRIVATE_KEY},
	    {"parameters first", BEGIN,
		"-----BEGIN DH PARAMETERS-----\nAAAA\n"
		"-----END DH PARAMETERS-----\n" BEGIN,
		-1},
	    {"unknown block first", BEGIN,
		"-----BEGIN SOMETHING-----\nAAAA\n"
		"-----END SOMETHING-----\n" BEGIN,
		-1},
	    {"request first", BEGIN,
		"-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n"
		"-----END CERTIFICATE REQUEST-----\n" BEGIN,
		PEM_FAULT_REQUEST},
	    {"PKCS#7 first", BEGIN,
		"-----BEGIN PKCS7-----\nAAAA\n-----END PKCS7-----\n" BEGIN,
		PEM_FAULT_PKCS7},
	    {"END twice", END, END "\n" END, -1},
	    {"lines end in CR CR LF", "\n", "\r\r\n", PEM_FAULT_CR_LF},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CLEANUP(free) char *clean = two_certificates();
		CLEANUP(free)
		char *text = replace_once(clean, rows[i].old, rows[i].new);
		struct pem_file file = parse(text);

		if (!server_loads_both(text, strlen(text)) ||
		    has_fatal_fault(&file) || file.certs.len != 2)
			fail_msg("%s", rows[i].name);
		if (rows[i].fault < 0)
			assert_int_equal(file.faults.len, 0);
		else if (find_fault(
			     &file, (enum pem_fault_kind)rows[i].fault) == NULL)
			fail_msg("no fault: %s", rows[i].name);
		pem_file_clear(&file);
	}
}

static void
crlf_is_harmless(void **state)
{
	CLEANUP(free) char *clean = two_certificates();
	CLEANUP(free) char *text = replace_all(clean, '\n', "\r\n");
	struct pem_file file = parse(text);

	assert_true(server_loads_both(text, strlen(text)));
	assert_int_equal(file.certs.len, 2);
	assert_int_equal(file.faults.len, 1);
	assert_int_equal(file.faults.items[0].kind, PEM_FAULT_CR_LF);
	assert_int_equal(file.faults.items[0].line, 1);
	assert_true(pem_fault_is_harmless(&file.faults.items[0]));
	pem_file_clear(&file);
}

/* Half of it was edited elsewhere. */
static void
the_first_line_that_ends_in_crlf_is_named(void **state)
{
	CLEANUP(free) char *clean = two_certificates();
	CLEANUP(free) char *text = replace_once(clean, END "\n", END "\r\n");
	struct pem_file file = parse(text);
	size_t line = 1;

	for (const char *at = clean; at < strstr(clean, END); at++)
		line += *at == '\n';
	assert_int_equal(file.faults.len, 1);
	assert_int_equal(file.faults.items[0].line, line);
	assert_false(file.faults.items[0].is_fatal);
	pem_file_clear(&file);
}

/* Ways that no server takes; both certificates are made out all the same
 * unless the row says fewer. */
static void
spoiled_files_say_what_and_where(void **state)
{
	static const struct {
		const char *name, *old, *new;
		enum pem_fault_kind kind;
		size_t line, count;
		const char *words;
	} rows[] = {
	    {"joined", END "\n" BEGIN, END BEGIN, PEM_FAULT_JOINED_LINES, 10, 2,
		"BEGIN follows END"},
	    {"end joined", "\n" END, END, PEM_FAULT_JOINED_LINES, 9, 2,
		"END does not start"},
	    {"begin joined", BEGIN "\n", BEGIN, PEM_FAULT_JOINED_LINES, 1, 2,
		"follows BEGIN"},
	    {"words behind END", END, END " thanks", PEM_FAULT_JOINED_LINES, 10,
		2, "follows END"},
	    {"indented", BEGIN, "  " BEGIN, PEM_FAULT_JOINED_LINES, 1, 2,
		"BEGIN is indented"},
	    {"quoted", BEGIN, ">" BEGIN, PEM_FAULT_JOINED_LINES, 1, 2,
		"something stands before BEGIN"},
	    {"invisible", BEGIN, "\xe2\x80\x8b" BEGIN, PEM_FAULT_JOINED_LINES,
		1, 2, "invisible"},
	    {"byte order mark behind a blank line", END "\n" BEGIN,
		END "\n\n\xef\xbb\xbf" BEGIN, PEM_FAULT_BYTE_ORDER_MARK, 12, 2,
		"byte order mark"},
	    {"four dashes", BEGIN, "----BEGIN CERTIFICATE----",
		PEM_FAULT_WRONG_LABEL, 1, 2, "five dashes"},
	    {"long dashes", BEGIN,
		"\xe2\x80\x94"
		"BEGIN CERTIFICATE-----",
		PEM_FAULT_WRONG_LABEL, 1, 2, "five dashes"},
	    {"BEGIN lost", BEGIN "\n", "", PEM_FAULT_WRONG_LABEL, 1, 2,
		"BEGIN line is missing"},
	    {"small letters", BEGIN, "-----Begin Certificate-----",
		PEM_FAULT_WRONG_LABEL, 1, 2, "in capitals"},
	    {"label with a blank", BEGIN, "-----BEGIN CERTIFICATE -----",
		PEM_FAULT_WRONG_LABEL, 1, 2, "labelled \"CERTIFICATE \""},
	    {"CR alone", "\n" END, "\r" END, PEM_FAULT_LINE_ENDS, 9, 2,
		"CR alone"},
	    {"END lost", END "\n", "", PEM_FAULT_TRUNCATED, 1, 2,
		"without its END"},
	    {"END of another", END, "-----END X509 CERTIFICATE-----",
		PEM_FAULT_WRONG_LABEL, 10, 2, "ends in END X509 CERTIFICATE"},
	    {"odd character", "\nMII", "\n!MII", PEM_FAULT_BAD_BASE64, 2, 2,
		"'!' is not base64"},
	    {"header lines", BEGIN, BEGIN "\nProc-Type: 4,ENCRYPTED\n",
		PEM_FAULT_BAD_BASE64, 2, 1, "header line"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CLEANUP(free) char *clean = two_certificates();
		CLEANUP(free)
		char *text = replace_once(clean, rows[i].old, rows[i].new);
		struct pem_file file = parse(text);
		const struct pem_fault *fault = find_fault(&file, rows[i].kind);

		if (server_loads_both(text, strlen(text)))
			fail_msg("a server loads: %s", rows[i].name);
		if (fault == NULL || !fault->is_fatal)
			fail_msg("no such fault: %s", rows[i].name);
		if (fault->line != rows[i].line ||
		    strstr(fault->text, rows[i].words) == NULL ||
		    file.certs.len != rows[i].count)
			fail_msg("%s: line %zu, %zu certificates: %s",
			    rows[i].name, fault->line, file.certs.len,
			    fault->text);
		pem_file_clear(&file);
	}
}

static void
blank_line_inside_a_block_is_fatal(void **state)
{
	CLEANUP(free) char *clean = two_certificates();
	CLEANUP(free) char *text = mem_strdup(clean);
	struct pem_file file;

	/* The third line's end becomes two. */
	free(text);
	text = mem_printf("%.*s\n\n%s", 28 + 64, clean, clean + 28 + 65);
	file = parse(text);
	assert_false(server_loads_both(text, strlen(text)));
	assert_int_equal(file.certs.len, 2);
	assert_non_null(find_fault(&file, PEM_FAULT_BAD_BASE64));
	assert_non_null(strstr(
	    find_fault(&file, PEM_FAULT_BAD_BASE64)->text, "blank line"));
	pem_file_clear(&file);
}

static void
trusted_label_serves_in_the_first_place_only(void **state)
{
	CLEANUP(free) char *clean = two_certificates();
	CLEANUP(free)
	char *begun =
	    replace_once(clean, BEGIN, "-----BEGIN TRUSTED CERTIFICATE-----");
	CLEANUP(free)
	char *first_one =
	    replace_once(begun, END, "-----END TRUSTED CERTIFICATE-----");
	CLEANUP(free) char *plain = mint_pem(first());
	CLEANUP(free) char *twice = mem_printf("%s%s", plain, first_one);
	struct pem_file file = parse(first_one);

	assert_true(server_loads_both(first_one, strlen(first_one)));
	assert_int_equal(file.certs.len, 2);
	assert_true(cert_equal(file.certs.items[0], first()->cert));
	assert_false(has_fatal_fault(&file));
	assert_int_equal(file.faults.items[0].kind, PEM_FAULT_WRONG_LABEL);
	pem_file_clear(&file);
	file = parse(twice);
	assert_int_equal(file.certs.len, 3);
	assert_true(has_fatal_fault(&file));
	pem_file_clear(&file);
}

/* What "TRUSTED" adds behind the certificate is no part of it. */
static void
trust_settings_are_cut_off(void **state)
{
	static const uint8_t settings[] = {0x30, 0x00};
	const struct cert *cert = first()->cert;
	struct strbuf text = STRBUF_INIT(TEXT_MAX);
	uint8_t *der = mem_new(cert->der_len + sizeof settings, 1);
	unsigned char *base64 = mem_new(2 * cert->der_len, 1);
	struct pem_file file;

	memcpy(der, cert->der, cert->der_len);
	memcpy(der + cert->der_len, settings, sizeof settings);
	EVP_EncodeBlock(base64, der, (int)(cert->der_len + sizeof settings));
	strbuf_addf(&text,
	    "-----BEGIN TRUSTED CERTIFICATE-----\n%s\n"
	    "-----END TRUSTED CERTIFICATE-----\n",
	    base64);
	file = parse(strbuf_text(&text));
	assert_int_equal(file.certs.len, 1);
	assert_true(cert_equal(file.certs.items[0], cert));
	pem_file_clear(&file);
	strbuf_clear(&text);
	free(der);
	free(base64);
}

static void
malformed_certificate_in_clean_pem_is_given(void **state)
{
	struct pem_file file = parse(BEGIN "\nMAMCAQA=\n" END "\n");

	assert_int_equal(file.certs.len, 1);
	assert_non_null(file.certs.items[0]->malformed);
	assert_int_equal(file.faults.len, 0);
	pem_file_clear(&file);
}

static void
what_is_no_pem_is_named(void **state)
{
	static const struct {
		const char *text;
		enum pem_fault_kind kind;
		const char *words;
	} rows[] = {
	    {"", PEM_FAULT_NOT_PEM, "empty file"},
	    {"\n \n", PEM_FAULT_NOT_PEM, "blanks"},
	    {"<html><body>404</body></html>", PEM_FAULT_NOT_PEM, "HTML"},
	    {"{\"a\": 1}", PEM_FAULT_NOT_PEM, "JSON"},
	    {"hello\n", PEM_FAULT_NOT_PEM, "plain text"},
	    {"ssh-ed25519 AAAA x\n", PEM_FAULT_NOT_PEM, "SSH"},
	    {"MIIBvDCC\n", PEM_FAULT_NOT_PEM, "without a BEGIN"},
	    {"-----BEGIN PKCS7-----\nMAA=\n-----END PKCS7-----\n",
		PEM_FAULT_PKCS7, "PKCS#7"},
	    {"-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n"
	     "-----END CERTIFICATE REQUEST-----\n",
		PEM_FAULT_REQUEST, "request"},
	    {"-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n",
		PEM_FAULT_PRIVATE_KEY, "private key"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct pem_file file = parse(rows[i].text);
		const struct pem_fault *fault = find_fault(&file, rows[i].kind);

		assert_int_equal(file.certs.len, 0);
		assert_true(has_fatal_fault(&file));
		if (fault == NULL || strstr(fault->text, rows[i].words) == NULL)
			fail_msg("%s", rows[i].text);
		pem_file_clear(&file);
	}
}

static void
keys_are_told_and_never_shown(void **state)
{
	static const char *const labels[] = {"PRIVATE KEY", "RSA PRIVATE KEY",
	    "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY"};

	for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
		CLEANUP(free) char *cert = mint_pem(first());
		CLEANUP(free)
		char *text = mem_printf("%s-----BEGIN %s-----\nU0VDUkVU\n"
					"-----END %s-----\n",
		    cert, labels[i], labels[i]);
		struct pem_file file = parse(text);
		const struct pem_fault *fault =
		    find_fault(&file, PEM_FAULT_PRIVATE_KEY);

		assert_int_equal(file.certs.len, 1);
		assert_non_null(fault);
		assert_int_equal(fault->line, 11);
		assert_null(strstr(fault->text, "U0VD"));
		pem_file_clear(&file);
	}
}

static void
utf16_is_named_and_read(void **state)
{
	static const struct {
		bool is_little, has_mark;
	} rows[] = {{true, true}, {true, false}, {false, true}, {false, false}};
	CLEANUP(free) char *text = two_certificates();

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		size_t len = strlen(text), n = 0;
		uint8_t *wide = mem_new(2 * len + 2, 1);
		struct pem_file file;

		if (rows[i].has_mark) {
			wide[n++] = rows[i].is_little ? 0xff : 0xfe;
			wide[n++] = rows[i].is_little ? 0xfe : 0xff;
		}
		for (size_t k = 0; k < len; k++) {
			wide[n + (rows[i].is_little ? 0 : 1)] =
			    (uint8_t)text[k];
			n += 2;
		}
		pem_file_parse(wide, n, &file);
		assert_int_equal(file.certs.len, 2);
		assert_int_equal(file.faults.len, 1);
		assert_true(file.faults.items[0].is_fatal);
		assert_non_null(strstr(file.faults.items[0].text, "UTF-16"));
		pem_file_clear(&file);
		free(wide);
	}
}

static void
cr_alone_is_fatal_and_read(void **state)
{
	CLEANUP(free) char *clean = two_certificates();
	CLEANUP(free) char *text = replace_all(clean, '\n', "\r");
	struct pem_file file = parse(text);

	assert_false(server_loads_both(text, strlen(text)));
	assert_int_equal(file.certs.len, 2);
	assert_true(has_fatal_fault(&file));
	pem_file_clear(&file);
}

static void
der_is_read_one_after_the_other(void **state)
{
	const struct cert *a = first()->cert, *b = second()->cert;
	size_t len = a->der_len + b->der_len;
	uint8_t *der = mem_new(len + 1, 1);
	struct pem_file file;

	memcpy(der, a->der, a->der_len);
	memcpy(der + a->der_len, b->der, b->der_len);
	pem_file_parse(der, len, &file);
	assert_int_equal(file.certs.len, 2);
	assert_true(cert_equal(file.certs.items[1], b));
	assert_int_equal(file.faults.len, 1);
	assert_int_equal(file.faults.items[0].kind, PEM_FAULT_DER);
	assert_int_equal(file.lines.items[0], 0);
	pem_file_clear(&file);
	pem_file_parse(der, len + 1, &file);
	assert_int_equal(file.certs.len, 2);
	assert_non_null(strstr(file.faults.items[1].text, "1 bytes follow"));
	pem_file_clear(&file);
	free(der);
}

static void
foreign_labels_are_shown_escaped(void **state)
{
	struct pem_file file = parse("-----BEGIN \x1b[31m-----\nAAAA\n"
				     "-----END \x1b[31m-----\n" BEGIN
				     "\nMAMCAQA=\n-----END \x07-----\n");

	assert_true(file.faults.len >= 1);
	ARRAY_EACH (fault, &file.faults) {
		for (const char *p = fault->text; *p != '\0'; p++)
			assert_true((unsigned char)*p >= 0x20);
	}
	pem_file_clear(&file);
}

static void
files_and_faults_have_limits(void **state)
{
	struct strbuf text = STRBUF_INIT(4 * TEXT_MAX);
	uint8_t *large = mem_new(PEM_MAX_BYTES + 1, 1);
	struct pem_file file;

	for (int i = 0; i < PEM_MAX_CERTS + 1; i++)
		strbuf_add(&text, BEGIN "\nMAMCAQA=\n" END "\n");
	file = parse(strbuf_text(&text));
	assert_int_equal(file.certs.len, PEM_MAX_CERTS);
	assert_non_null(find_fault(&file, PEM_FAULT_TOO_MANY));
	pem_file_clear(&file);
	strbuf_clear(&text);
	for (int i = 0; i < 2 * PEM_MAX_FAULTS; i++)
		strbuf_add(&text, BEGIN "\n");
	file = parse(strbuf_text(&text));
	assert_int_equal(file.faults.len, PEM_MAX_FAULTS);
	pem_file_clear(&file);
	strbuf_clear(&text);
	pem_file_parse(large, PEM_MAX_BYTES + 1, &file);
	assert_int_equal(file.certs.len, 0);
	assert_int_equal(file.faults.items[0].kind, PEM_FAULT_TOO_MANY);
	pem_file_clear(&file);
	free(large);
}

static void
what_is_written_is_what_libcrypto_writes(void **state)
{
	CLEANUP(free) char *ours = mint_pem(first());
	BIO *bio = BIO_new(BIO_s_mem());
	char *theirs;
	long len;

	assert_int_equal(PEM_write_bio_X509(bio, first()->cert->x509), 1);
	len = BIO_get_mem_data(bio, &theirs);
	assert_int_equal(len, strlen(ours));
	assert_memory_equal(ours, theirs, (size_t)len);
	BIO_free(bio);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(clean_file_has_its_certificates_and_no_fault),
	    cmocka_unit_test(harmless_forms_stay_loadable),
	    cmocka_unit_test(crlf_is_harmless),
	    cmocka_unit_test(the_first_line_that_ends_in_crlf_is_named),
	    cmocka_unit_test(spoiled_files_say_what_and_where),
	    cmocka_unit_test(blank_line_inside_a_block_is_fatal),
	    cmocka_unit_test(trusted_label_serves_in_the_first_place_only),
	    cmocka_unit_test(trust_settings_are_cut_off),
	    cmocka_unit_test(malformed_certificate_in_clean_pem_is_given),
	    cmocka_unit_test(what_is_no_pem_is_named),
	    cmocka_unit_test(keys_are_told_and_never_shown),
	    cmocka_unit_test(utf16_is_named_and_read),
	    cmocka_unit_test(cr_alone_is_fatal_and_read),
	    cmocka_unit_test(der_is_read_one_after_the_other),
	    cmocka_unit_test(foreign_labels_are_shown_escaped),
	    cmocka_unit_test(files_and_faults_have_limits),
	    cmocka_unit_test(what_is_written_is_what_libcrypto_writes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
