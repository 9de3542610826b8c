/* libcrypto's error queue, and its start without the host's openssl.cnf. */
#include "pki/crypto_error.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void
first_reason_is_told_and_the_queue_emptied(void **state)
{
	struct error err = ERROR_INIT;
	const unsigned char *p = (const unsigned char *)"\x30\x01";

	assert_null(d2i_X509(NULL, &p, 2));
	assert_false(crypto_error_take(&err, "reading %s", "it"));
	assert_int_equal(err.kind, ERROR_CRYPTO);
	assert_ptr_equal(strstr(err.message, "reading it: "), err.message);
	assert_true(strlen(err.message) > strlen("reading it: "));
	assert_int_equal(ERR_peek_error(), 0);
}

static void
empty_queue_leaves_the_words_alone(void **state)
{
	struct error err = ERROR_INIT;

	ERR_clear_error();
	assert_false(crypto_error_take(&err, "words"));
	assert_string_equal(err.message, "words");
	assert_false(crypto_error_take(NULL, "words"));
}

static void
drop_empties_the_queue(void **state)
{
	ERR_raise(ERR_LIB_USER, ERR_R_INTERNAL_ERROR);
	assert_int_not_equal(ERR_peek_error(), 0);
	crypto_error_drop();
	assert_int_equal(ERR_peek_error(), 0);
}

/* main points OPENSSL_CONF at a file that takes every algorithm away. */
static void
openssl_cnf_is_not_read(void **state)
{
	EVP_MD *digest = EVP_MD_fetch(NULL, "SHA256", NULL);

	assert_non_null(digest);
	EVP_MD_free(digest);
}

static void
write_hostile_config(const char *path)
{
	FILE *file = fopen(path, "w");

	if (file == NULL ||
	    fputs("openssl_conf = init\n[init]\nalg_section = algorithms\n"
		  "[algorithms]\ndefault_properties = no=such\n",
		file) < 0 ||
	    fclose(file) != 0)
		abort();
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(first_reason_is_told_and_the_queue_emptied),
	    cmocka_unit_test(empty_queue_leaves_the_words_alone),
	    cmocka_unit_test(drop_empties_the_queue),
	    cmocka_unit_test(openssl_cnf_is_not_read),
	};
	char path[] = "crypto-error-test-XXXXXX";
	int fd = mkstemp(path), failed;

	if (fd < 0)
		return 1;
	close(fd);
	write_hostile_config(path);
	setenv("OPENSSL_CONF", path, 1);
	crypto_start();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(path);
	return failed;
}
