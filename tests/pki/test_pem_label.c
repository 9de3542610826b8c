/* Labels of PEM blocks. */
#include "pki/pem_label.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
labels_are_told_apart(void **state)
{
	static const struct {
		const char *label;
		enum pem_label_kind kind;
	} rows[] = {
	    {"CERTIFICATE", PEM_LABEL_CERTIFICATE},
	    {"X509 CERTIFICATE", PEM_LABEL_CERTIFICATE},
	    {"TRUSTED CERTIFICATE", PEM_LABEL_TRUSTED},
	    {"PRIVATE KEY", PEM_LABEL_KEY},
	    {"RSA PRIVATE KEY", PEM_LABEL_KEY},
	    {"OPENSSH PRIVATE KEY", PEM_LABEL_KEY},
	    {"PUBLIC KEY", PEM_LABEL_OTHER},
	    {"CERTIFICATE REQUEST", PEM_LABEL_OTHER},
	    {"certificate", PEM_LABEL_OTHER},
	    {"KEY", PEM_LABEL_OTHER},
	    {"", PEM_LABEL_OTHER},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_int_equal(
		    pem_label_classify(rows[i].label), rows[i].kind);
}

static void
mistakes_are_fatal_and_company_is_not(void **state)
{
	bool is_fatal = false;

	assert_non_null(pem_label_describe("PKCS7", &is_fatal));
	assert_true(is_fatal);
	assert_non_null(pem_label_describe("DH PARAMETERS", &is_fatal));
	assert_false(is_fatal);
	assert_null(pem_label_describe("SOMETHING", &is_fatal));
	assert_null(pem_label_describe("CERTIFICATE", &is_fatal));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(labels_are_told_apart),
	    cmocka_unit_test(mistakes_are_fatal_and_company_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
