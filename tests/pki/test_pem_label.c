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
	    {"CERTIFICATE REQUEST", PEM_LABEL_REQUEST},
	    {"NEW CERTIFICATE REQUEST", PEM_LABEL_REQUEST},
	    {"PKCS7", PEM_LABEL_PKCS7},
	    {"CMS", PEM_LABEL_PKCS7},
	    {"certificate", PEM_LABEL_OTHER},
	    {"KEY", PEM_LABEL_OTHER},
	    {"", PEM_LABEL_OTHER},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_int_equal(
		    pem_label_classify(rows[i].label), rows[i].kind);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(labels_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
