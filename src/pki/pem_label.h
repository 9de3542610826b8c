/* What the label of a PEM block says of its content. */
#pragma once

#include <stdbool.h>

enum pem_label_kind {
	PEM_LABEL_CERTIFICATE,
	PEM_LABEL_TRUSTED, /* with OpenSSL's own settings behind it */
	PEM_LABEL_KEY,
	PEM_LABEL_OTHER,
};

enum pem_label_kind pem_label_classify(const char *label);
/* Words for a known label that is no certificate; NULL: not known.
 * *ret_is_fatal: somebody meant certificates to be loaded from it. */
const char *pem_label_describe(const char *label, bool *ret_is_fatal);
