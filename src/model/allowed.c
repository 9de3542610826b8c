/* In what addresses may differ; see allowed.h. */
#include "model/allowed.h"

#include <string.h>
#include <strings.h>

struct allowed *
allowed_new(void)
{
	struct allowed *allowed = MEM_NEW(struct allowed);

	allowed->refs = 1;
	return allowed;
}

struct allowed *
allowed_ref(struct allowed *allowed)
{
	allowed->refs++;
	return allowed;
}

void
allowed_unref(struct allowed *allowed)
{
	if (allowed == NULL || --allowed->refs > 0)
		return;
	ARRAY_CLEAR(&allowed->certificates);
	texts_clear(&allowed->issuers);
	free(allowed);
}

bool
allowed_equal(const struct allowed *a, const struct allowed *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return a->is_any == b->is_any && a->roles == b->roles &&
	    a->certificates.len == b->certificates.len &&
	    (a->certificates.len == 0 ||
		memcmp(a->certificates.items, b->certificates.items,
		    a->certificates.len * sizeof *a->certificates.items) ==
		    0) &&
	    texts_equal(&a->issuers, &b->issuers);
}

bool
allowed_declares(const struct allowed *allowed, const struct verdict *verdict)
{
	const struct cert_facts *leaf;

	if (allowed == NULL)
		return false;
	if (allowed->is_any)
		return true;
	if (verdict->cert_count == 0)
		return false;
	leaf = verdict->certs[0];
	ARRAY_EACH (certificate, &allowed->certificates) {
		if (memcmp(certificate->sha256, leaf->sha256,
			CERT_SHA256_LEN) == 0)
			return true;
	}
	for (size_t i = 0; i < allowed->issuers.len; i++) {
		if (strcasecmp(allowed->issuers.items[i], leaf->issuer_label) ==
		    0)
			return true;
	}
	return false;
}
