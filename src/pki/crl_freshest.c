/* Points of delta lists; see crl_freshest.h. */
#include "pki/crl_freshest.h"

#include <stdlib.h>

#include "base/safe_print.h"
#include "pki/crypto_error.h"

#define URL_MAX 2048   /* characters kept of a URL */
#define MAX_BYTES 8192 /* of the extension; it is read at each judgement */

static void
add_url(const GENERAL_NAME *name, struct texts *urls)
{
	const ASN1_STRING *url;
	char *text;

	if (name->type != GEN_URI || urls->len >= CRL_FRESHEST_MAX)
		return;
	url = name->d.uniformResourceIdentifier;
	text = safe_print_dup(ASN1_STRING_get0_data(url),
	    (size_t)ASN1_STRING_length(url), URL_MAX);
	if (texts_has(urls, text))
		free(text);
	else
		texts_add_take(urls, text);
}

/* The syntax is that of cRLDistributionPoints. */
static void
add_points(const uint8_t *der, size_t len, struct texts *urls)
{
	const unsigned char *p = der;
	CRL_DIST_POINTS *points = len == 0 || len > MAX_BYTES
	    ? NULL
	    : d2i_CRL_DIST_POINTS(NULL, &p, (long)len);

	for (int i = 0; i < sk_DIST_POINT_num(points); i++) {
		const DIST_POINT_NAME *name =
		    sk_DIST_POINT_value(points, i)->distpoint;

		if (name == NULL || name->type != 0)
			continue;
		for (int k = 0; k < sk_GENERAL_NAME_num(name->name.fullname);
		     k++)
			add_url(sk_GENERAL_NAME_value(name->name.fullname, k),
			    urls);
	}
	CRL_DIST_POINTS_free(points);
	crypto_error_drop();
}

void
crl_freshest_of_cert(const struct cert *cert, struct texts *urls)
{
	const ASN1_OCTET_STRING *octets;
	int at = cert->malformed != NULL
	    ? -1
	    : X509_get_ext_by_NID(cert->x509, NID_freshest_crl, -1);

	if (at < 0)
		return;
	octets = X509_EXTENSION_get_data(X509_get_ext(cert->x509, at));
	add_points(ASN1_STRING_get0_data(octets),
	    (size_t)ASN1_STRING_length(octets), urls);
}

void
crl_freshest_of_list(const struct crl *crl, struct texts *urls)
{
	add_points(crl->freshest.at, crl->freshest.len, urls);
}
