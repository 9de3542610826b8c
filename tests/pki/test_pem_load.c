/* What servers that use OpenSSL make of a file; the same as real ones do, which
 * tests/system/files.sh asks. */
#include "pki/pem_load.h"

#include <openssl/err.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "pki/pem.h"
#include "support/mint.h"

static const struct mint *a, *b;
static char *pem_a, *pem_b;

static int
enter(void **state)
{
	a = MINT(.subject = "CN=a");
	b = MINT(.subject = "CN=b");
	pem_a = mint_pem(a);
	pem_b = mint_pem(b);
	return 0;
}

static int
leave(void **state)
{
	free(pem_a);
	free(pem_b);
	return 0;
}

static struct pem_load
load(const char *text)
{
	struct pem_load result = pem_load((const uint8_t *)text, strlen(text));

	assert_int_equal(ERR_peek_error(), 0);
	return result;
}

static void
clean_files_are_loaded_whole(void **state)
{
	CLEANUP(free) char *text = mem_printf("%s%s", pem_a, pem_b);
	struct pem_load result = load(text);

	assert_int_equal(result.count, 2);
	assert_false(result.is_refused);
	assert_false(result.is_refused_by_haproxy);
	assert_memory_equal(result.first, a->cert->sha256, CERT_SHA256_LEN);
}

static void
an_indented_block_is_passed_over(void **state)
{
	CLEANUP(free) char *second = mem_printf("%s %s", pem_a, pem_b);
	CLEANUP(free) char *first = mem_printf(" %s%s", pem_a, pem_b);
	struct pem_load result = load(second);

	assert_int_equal(result.count, 1);
	assert_false(result.is_refused);
	result = load(first);
	assert_int_equal(result.count, 1);
	assert_memory_equal(result.first, b->cert->sha256, CERT_SHA256_LEN);
}

static void
a_broken_block_ends_it_for_haproxy_and_is_refused_by_others(void **state)
{
	CLEANUP(free) char *broken = mem_strdup(pem_b);
	CLEANUP(free) char *text = NULL;
	struct pem_load result;

	strstr(broken, "\nMII")[1] = '!';
	text = mem_printf("%s%s", pem_a, broken);
	result = load(text);
	assert_int_equal(result.count, 1);
	assert_true(result.is_refused);
	assert_false(result.is_refused_by_haproxy);
}

static void
what_is_no_certificate_within_clean_pem_is_refused_by_all(void **state)
{
	CLEANUP(free)
	char *text = mem_printf("%s-----BEGIN CERTIFICATE-----\nMAMCAQA=\n"
				"-----END CERTIFICATE-----\n",
	    pem_a);
	struct pem_load result = load(text);

	assert_int_equal(result.count, 1);
	assert_true(result.is_refused);
	assert_true(result.is_refused_by_haproxy);
}

static void
no_certificate_is_refused_and_nobody_is_asked_for_a_password(void **state)
{
	static const char *const texts[] = {"", "hello\n",
	    "-----BEGIN CERTIFICATE-----\nProc-Type: 4,ENCRYPTED\n"
	    "DEK-Info: AES-128-CBC,00000000000000000000000000000000\n\n"
	    "MAMCAQA=\n-----END CERTIFICATE-----\n"};
	uint8_t *large = mem_new(PEM_MAX_BYTES + 1, 1);

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct pem_load result = load(texts[i]);

		assert_int_equal(result.count, 0);
		assert_true(result.is_refused);
		assert_true(result.is_refused_by_haproxy);
	}
	assert_true(pem_load(large, PEM_MAX_BYTES + 1).is_refused);
	free(large);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(clean_files_are_loaded_whole),
	    cmocka_unit_test(an_indented_block_is_passed_over),
	    cmocka_unit_test(
		a_broken_block_ends_it_for_haproxy_and_is_refused_by_others),
	    cmocka_unit_test(
		what_is_no_certificate_within_clean_pem_is_refused_by_all),
	    cmocka_unit_test(
		no_certificate_is_refused_and_nobody_is_asked_for_a_password),
	};

	return cmocka_run_group_tests(tests, enter, leave);
}
