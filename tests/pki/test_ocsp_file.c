/* Files of OCSP responses: DER, PEM, several, and none. */
#include "pki/ocsp_file.h"

#include <openssl/pem.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/mint_ocsp.h"

static uint8_t *
a_response(size_t *ret_len)
{
	const struct mint *root = MINT(.subject = "CN=Root", .is_ca = true);
	const struct mint *leaf =
	    MINT(.subject = "CN=x", .issuer = root, .names = "DNS:x.test");
	const struct mint_ocsp_recipe recipe = {
	    .issuer = root, .singles = {{.cert = leaf->cert}}};

	return mint_ocsp_der(&recipe, ret_len);
}

static void
der_is_one_response(void **state)
{
	struct ocsp_list list = {0};
	struct error err = ERROR_INIT;
	size_t len = 0;
	CLEANUP(free) uint8_t *der = a_response(&len);

	assert_true(ocsp_file_parse(der, len, &list, &err));
	assert_true(ocsp_file_parse(der, len, &list, &err));
	assert_int_equal(list.items.len, 2);
	assert_false(ocsp_file_parse(der, len - 1, &list, &err));
	assert_int_equal(list.items.len, 2);
	ocsp_list_clear(&list);
}

static void
pem_has_several_among_others(void **state)
{
	struct ocsp_list list = {0};
	struct error err = ERROR_INIT;
	size_t len = 0;
	CLEANUP(free) uint8_t *der = a_response(&len);
	BIO *bio = BIO_new(BIO_s_mem());
	char *text = NULL;
	long text_len;

	for (int i = 0; i < 3; i++)
		assert_true(
		    PEM_write_bio(bio, i == 1 ? "SOMETHING" : "OCSP RESPONSE",
			"", der, (long)len) > 0);
	text_len = BIO_get_mem_data(bio, &text);
	assert_true(ocsp_file_parse(
	    (const uint8_t *)text, (size_t)text_len, &list, &err));
	assert_int_equal(list.items.len, 2);
	ocsp_list_clear(&list);
	BIO_free(bio);
}

static void
a_file_without_any_is_an_error(void **state)
{
#define NAME "OCSP RESPONSE"
	static const char *const texts[] = {"", "nothing",
	    ("-----BEGIN " NAME "-----\nAAAA\n-----END " NAME "-----\n")};
#undef NAME

	for (size_t i = 0; i < 3; i++) {
		struct ocsp_list list = {0};
		struct error err = ERROR_INIT;

		assert_false(ocsp_file_parse(
		    (const uint8_t *)texts[i], strlen(texts[i]), &list, &err));
		assert_int_not_equal(err.kind, ERROR_NONE);
		assert_int_equal(list.items.len, 0);
		ocsp_list_clear(&list);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(der_is_one_response),
	    cmocka_unit_test(pem_has_several_among_others),
	    cmocka_unit_test(a_file_without_any_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
