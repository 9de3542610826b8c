/* Labels of PEM blocks; see pem_label.h. */
#include "pki/pem_label.h"

#include <openssl/pem.h>
#include <string.h>

/* Each label that is worth more than "something else". */
static const struct {
	const char *label;
	enum pem_label_kind kind;
} rows[] = {
    {PEM_STRING_X509, PEM_LABEL_CERTIFICATE},
    {PEM_STRING_X509_OLD, PEM_LABEL_CERTIFICATE},
    {PEM_STRING_X509_TRUSTED, PEM_LABEL_TRUSTED},
    {PEM_STRING_X509_REQ, PEM_LABEL_REQUEST},
    {PEM_STRING_X509_REQ_OLD, PEM_LABEL_REQUEST},
    {PEM_STRING_PKCS7, PEM_LABEL_PKCS7},
    {PEM_STRING_PKCS7_SIGNED, PEM_LABEL_PKCS7},
    {PEM_STRING_CMS, PEM_LABEL_PKCS7},
};

enum pem_label_kind
pem_label_classify(const char *label)
{
	static const char ending[] = "PRIVATE KEY";
	size_t len = strlen(label), n = sizeof ending - 1;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (strcmp(label, rows[i].label) == 0)
			return rows[i].kind;
	}
	return len >= n && strcmp(label + len - n, ending) == 0
	    ? PEM_LABEL_KEY
	    : PEM_LABEL_OTHER;
}
