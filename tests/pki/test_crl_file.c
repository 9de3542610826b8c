/* Files of revocation lists. */
#include "pki/crl_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/mint_crl.h"

static bool
parse(const char *text, struct crl_list *lists, struct error *err)
{
	return crl_file_parse((const uint8_t *)text, strlen(text), lists, err);
}

static void
lists_are_read_among_other_blocks(void **state)
{
	const struct mint *root = MINT(.subject = "CN=Root", .is_ca = true);
	const struct mint *other = MINT(.subject = "CN=Other", .is_ca = true);
	struct crl *a = MINT_CRL(.issuer = root);
	struct crl *b = MINT_CRL(.issuer = other);
	CLEANUP(free) char *a_pem = mint_crl_pem(a);
	CLEANUP(free) char *b_pem = mint_crl_pem(b);
	CLEANUP(free) char *cert_pem = mint_pem(root);
	CLEANUP(free)
	char *text = mem_printf("subject=x\n%s%s\n%s", a_pem, cert_pem, b_pem);
	struct crl_list lists = {0};
	struct error err = ERROR_INIT;

	assert_true(parse(text, &lists, &err));
	assert_int_equal(lists.items.len, 2);
	assert_memory_equal(
	    lists.items.items[0]->sha256, a->sha256, CERT_SHA256_LEN);
	assert_string_equal(lists.items.items[1]->label, "Other");
	crl_list_clear(&lists);
	crl_free(a);
	crl_free(b);
}

static void
der_is_read_and_added(void **state)
{
	const struct mint *root = MINT(.subject = "CN=Root", .is_ca = true);
	struct crl *crl = MINT_CRL(.issuer = root);
	struct crl_list lists = {0};
	struct error err = ERROR_INIT;

	assert_true(crl_file_parse(crl->der, crl->der_len, &lists, &err));
	assert_true(crl_file_parse(crl->der, crl->der_len, &lists, &err));
	assert_int_equal(lists.items.len, 2);
	crl_list_clear(&lists);
	crl_free(crl);
}

static void
what_cannot_be_used_is_said_with_its_line(void **state)
{
	static const struct {
		const char *text, *words;
	} rows[] = {
	    {"", "no revocation list"},
	    {"<html>", "no revocation list"},
	    {"x\n-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n",
		"line 2: not a revocation list"},
	    {"-----BEGIN X509 CRL-----\n@\n-----END X509 CRL-----\n",
		"line 1: not readable"},
	    {"-----BEGIN X509 CRL-----\nAAAA\n", "without its END line"},
	    {"-----BEGIN X509 CRL-----\n-----BEGIN X509 CRL-----\n",
		"line 2: a block begins in"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct crl_list lists = {0};
		struct error err = ERROR_INIT;

		assert_false(parse(rows[i].text, &lists, &err));
		if (strstr(err.message, rows[i].words) == NULL)
			fail_msg("row %zu: %s", i, err.message);
		assert_int_equal(lists.items.len, 0);
		crl_list_clear(&lists);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lists_are_read_among_other_blocks),
	    cmocka_unit_test(der_is_read_and_added),
	    cmocka_unit_test(what_cannot_be_used_is_said_with_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
