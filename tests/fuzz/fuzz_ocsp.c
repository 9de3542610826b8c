/* Any bytes as a file of OCSP responses: reading, finding and verifying must
 * end well, and nothing that anybody could have made up may say "good" or
 * "revoked" of a certificate of a CA whose key he does not have. */
#include <openssl/err.h>
#include <stdlib.h>

#include "pki/ocsp_answer.h"
#include "pki/ocsp_file.h"
#include "support/mint_ocsp.h"

#define BUDGET 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static const struct mint *
a_root(void)
{
	static const struct mint *root;

	if (root == NULL)
		root = MINT(.subject = "CN=Root,O=Test", .is_ca = true);
	return root;
}

static const struct mint *
a_leaf(void)
{
	static const struct mint *leaf;

	if (leaf == NULL)
		leaf = MINT(.subject = "CN=leaf", .serial = "77",
		    .issuer = a_root(), .names = "DNS:leaf.test");
	return leaf;
}

/* By a CA that came with it, which can well be the signer. */
static void
ask_its_own(const struct ocsp *ocsp, const struct cert *issuer)
{
	struct signature_cache *signatures = signature_cache_new(BUDGET);
	struct ocsp_answer answer =
	    ocsp_answer_of(ocsp, a_leaf()->cert, issuer, signatures, MINT_NOW);

	switch (answer.verdict) {
	case OCSP_VERDICT_GOOD:
	case OCSP_VERDICT_REVOKED:
	case OCSP_VERDICT_UNKNOWN:
	case OCSP_VERDICT_EXPIRED:
		must(answer.single != NULL && answer.signer != NULL);
		break;
	case OCSP_VERDICT_FOREIGN:
	case OCSP_VERDICT_ERROR:
	case OCSP_VERDICT_INVALID: must(answer.why != NULL); break;
	}
	signature_cache_free(signatures);
}

/* The keys of the seeds were thrown away: no signature fits. */
static void
look_at(const struct ocsp *ocsp)
{
	struct signature_cache *signatures = signature_cache_new(BUDGET);
	struct ocsp_answer answer = ocsp_answer_of(
	    ocsp, a_leaf()->cert, a_root()->cert, signatures, MINT_NOW);

	must(answer.verdict == OCSP_VERDICT_FOREIGN ||
	    answer.verdict == OCSP_VERDICT_ERROR ||
	    answer.verdict == OCSP_VERDICT_INVALID);
	must(answer.why != NULL);
	must(ocsp->singles.len <= OCSP_MAX_SINGLES &&
	    ocsp->certs.len <= OCSP_MAX_CERTS);
	must((ocsp->basic == NULL) == (ocsp_status_words(ocsp) != NULL));
	signature_cache_free(signatures);
	ARRAY_EACH (cert, &ocsp->certs)
		ask_its_own(ocsp, *cert);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ocsp_list list = {0};
	struct error err = ERROR_INIT;

	if (!ocsp_file_parse(data, size, &list, &err))
		must(err.kind != ERROR_NONE && list.items.len == 0);
	ARRAY_EACH (ocsp, &list.items)
		look_at(*ocsp);
	ocsp_list_clear(&list);
	must(ERR_peek_error() == 0);
	return 0;
}
