/* Labels of PEM blocks; see pem_label.h. */
#include "pki/pem_label.h"

#include <openssl/pem.h>
#include <string.h>

/* Labels that are no certificate but worth more than "something else". */
static const struct {
	const char *label;
	const char *words;
	bool is_fatal; /* somebody meant certificates to be loaded from it */
} label_rows[] = {
    {"PKCS7", "a PKCS#7 bundle, which servers do not load", true},
    {"CMS", "a PKCS#7 bundle, which servers do not load", true},
    {"PKCS #7 SIGNED DATA", "a PKCS#7 bundle, which servers do not load", true},
    {"CERTIFICATE REQUEST", "a certificate request, not a certificate", true},
    {"NEW CERTIFICATE REQUEST", "a certificate request, not a certificate",
	true},
    {"X509 CRL", "a revocation list", false},
    {"PUBLIC KEY", "a public key", false},
    {"DH PARAMETERS", "Diffie-Hellman parameters", false},
    {"EC PARAMETERS", "curve parameters", false},
};

enum pem_label_kind
pem_label_classify(const char *label)
{
	static const char ending[] = "PRIVATE KEY";
	size_t len = strlen(label), n = sizeof ending - 1;

	if (strcmp(label, PEM_STRING_X509) == 0 ||
	    strcmp(label, PEM_STRING_X509_OLD) == 0)
		return PEM_LABEL_CERTIFICATE;
	if (strcmp(label, PEM_STRING_X509_TRUSTED) == 0)
		return PEM_LABEL_TRUSTED;
	if (len >= n && strcmp(label + len - n, ending) == 0)
		return PEM_LABEL_KEY;
	return PEM_LABEL_OTHER;
}

const char *
pem_label_describe(const char *label, bool *ret_is_fatal)
{
	for (size_t i = 0; i < sizeof label_rows / sizeof label_rows[0]; i++) {
		if (strcmp(label_rows[i].label, label) == 0) {
			*ret_is_fatal = label_rows[i].is_fatal;
			return label_rows[i].words;
		}
	}
	return NULL;
}
