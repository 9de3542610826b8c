/* Any bytes as a file of revocation lists: reading, searching and matching them
 * must end well, and agree with libcrypto where that reads them too. */
#include <openssl/err.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

#include "pki/crl_file.h"
#include "pki/crl_freshest.h"
#include "pki/crl_scope.h"
#include "pki/signature.h"
#include "support/mint.h"

#define BUDGET 16

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

/* To ask about: of the issuer that the seeds are of, with a point of its own.
 */
static const struct mint *
some_cert(void)
{
	static const struct mint *leaf;

	if (leaf == NULL)
		leaf = MINT(.subject = "CN=leaf", .serial = "77",
		    .issuer = MINT(.subject = "CN=Root,O=Test", .is_ca = true),
		    .extensions = {"crlDistributionPoints=URI:http://a.test"});
	return leaf;
}

static void
must_be_sorted(const struct crl *crl)
{
	for (size_t i = 1; i < crl->entries.len; i++) {
		const struct crl_entry *a = &crl->entries.items[i - 1];
		const struct crl_entry *b = &crl->entries.items[i];

		must(a->serial_len < b->serial_len ||
		    (a->serial_len == b->serial_len &&
			memcmp(crl->der + a->serial_at, crl->der + b->serial_at,
			    a->serial_len) <= 0));
		must(b->issuer < crl->issuers.len);
	}
}

/* libcrypto decodes the whole; where it can, it must see as many entries. */
static void
compare(const struct crl *crl)
{
	const unsigned char *p = crl->der;
	X509_CRL *other = d2i_X509_CRL(NULL, &p, (long)crl->der_len);
	STACK_OF(X509_REVOKED) * revoked;

	if (other != NULL) {
		revoked = X509_CRL_get_REVOKED(other);
		must((revoked == NULL ? 0 : sk_X509_REVOKED_num(revoked)) ==
		    (int)crl->entries.len);
		must(X509_NAME_cmp(X509_CRL_get_issuer(other), crl->issuer) ==
		    0);
	}
	X509_CRL_free(other);
	ERR_clear_error();
}

static void
look_at(const struct crl *crl)
{
	struct signature_cache *cache = signature_cache_new(BUDGET);
	const struct cert *cert = some_cert()->cert;
	struct crl_points points;
	struct texts urls = {0};

	must(crl->label != NULL && crl->label[0] != '\0');
	must_be_sorted(crl);
	compare(crl);
	crl_points_read(cert, &points);
	(void)crl_scope_of(crl, cert, &points);
	crl_points_clear(&points);
	must(crl_scope_equal(crl, crl));
	crl_freshest_of_list(crl, &urls);
	must(urls.len <= CRL_FRESHEST_MAX);
	texts_clear(&urls);
	(void)crl_find(crl, cert);
	(void)signature_check_crl(cache, crl, cert);
	signature_cache_free(cache);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct crl_list lists = {0};
	struct error err = ERROR_INIT;

	if (!crl_file_parse(data, size, &lists, &err))
		must(err.kind != ERROR_NONE && lists.items.len == 0);
	ARRAY_EACH (crl, &lists.items)
		look_at(*crl);
	crl_list_clear(&lists);
	must(ERR_peek_error() == 0);
	return 0;
}
