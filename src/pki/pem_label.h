/* What the label of a PEM block says of its content. */
#pragma once

#include <stdbool.h>

enum pem_label_kind {
	PEM_LABEL_CERTIFICATE,
	PEM_LABEL_TRUSTED, /* with OpenSSL's own settings behind it */
	PEM_LABEL_KEY,
	PEM_LABEL_REQUEST,
	PEM_LABEL_PKCS7,
	PEM_LABEL_OTHER, /* servers skip it, as they should */
};

enum pem_label_kind pem_label_classify(const char *label);
